package notice

import (
	"time"

	"minhbach/domain"
)

// Stored names of the facts of a notice. They never change.
const (
	TypeWritten  = "notice.written"
	TypeSent     = "notice.sent"
	TypeDeferred = "notice.deferred"
	TypeFailed   = "notice.failed"
	TypeReopened = "notice.reopened"
)

// Kind is what a notice tells. Values are stored and never renamed.
type Kind string

const (
	ForReview Kind = "for_review" // an item was submitted: its board is to approve or return it (Điều 23)
	Returned  Kind = "returned"   // the board sent an item back to those who wrote it
	Disposal  Kind = "disposal"   // a list of disposal waits for the head of the agency
)

// Sorts of things that a notice is about.
const (
	Publication = "publication"
	Dataset     = "dataset"
	List        = "disposal"
)

// Recipient is an account, or the office of an agency where nobody in charge has left
// an address.
type Recipient struct {
	Account string `json:"account,omitempty"` // id
	Office  string `json:"office,omitempty"`  // id of the agency
}

// Written: somebody is to be told.
type Written struct {
	Notice string    `json:"notice"` // id
	Kind   Kind      `json:"kind"`
	To     Recipient `json:"to"`
	Sort   string    `json:"sort"`
	About  string    `json:"about"`  // id of the item or list
	Agency string    `json:"agency"` // that answers for it
	Event  string    `json:"event"`  // id of the fact that is told
}

// Sent: a mail server took the message. Whether it is read nobody knows.
type Sent struct {
	Try int `json:"try"`
}

// Deferred: the server asked to come again; not before Until.
type Deferred struct {
	Try   int       `json:"try"`
	Until time.Time `json:"until"`
	Cause string    `json:"cause"` // status code of the server
}

// Failed: it will not be tried again by itself.
type Failed struct {
	Try   int    `json:"try"`
	Cause string `json:"cause"` // a status code, or one of the causes below
}

// Causes of a failure that no server named.
const (
	CauseNoAddress = "no_address" // neither the person nor the office has one
	CauseAddress   = "address"    // what is recorded as one is none
	CauseSettled   = "settled"    // the matter was settled before it could be sent
)

// Reopened: somebody wants it sent again.
type Reopened struct {
	By string `json:"by"`
}

func (Written) EventType() string  { return TypeWritten }
func (Sent) EventType() string     { return TypeSent }
func (Deferred) EventType() string { return TypeDeferred }
func (Failed) EventType() string   { return TypeFailed }
func (Reopened) EventType() string { return TypeReopened }

func (Written) EventVersion() int  { return 1 }
func (Sent) EventVersion() int     { return 1 }
func (Deferred) EventVersion() int { return 1 }
func (Failed) EventVersion() int   { return 1 }
func (Reopened) EventVersion() int { return 1 }

// Events lists every fact of this aggregate, one zero value each, for the codec.
func Events() []domain.Event {
	return []domain.Event{Written{}, Sent{}, Deferred{}, Failed{}, Reopened{}}
}

// Upcasts lists how older versions become newer ones; none so far.
func Upcasts() []domain.Upcast { return nil }
