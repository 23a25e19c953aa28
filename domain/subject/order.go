package subject

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/rules"
)

// Order decides that the data goes. It takes another person than the one who
// recorded the request, and never the one whose data it is.
type Order struct {
	By       domain.Actor
	Subject  string // id
	Rules    *rules.Set
	Calendar *calendar.Calendar
	Now      time.Time
}

func (s *Subject) Order(cmd Order) ([]domain.Event, error) {
	if err := s.may(cmd.By, CommandOrder); err != nil {
		return nil, err
	}
	if cmd.By.Is(cmd.Subject) {
		return nil, ErrSelf.New()
	}
	if person(cmd.By) == s.request.By {
		return nil, ErrFourEyes.New()
	}
	today := calendar.DateOf(cmd.Now)
	if h, held := s.Held(today); held {
		return nil, ErrHeld.New("until", h.Until.DMY())
	}
	vi, en, err := s.legal(cmd.Rules)
	if err != nil {
		return nil, err
	}
	return []domain.Event{ErasureOrdered{
		By: person(cmd.By), Basis: s.request.Basis, LegalVi: vi, LegalEn: en, Verdict: verdict(s.execute, today, cmd.Calendar),
	}}, nil
}

// legal is where the duty to erase stood on the day on which the request arrived.
func (s *Subject) legal(set *rules.Set) (vi, en string, err error) {
	r, err := set.On(rules.Erasure, s.request.ReceivedOn)
	if err != nil {
		return "", "", err
	}
	return r.Cite("vi"), r.Cite("en"), nil
}
