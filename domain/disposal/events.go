package disposal

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
)

// Stored names of the facts of a list. They never change.
const (
	TypeProposed   = "disposal.proposed"
	TypeApproved   = "disposal.approved"
	TypeRefused    = "disposal.refused"
	TypeCarriedOut = "disposal.carried_out"
)

// Item is one line of a list.
type Item struct {
	Sort    string        `json:"sort"` // publication or dataset
	ID      string        `json:"id"`
	Content string        `json:"content"`        // hash of the newest public version: what the list speaks of
	Class   string        `json:"class"`          // of retention
	Until   calendar.Date `json:"until"`          // last day of retention
	LegalVi string        `json:"legal_basis_vi"` // of the class
	LegalEn string        `json:"legal_basis_en"`
}

// Sorts of items.
const (
	Publication = "publication"
	Dataset     = "dataset"
)

// Proposed: somebody drew up a list for an agency.
type Proposed struct {
	List   string           `json:"list"` // id
	Agency string           `json:"agency"`
	Items  []Item           `json:"items"`
	Author editorial.Author `json:"author"`
}

// Approved: the head of the agency decided that the items go.
type Approved struct {
	By       editorial.Author `json:"by"`
	Decision string           `json:"decision"` // number
	On       calendar.Date    `json:"on"`       // its date
}

// Refused: the items stay.
type Refused struct {
	By     editorial.Author `json:"by"`
	Reason string           `json:"reason"`
}

// CarriedOut: every item of the list is gone, or could not go and is named here.
type CarriedOut struct {
	Kept []Kept `json:"kept,omitempty"`
}

// Kept is an item that changed after the list was drawn up.
type Kept struct {
	ID   string `json:"id"`
	Code string `json:"code"` // of the refusal
}

func (Proposed) EventType() string   { return TypeProposed }
func (Approved) EventType() string   { return TypeApproved }
func (Refused) EventType() string    { return TypeRefused }
func (CarriedOut) EventType() string { return TypeCarriedOut }

func (Proposed) EventVersion() int   { return 1 }
func (Approved) EventVersion() int   { return 1 }
func (Refused) EventVersion() int    { return 1 }
func (CarriedOut) EventVersion() int { return 1 }

// Events lists every fact of this aggregate, one zero value each, for the codec.
func Events() []domain.Event {
	return []domain.Event{Proposed{}, Approved{}, Refused{}, CarriedOut{}}
}

// Upcasts lists how older versions become newer ones; none so far.
func Upcasts() []domain.Upcast { return nil }
