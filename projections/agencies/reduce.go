package agencies

import (
	"encoding/json"
	"fmt"

	"minhbach/domain/agency"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/eventstore"
	"minhbach/projections"
)

type state struct{}

// Flush implements projections.State; nothing is kept back.
func (state) Flush(*projections.Tx) error { return nil }

// Reduce implements projections.State.
func (s state) Reduce(tx *projections.Tx, f eventstore.Fact) error {
	switch e := f.Payload.(type) {
	case agency.Registered:
		return store(tx, f, record{
			ID: e.Agency, Code: e.Code, Level: e.Level, Obligation: e.Obligation, Function: e.Function, ValidFrom: e.ValidFrom,
			Names:   []name{{Vi: e.NameVi, En: e.NameEn, UnitType: e.UnitType, From: e.ValidFrom}},
			Parents: []parent{{ID: e.Parent, From: e.ValidFrom}},
		})
	case agency.Renamed:
		return change(tx, f, e.Agency, func(r *record) {
			r.Names = append(r.Names, name{Vi: e.NameVi, En: e.NameEn, UnitType: e.UnitType, From: e.ValidFrom})
		})
	case agency.Moved:
		return change(tx, f, e.Agency, func(r *record) { r.Parents = append(r.Parents, parent{ID: e.Parent, From: e.ValidFrom}) })
	case agency.Merged:
		for _, id := range e.Agencies {
			if id == e.Into {
				continue
			}
			if err := end(tx, f, id, e.ValidFrom, e.Into); err != nil {
				return err
			}
		}
	case agency.Split:
		return end(tx, f, e.Agency, e.ValidFrom, e.Into...)
	case agency.Abolished:
		return end(tx, f, e.Agency, e.ValidFrom, e.Successor)
	case agency.ContactSet:
		return change(tx, f, e.Agency, func(r *record) { r.Contact = e.Contact })
	case agency.DomainProposed:
		return change(tx, f, e.Agency, func(r *record) {
			r.Proposed, r.Conflicts = e.FQDN, e.Conflicts
			switch {
			case r.FQDN != "":
				r.State = domainname.Active // a second name waits beside the one in use
			case len(e.Conflicts) > 0:
				r.State = domainname.ConflictPending
			default:
				r.State = domainname.Proposed
			}
		})
	case agency.DomainAgreed:
		return change(tx, f, e.Agency, func(r *record) {
			if r.Proposed = e.FQDN; r.FQDN == "" {
				r.State = domainname.Agreed
			}
		})
	case agency.DomainActivated:
		if err := host(tx, e.FQDN, e.Agency, ""); err != nil {
			return err
		}
		return change(tx, f, e.Agency, func(r *record) {
			r.FQDN, r.Proposed, r.State, r.Conflicts = e.FQDN, "", domainname.Active, nil
			r.Aliases, r.Former = without(r.Aliases, e.FQDN), without(r.Former, e.FQDN)
		})
	case agency.DomainAliased:
		return change(tx, f, e.Agency, func(r *record) {
			r.Aliases = append(without(r.Aliases, e.FQDN), e.FQDN)
		}, func(r *record) error { return host(tx, e.FQDN, e.Agency, r.FQDN) })
	case agency.DomainReplaced:
		// Every name that led to the old one leads to the new one.
		if err := tx.Exec(`UPDATE host SET redirect = ? WHERE agency = ? AND redirect <> ''`, e.New, e.Agency); err != nil {
			return err
		}
		if err := host(tx, e.Old, e.Agency, e.New); err != nil {
			return err
		}
		if err := host(tx, e.New, e.Agency, ""); err != nil {
			return err
		}
		return change(tx, f, e.Agency, func(r *record) {
			r.Former = append(without(r.Former, e.New), e.Old)
			r.Aliases = without(r.Aliases, e.New)
			r.FQDN, r.Proposed, r.State, r.Conflicts = e.New, "", domainname.Active, nil
		})
	case agency.DomainRetired:
		if err := tx.Exec(`DELETE FROM host WHERE fqdn = ? AND agency = ? AND redirect <> ''`, e.FQDN, e.Agency); err != nil {
			return err
		}
		return change(tx, f, e.Agency, func(r *record) {
			r.Aliases, r.Former = without(r.Aliases, e.FQDN), without(r.Former, e.FQDN)
			if r.Proposed == e.FQDN {
				r.Proposed, r.Conflicts = "", nil
				r.State = domainname.Retired
				if r.FQDN != "" {
					r.State = domainname.Active
				}
			}
		})
	}
	return nil
}

func end(tx *projections.Tx, f eventstore.Fact, id string, on calendar.Date, successors ...string) error {
	return change(tx, f, id, func(r *record) { r.EndsOn, r.Successors = on, successors })
}

func host(tx *projections.Tx, fqdn, agency, redirect string) error {
	return tx.Exec(`INSERT INTO host VALUES (?, ?, ?) ON CONFLICT (fqdn) DO UPDATE SET agency = excluded.agency, redirect = excluded.redirect`,
		fqdn, agency, redirect)
}

// change ends the present row of an agency and begins the next.
func change(tx *projections.Tx, f eventstore.Fact, id string, mutate func(*record), then ...func(*record) error) error {
	var doc string
	var from int64
	found, err := tx.Row(`SELECT doc, from_pos FROM agency WHERE id = ? AND to_pos = ?`, []any{id, int64(projections.Forever)}, &doc, &from)
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("agencies: %s changes unknown agency %s", f.Payload.EventType(), id)
	}
	var r record
	if err := json.Unmarshal([]byte(doc), &r); err != nil {
		return err
	}
	mutate(&r)
	for _, do := range then {
		if err := do(&r); err != nil {
			return err
		}
	}
	if eventstore.Position(from) == f.Position {
		// One event may change an agency twice; it still makes one row.
		if err := tx.Exec(`DELETE FROM agency WHERE id = ? AND from_pos = ?`, id, from); err != nil {
			return err
		}
	} else if err := tx.Exec(`UPDATE agency SET to_pos = ? WHERE id = ? AND from_pos = ?`, int64(f.Position), id, from); err != nil {
		return err
	}
	return store(tx, f, r)
}

func store(tx *projections.Tx, f eventstore.Fact, r record) error {
	doc, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO agency VALUES (?, ?, ?, ?)`, r.ID, int64(f.Position), int64(projections.Forever), string(doc))
}
