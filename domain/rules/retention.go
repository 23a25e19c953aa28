package rules

import (
	"slices"

	"minhbach/domain/calendar"
)

// Retention is how long a sort of content is kept (Archives Law 33/2024/QH15; the
// sample schedule of Decision 146/QĐ-BTTTT 2017 Điều 15).
type Retention struct {
	ID         string        `json:"id"`
	Name       Text          `json:"name"`
	Kinds      []string      `json:"kinds,omitempty"`   // of content; none: all that no other class names
	Expired    bool          `json:"expired,omitempty"` // holds for what has lost its force
	Permanent  bool          `json:"permanent,omitempty"`
	Years      int           `json:"years,omitempty"` // after the day it was archived or lost its force, whichever is later
	LegalBasis LegalBasis    `json:"legal_basis"`
	Also       []LegalBasis  `json:"also,omitempty"`
	Version    string        `json:"version"`
	ValidFrom  calendar.Date `json:"valid_from"`
	ValidTo    calendar.Date `json:"valid_to,omitzero"`
	Note       string        `json:"note,omitempty"`
}

// Until is the last day on which the content must be kept, when the period began on
// a day; zero for what is kept for ever.
func (r Retention) Until(from calendar.Date) calendar.Date {
	if r.Permanent || from.IsZero() {
		return calendar.Date{}
	}
	return from.AddMonths(12 * r.Years)
}

// Retention is the class of a kind of content on a day.
func (s *Set) Retention(kind string, expired bool, on calendar.Date) (Retention, error) {
	var other *Retention
	for _, id := range s.order.retentions {
		r, ok := s.retentions[id].on(on)
		switch {
		case !ok:
		case slices.Contains(r.Kinds, kind) && r.Expired == expired:
			return r, nil
		case len(r.Kinds) == 0:
			other = &r
		}
	}
	if other == nil {
		return Retention{}, ErrNoRule.New("rule", "R17.2", "date", on.DMY())
	}
	return *other, nil
}

func (r Retention) faults() (out []string) {
	if r.ID == "" || !r.Name.full() {
		out = append(out, "id and name are needed in both languages")
	}
	if r.Permanent == (r.Years > 0) || r.Years < 0 {
		out = append(out, "either permanent or a number of years")
	}
	if !r.LegalBasis.full() {
		out = append(out, basisFault)
	}
	return out
}
