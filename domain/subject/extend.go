package subject

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/fault"
	"minhbach/domain/rules"
)

// Extend gives the one extension: it counts from the end of the first period and is
// judged by the rule of the day on which the request arrived.
type Extend struct {
	By       domain.Actor
	Cause    Cause
	Rules    *rules.Set
	Calendar *calendar.Calendar
	Now      time.Time
}

func (s *Subject) Extend(cmd Extend) ([]domain.Event, error) {
	if err := s.may(cmd.By, CommandExtend); err != nil {
		return nil, err
	}
	var l fault.List
	choose(&l, "cause", Causes(), cmd.Cause)
	if err := l.Err(); err != nil {
		return nil, err
	}
	switch {
	case s.extended:
		return nil, ErrExtended.New()
	case s.execute == nil:
		return nil, ErrNoPeriod.New()
	}
	first := *s.execute
	longer, err := duty.Open(cmd.Rules, cmd.Calendar, rules.ErasureExtension, first.AgencyID, first.Subject, TypeErasureExtended, first.DueDate)
	if err != nil {
		return nil, err
	}
	return []domain.Event{ErasureExtended{By: person(cmd.By), Cause: cmd.Cause, Execute: longer}}, nil
}
