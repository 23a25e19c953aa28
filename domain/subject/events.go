package subject

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/duty"
)

// Stored names of the facts about a person's data. They never change.
const (
	TypeErasureRequested   = "subject.erasure_requested"
	TypeAcknowledged       = "subject.acknowledged"
	TypeErasureExtended    = "subject.erasure_extended"
	TypeErasureRefused     = "subject.erasure_refused"
	TypeErasureOrdered     = "subject.erasure_ordered"
	TypeErased             = "subject.erased"
	TypeNotified           = "subject.notified"
	TypeRestricted         = "subject.restricted"
	TypeRestrictionLifted  = "subject.restriction_lifted"
	TypeHoldPlaced         = "subject.hold_placed"
	TypeHoldLifted         = "subject.hold_lifted"
	TypeViewed             = "subject.viewed"
	TypeDirectoryConsulted = "subject.directory_consulted"
)

// ErasureRequested: somebody asked that the data be erased, or a ground arose by
// itself. By is the account that recorded it.
type ErasureRequested struct {
	By          string        `json:"by"`
	Capacity    Capacity      `json:"capacity"` // of who asked
	Basis       Basis         `json:"basis"`
	Reference   string        `json:"reference,omitempty"` // number of the letter or decision
	ReceivedOn  calendar.Date `json:"received_on"`
	ThirdParty  bool          `json:"third_party,omitempty"` // a processor or third party holds the data, too
	Acknowledge *duty.Duty    `json:"acknowledge,omitempty"` // none where the law names no number of days
	Execute     *duty.Duty    `json:"execute,omitempty"`
}

// Acknowledged: the requester was answered; Verdict judges when.
type Acknowledged struct {
	By      string        `json:"by"`
	Verdict *duty.Verdict `json:"verdict,omitempty"`
}

// ErasureExtended: the one extension that the law knows. Execute replaces the
// first deadline.
type ErasureExtended struct {
	By      string    `json:"by"`
	Cause   Cause     `json:"cause"`
	Execute duty.Duty `json:"execute"`
}

// ErasureRefused: the data stays, on a ground that the law names.
type ErasureRefused struct {
	By        string        `json:"by"`
	Ground    Ground        `json:"ground"`
	Reference string        `json:"reference,omitempty"`
	LegalVi   string        `json:"legal_basis_vi"`
	LegalEn   string        `json:"legal_basis_en"`
	Verdict   *duty.Verdict `json:"verdict,omitempty"`
}

// ErasureOrdered: a second person decided that the data goes. From here on the
// erasure is carried out, whatever stops in between.
type ErasureOrdered struct {
	By      string        `json:"by"`
	Basis   Basis         `json:"basis"`
	LegalVi string        `json:"legal_basis_vi"`
	LegalEn string        `json:"legal_basis_en"`
	Verdict *duty.Verdict `json:"verdict,omitempty"`
}

// Erased: the key is destroyed, and with it all that was sealed under it. The fact
// wins over any copy of the key that comes back.
type Erased struct {
	Basis   Basis  `json:"basis"`
	LegalVi string `json:"legal_basis_vi"`
	LegalEn string `json:"legal_basis_en"`
}

// Notified: the requester was told of the outcome.
type Notified struct {
	By      string  `json:"by"`
	Channel Channel `json:"channel"`
}

// Restricted: the data is hidden from public views, exports and search (R09.4).
type Restricted struct {
	By    string      `json:"by"`
	Cause Restraining `json:"cause"`
}

type RestrictionLifted struct {
	By string `json:"by"`
}

// HoldPlaced: the data may not be erased until the day, for a ground of law. Until
// is the last day.
type HoldPlaced struct {
	Hold      string        `json:"hold"` // id
	By        string        `json:"by"`
	Ground    Ground        `json:"ground"`
	Reference string        `json:"reference,omitempty"`
	Until     calendar.Date `json:"until"`
}

type HoldLifted struct {
	Hold string `json:"hold"`
	By   string `json:"by"`
}

// Viewed: staff read sealed data. Who, and in which role, is in the envelope.
type Viewed struct {
	Fields  []Field `json:"fields"`
	Purpose Purpose `json:"purpose"`
}

// DirectoryConsulted: staff read the sealed fields of many people at once, in a
// list. It stands in the stream of the reader, not in those of the people.
type DirectoryConsulted struct {
	Fields  []Field `json:"fields"`
	Purpose Purpose `json:"purpose"`
	People  int     `json:"people"`
}

func (ErasureRequested) EventType() string   { return TypeErasureRequested }
func (Acknowledged) EventType() string       { return TypeAcknowledged }
func (ErasureExtended) EventType() string    { return TypeErasureExtended }
func (ErasureRefused) EventType() string     { return TypeErasureRefused }
func (ErasureOrdered) EventType() string     { return TypeErasureOrdered }
func (Erased) EventType() string             { return TypeErased }
func (Notified) EventType() string           { return TypeNotified }
func (Restricted) EventType() string         { return TypeRestricted }
func (RestrictionLifted) EventType() string  { return TypeRestrictionLifted }
func (HoldPlaced) EventType() string         { return TypeHoldPlaced }
func (HoldLifted) EventType() string         { return TypeHoldLifted }
func (Viewed) EventType() string             { return TypeViewed }
func (DirectoryConsulted) EventType() string { return TypeDirectoryConsulted }

func (ErasureRequested) EventVersion() int   { return 1 }
func (Acknowledged) EventVersion() int       { return 1 }
func (ErasureExtended) EventVersion() int    { return 1 }
func (ErasureRefused) EventVersion() int     { return 1 }
func (ErasureOrdered) EventVersion() int     { return 1 }
func (Erased) EventVersion() int             { return 1 }
func (Notified) EventVersion() int           { return 1 }
func (Restricted) EventVersion() int         { return 1 }
func (RestrictionLifted) EventVersion() int  { return 1 }
func (HoldPlaced) EventVersion() int         { return 1 }
func (HoldLifted) EventVersion() int         { return 1 }
func (Viewed) EventVersion() int             { return 1 }
func (DirectoryConsulted) EventVersion() int { return 1 }

// Events lists every fact of this aggregate, one zero value each, for the codec.
func Events() []domain.Event {
	return []domain.Event{
		ErasureRequested{}, Acknowledged{}, ErasureExtended{}, ErasureRefused{}, ErasureOrdered{}, Erased{}, Notified{},
		Restricted{}, RestrictionLifted{}, HoldPlaced{}, HoldLifted{}, Viewed{}, DirectoryConsulted{},
	}
}

// Upcasts lists how older versions become newer ones; none so far.
func Upcasts() []domain.Upcast { return nil }
