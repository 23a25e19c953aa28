package subject

import (
	"minhbach/domain"
	"minhbach/domain/fault"
)

// Notify records that the requester was told of the outcome (R09.3).
type Notify struct {
	By      domain.Actor
	Channel Channel
}

func (s *Subject) Notify(cmd Notify) ([]domain.Event, error) {
	if err := s.may(cmd.By, CommandNotify); err != nil {
		return nil, err
	}
	var l fault.List
	choose(&l, "channel", Channels(), cmd.Channel)
	if err := l.Err(); err != nil {
		return nil, err
	}
	if s.notified {
		return nil, ErrNotifiedBefore.New()
	}
	return []domain.Event{Notified{By: person(cmd.By), Channel: cmd.Channel}}, nil
}
