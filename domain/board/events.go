package board

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
)

// Stored names of the facts of an editorial board. They never change.
const (
	TypeEstablished        = "board.established"
	TypeMemberAppointed    = "board.member_appointed"
	TypeMemberDismissed    = "board.member_dismissed"
	TypeAuthorityDelegated = "board.authority_delegated"
	TypeDelegationRevoked  = "board.delegation_revoked"
	TypeRegulationRecorded = "board.regulation_recorded"
)

// Position is a seat on the board (Điều 22.3).
type Position string

const (
	Head   Position = "head"   // Trưởng ban
	Deputy Position = "deputy" // Phó Trưởng ban
	Member Position = "member" // Thành viên
)

// Decision is the document that founds a board or seats a member.
type Decision struct {
	Number string        `json:"number"`
	Date   calendar.Date `json:"date"`
	Signer string        `json:"signer"`
}

// Established: the agency head founded the board of one portal (Điều 28.3).
type Established struct {
	Agency   string   `json:"agency"`
	Decision Decision `json:"decision"`
}

// MemberAppointed: an account got a seat for a term. A second appointment of the
// same account replaces its seat from the new term's first day.
type MemberAppointed struct {
	Account    string        `json:"account"`
	Position   Position      `json:"position"`
	Concurrent bool          `json:"concurrent"` // kiêm nhiệm
	From       calendar.Date `json:"from"`
	To         calendar.Date `json:"to,omitzero"` // last day; zero: until dismissed
	Decision   Decision      `json:"decision"`
}

// MemberDismissed: the seat ended; On is the first day without it.
type MemberDismissed struct {
	Account string        `json:"account"`
	On      calendar.Date `json:"on"`
	Reason  string        `json:"reason" sealed:"account,since=2"`
}

// AuthorityDelegated: a head or deputy lends the power to approve to an account.
type AuthorityDelegated struct {
	From  string        `json:"from"` // account with the seat
	To    string        `json:"to"`
	Since calendar.Date `json:"since"`
	Until calendar.Date `json:"until"`                                // last day
	Note  string        `json:"note,omitempty" sealed:"from,since=2"` // why From is away
}

// DelegationRevoked: the loan ended early; On is the first day without it.
type DelegationRevoked struct {
	From string        `json:"from"`
	To   string        `json:"to"`
	On   calendar.Date `json:"on"`
}

// RegulationRecorded: the board's operating regulation, a versioned document (Điều 22.5).
type RegulationRecorded struct {
	Decision   Decision `json:"decision"`
	Attachment string   `json:"attachment,omitempty"` // SHA-256, hex
}

func (Established) EventType() string        { return TypeEstablished }
func (MemberAppointed) EventType() string    { return TypeMemberAppointed }
func (MemberDismissed) EventType() string    { return TypeMemberDismissed }
func (AuthorityDelegated) EventType() string { return TypeAuthorityDelegated }
func (DelegationRevoked) EventType() string  { return TypeDelegationRevoked }
func (RegulationRecorded) EventType() string { return TypeRegulationRecorded }

func (Established) EventVersion() int        { return 1 }
func (MemberAppointed) EventVersion() int    { return 1 }
func (MemberDismissed) EventVersion() int    { return 2 }
func (AuthorityDelegated) EventVersion() int { return 2 }
func (DelegationRevoked) EventVersion() int  { return 1 }
func (RegulationRecorded) EventVersion() int { return 1 }

// Events lists every fact of this aggregate, one zero value each, for the codec.
func Events() []domain.Event {
	return []domain.Event{
		Established{}, MemberAppointed{}, MemberDismissed{}, AuthorityDelegated{}, DelegationRevoked{}, RegulationRecorded{},
	}
}

// Upcasts lists how older versions become newer ones: version 2 seals what may tell
// of a person's private life.
func Upcasts() []domain.Upcast {
	return []domain.Upcast{
		{Type: TypeMemberDismissed, From: 1, Func: domain.SameShape},
		{Type: TypeAuthorityDelegated, From: 1, Func: domain.SameShape},
	}
}
