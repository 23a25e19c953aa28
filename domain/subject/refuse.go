package subject

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
)

// Refuse keeps the data, on a ground that the law names (R09.5).
type Refuse struct {
	By        domain.Actor
	Subject   string // id
	Ground    Ground
	Reference string
	Calendar  *calendar.Calendar
	Now       time.Time
}

func (s *Subject) Refuse(cmd Refuse) ([]domain.Event, error) {
	if err := s.may(cmd.By, CommandRefuse); err != nil {
		return nil, err
	}
	var l fault.List
	choose(&l, "ground", Grounds(), cmd.Ground)
	number := reference(&l, cmd.Reference)
	if err := l.Err(); err != nil {
		return nil, err
	}
	if cmd.By.Is(cmd.Subject) {
		return nil, ErrSelf.New()
	}
	return []domain.Event{ErasureRefused{
		By: person(cmd.By), Ground: cmd.Ground, Reference: number, LegalVi: cmd.Ground.Cite("vi"), LegalEn: cmd.Ground.Cite("en"),
		Verdict: verdict(s.execute, calendar.DateOf(cmd.Now), cmd.Calendar),
	}}, nil
}
