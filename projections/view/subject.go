package view

import (
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/subject"
)

// Subject is what is under way about one person's data. It holds ids and choices
// only.
type Subject struct {
	ID          string        `json:"id"` // of the account
	State       subject.State `json:"state"`
	Basis       subject.Basis `json:"basis,omitempty"`
	RequestedBy string        `json:"requested_by,omitempty"` // account that recorded the newest request
	ReceivedOn  calendar.Date `json:"received_on,omitzero"`
	AnswerDue   calendar.Date `json:"answer_due,omitzero"`
	EraseDue    calendar.Date `json:"erase_due,omitzero"`
	Restricted  bool          `json:"restricted"`
	Holds       []Hold        `json:"holds,omitempty"`
	Notified    bool          `json:"notified,omitempty"`
	Ordered     uint64        `json:"ordered,omitempty"` // position
	Erased      uint64        `json:"erased,omitempty"`  // position
	ErasedAt    time.Time     `json:"erased_at,omitzero"`
	Revision    int64         `json:"revision"`
}

// Hold keeps the data until its last day.
type Hold struct {
	ID     string         `json:"id"`
	Ground subject.Ground `json:"ground"`
	Until  calendar.Date  `json:"until"`
}

// Due is the nearest day on which something is owed; zero when nothing is.
func (s Subject) Due() calendar.Date {
	switch {
	case s.State == subject.StateRequested && !s.AnswerDue.IsZero():
		return s.AnswerDue
	case s.State == subject.StateRequested || s.State == subject.StateAcknowledged:
		return s.EraseDue
	}
	return calendar.Date{}
}
