package subject

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/duty"
)

// Hold keeps the data for a ground of law until its last day.
type Hold struct {
	ID        string
	Ground    Ground
	Reference string
	Until     calendar.Date
}

// Subject is the state folded from the facts about one person's data.
type Subject struct {
	state      State
	request    ErasureRequested
	execute    *duty.Duty // the deadline that runs, extended or not
	extended   bool
	notified   bool
	ordered    ErasureOrdered
	refused    ErasureRefused
	restricted bool
	holds      []Hold
}

// New is a person about whose data nothing was done.
func New() *Subject { return &Subject{state: StateNone} }

// Apply takes a fact; it never fails and ignores strangers.
func (s *Subject) Apply(ev domain.Event) {
	switch e := ev.(type) {
	case ErasureRequested:
		s.state, s.request, s.execute, s.extended, s.notified = StateRequested, e, e.Execute, false, false
	case Acknowledged:
		s.state = StateAcknowledged
	case ErasureExtended:
		s.execute, s.extended = &e.Execute, true
	case ErasureRefused:
		s.state, s.refused = StateRefused, e
	case ErasureOrdered:
		s.state, s.ordered = StateOrdered, e
	case Erased:
		s.state = StateErased
	case Notified:
		s.notified = true
	case Restricted:
		s.restricted = true
	case RestrictionLifted:
		s.restricted = false
	case HoldPlaced:
		s.holds = append(s.holds, Hold{e.Hold, e.Ground, e.Reference, e.Until})
	case HoldLifted:
		s.holds = slices.DeleteFunc(s.holds, func(h Hold) bool { return h.ID == e.Hold })
	}
}

func (s *Subject) State() State              { return s.state }
func (s *Subject) Request() ErasureRequested { return s.request } // the newest; zero before any
func (s *Subject) Refusal() ErasureRefused   { return s.refused }
func (s *Subject) Execute() *duty.Duty       { return s.execute } // the deadline that runs; nil without one
func (s *Subject) Extended() bool            { return s.extended }
func (s *Subject) Notified() bool            { return s.notified }
func (s *Subject) Restricted() bool          { return s.restricted }
func (s *Subject) Holds() []Hold             { return slices.Clone(s.holds) }

// Held returns the hold that lasts longest of those that run on a day.
func (s *Subject) Held(on calendar.Date) (Hold, bool) {
	var last Hold
	for _, h := range s.holds {
		if !h.Until.Before(on) && h.Until.After(last.Until) {
			last = h
		}
	}
	return last, last.ID != ""
}

// Due is the nearest day on which something is owed; zero when nothing is.
func (s *Subject) Due() calendar.Date {
	switch {
	case s.state == StateRequested && s.request.Acknowledge != nil:
		return s.request.Acknowledge.DueDate
	case (s.state == StateRequested || s.state == StateAcknowledged) && s.execute != nil:
		return s.execute.DueDate
	}
	return calendar.Date{}
}
