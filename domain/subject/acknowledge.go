package subject

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

// Acknowledge records that the requester was answered.
type Acknowledge struct {
	By       domain.Actor
	Calendar *calendar.Calendar
	Now      time.Time
}

func (s *Subject) Acknowledge(cmd Acknowledge) ([]domain.Event, error) {
	if err := s.may(cmd.By, CommandAcknowledge); err != nil {
		return nil, err
	}
	return []domain.Event{Acknowledged{By: person(cmd.By), Verdict: verdict(s.request.Acknowledge, calendar.DateOf(cmd.Now), cmd.Calendar)}}, nil
}
