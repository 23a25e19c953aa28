package editorial

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

// Deed is what every command says: who acts, when, and which agency answers for
// the item today (its own, or the one that took over after a merger).
type Deed struct {
	By          domain.Actor
	Now         time.Time
	Responsible string
}

// Today is the day of the deed in Viet Nam.
func (d Deed) Today() calendar.Date { return calendar.DateOf(d.Now) }

// Writer is who the deed makes an author.
func (d Deed) Writer() Author { return Author{Account: d.By.Account, OnBehalfOf: d.By.OnBehalfOf} }

// Author is who wrote, kept with each written fact because it decides who may no
// longer approve. Whoever lends the name counts as much as whoever types.
type Author struct {
	Account    string `json:"account"`
	OnBehalfOf string `json:"on_behalf_of,omitempty"`
}

// Authority is the board power under which an approval or withdrawal was given, as
// it stood that day: kept in the event so that a later change of the board changes
// no past verdict.
type Authority struct {
	Agency    string        `json:"agency"` // whose board
	Account   string        `json:"account"`
	Position  string        `json:"position"` // head, deputy, member; agency_head for withdrawals
	Decision  string        `json:"decision"` // number of the appointing decision
	From      calendar.Date `json:"from"`
	To        calendar.Date `json:"to,omitzero"`
	Delegator string        `json:"delegator,omitempty"` // account whose power is borrowed
}

// Positions under which an authority is given.
const (
	PositionHead       = "head"
	PositionDeputy     = "deputy"
	PositionMember     = "member"
	PositionAgencyHead = "agency_head"
)

var positions = map[string]Label{
	PositionHead:       {"Trưởng ban Biên tập", "the head of the editorial board"},
	PositionDeputy:     {"Phó Trưởng ban Biên tập", "the deputy head of the editorial board"},
	PositionMember:     {"thành viên Ban Biên tập", "a member of the editorial board"},
	PositionAgencyHead: {"Thủ trưởng cơ quan", "the head of the agency"},
}

// PositionLabel names a position for people.
func PositionLabel(position, lang string) string {
	if l, ok := positions[position]; ok {
		return l.In(lang)
	}
	return position
}
