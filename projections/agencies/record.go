package agencies

import (
	"slices"

	"minhbach/domain/agency"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
)

// record is all that is known of one agency, with dated attributes. Lists are in
// order of recording; a later entry for the same or an earlier date wins over what
// stood before from its own date on.
type record struct {
	ID         string                `json:"id"`
	Code       string                `json:"code"`
	Level      domainname.Level      `json:"level"`
	Obligation agency.Obligation     `json:"obligation"`
	Function   string                `json:"function,omitempty"`
	ValidFrom  calendar.Date         `json:"valid_from"`
	EndsOn     calendar.Date         `json:"ends_on,omitzero"` // first day without it
	Successors []string              `json:"successors,omitempty"`
	Names      []name                `json:"names"`
	Parents    []parent              `json:"parents"`
	Contact    agency.Contact        `json:"contact,omitzero"`
	FQDN       string                `json:"fqdn,omitempty"`     // active
	Proposed   string                `json:"proposed,omitempty"` // waits for an agreement or for activation
	State      domainname.State      `json:"state,omitempty"`
	Conflicts  []domainname.Conflict `json:"conflicts,omitempty"`
	Aliases    []string              `json:"aliases,omitempty"`
	Former     []string              `json:"former,omitempty"`
}

type name struct {
	Vi       string        `json:"vi"`
	En       string        `json:"en,omitempty"`
	UnitType string        `json:"unit_type"`
	From     calendar.Date `json:"from"`
}

type parent struct {
	ID   string        `json:"id"`
	From calendar.Date `json:"from"`
}

// nameOn is the name on a date; before the first, the first.
func (r *record) nameOn(on calendar.Date) name {
	best := r.Names[0]
	for _, n := range r.Names[1:] {
		if !n.From.After(on) && !n.From.Before(best.From) {
			best = n
		}
	}
	return best
}

func (r *record) parentOn(on calendar.Date) string {
	best := r.Parents[0]
	for _, p := range r.Parents[1:] {
		if !p.From.After(on) && !p.From.Before(best.From) {
			best = p
		}
	}
	return best.ID
}

func (r *record) existsOn(on calendar.Date) bool {
	return !on.Before(r.ValidFrom) && (r.EndsOn.IsZero() || on.Before(r.EndsOn))
}

func without(list []string, s string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(x string) bool { return x == s })
}
