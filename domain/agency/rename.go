package agency

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// Rename gives an agency another name from a day on. Its address stays until
// Recompose or ReplaceDomain moves it.
type Rename struct {
	By                       domain.Actor
	Agency                   string
	NameVi, NameEn, UnitType string
	ValidFrom                calendar.Date
	Basis                    string
}

func (t *Tree) Rename(cmd Rename) ([]domain.Event, error) { return t.run(cmd) }

func (cmd Rename) decide(t *Tree) ([]domain.Event, error) {
	if err := t.administered(cmd.By); err != nil {
		return nil, err
	}
	var l fault.List
	e := Renamed{
		Agency:    cmd.Agency,
		NameVi:    input.Line(&l, "name_vi", cmd.NameVi, maxName),
		NameEn:    input.OptionalLine(&l, "name_en", cmd.NameEn, maxName),
		UnitType:  input.Line(&l, "unit_type", cmd.UnitType, maxType),
		ValidFrom: cmd.ValidFrom,
		Basis:     cleanBasis(&l, cmd.Basis),
	}
	cleanDate(&l, "valid_from", cmd.ValidFrom)
	n := t.existing(&l, "agency", cmd.Agency, cmd.ValidFrom)
	if n != nil && !cmd.ValidFrom.IsZero() {
		if last := n.names[len(n.names)-1].from; cmd.ValidFrom.Before(last) {
			l.Add(ErrLaterChange.New("name", n.name(last), "date", last.DMY()).At("valid_from"))
		}
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if at(n.names, cmd.ValidFrom) == named(e.NameVi, e.NameEn, e.UnitType) {
		return nil, nil
	}
	return []domain.Event{e}, nil
}
