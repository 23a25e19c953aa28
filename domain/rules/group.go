package rules

import (
	"slices"

	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
)

// Group is one body of information that a portal must offer (Decree
// 43/2011/NĐ-CP Điều 10 khoản 1, points a to l, and its successors).
type Group struct {
	ID         string             `json:"id"`               // "a" … "l", or a name for later ones
	Letter     string             `json:"letter,omitempty"` // the point, where the law has one
	Name       Text               `json:"name"`
	Content    Text               `json:"content"`
	Levels     []domainname.Level `json:"levels"` // for whom it is mandatory
	LegalBasis LegalBasis         `json:"legal_basis"`
	Also       []LegalBasis       `json:"also,omitempty"`
	Version    string             `json:"version"`
	ValidFrom  calendar.Date      `json:"valid_from"`
	ValidTo    calendar.Date      `json:"valid_to,omitzero"`
	Note       string             `json:"note,omitempty"`
}

// Mandatory tells whether agencies of a level must offer the group.
func (g Group) Mandatory(level domainname.Level) bool { return slices.Contains(g.Levels, level) }

// Parameter is a number of the regulation that is not a deadline.
type Parameter struct {
	ID         string        `json:"id"`
	Name       Text          `json:"name"`
	Value      int           `json:"value"`
	LegalBasis LegalBasis    `json:"legal_basis"`
	Version    string        `json:"version"`
	ValidFrom  calendar.Date `json:"valid_from"`
	ValidTo    calendar.Date `json:"valid_to,omitzero"`
	Note       string        `json:"note,omitempty"`
}
