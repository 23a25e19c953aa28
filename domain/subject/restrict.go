package subject

import (
	"minhbach/domain"
	"minhbach/domain/fault"
)

// Restrict hides the data from public views, exports and search, until it is
// corrected or decided about (R09.4). Data that is hidden stays so.
type Restrict struct {
	By    domain.Actor
	Cause Restraining
}

func (s *Subject) Restrict(cmd Restrict) ([]domain.Event, error) {
	if err := s.may(cmd.By, CommandRestrict); err != nil {
		return nil, err
	}
	var l fault.List
	choose(&l, "cause", Restrainings(), cmd.Cause)
	if err := l.Err(); err != nil || s.restricted {
		return nil, err
	}
	return []domain.Event{Restricted{By: person(cmd.By), Cause: cmd.Cause}}, nil
}

// LiftRestriction shows the data again.
type LiftRestriction struct{ By domain.Actor }

func (s *Subject) LiftRestriction(cmd LiftRestriction) ([]domain.Event, error) {
	if err := s.may(cmd.By, CommandLift); err != nil {
		return nil, err
	}
	if !s.restricted {
		return nil, ErrNotRestricted.New()
	}
	return []domain.Event{RestrictionLifted{By: person(cmd.By)}}, nil
}
