package subject

import (
	"slices"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
)

// holdYears bounds a hold; a longer one is placed again when it ends.
const holdYears = 10

// PlaceHold keeps the data from being erased, for a ground of law, to a last day.
type PlaceHold struct {
	By        domain.Actor
	Hold      string // id
	Ground    Ground
	Reference string
	Until     calendar.Date
	Now       time.Time
}

func (s *Subject) PlaceHold(cmd PlaceHold) ([]domain.Event, error) {
	if err := s.may(cmd.By, CommandHold); err != nil {
		return nil, err
	}
	var l fault.List
	today := calendar.DateOf(cmd.Now)
	choose(&l, "ground", Grounds(), cmd.Ground)
	number := reference(&l, cmd.Reference)
	switch {
	case cmd.Until.IsZero():
		l.Add(ErrDate.New().At("until"))
	case cmd.Until.Before(today), cmd.Until.After(today.AddMonths(12 * holdYears)):
		l.Add(ErrUntil.New("years", holdYears).At("until"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(s.holds, func(h Hold) bool { return h.ID == cmd.Hold }) {
		return nil, ErrHoldTaken.New()
	}
	return []domain.Event{HoldPlaced{Hold: cmd.Hold, By: person(cmd.By), Ground: cmd.Ground, Reference: number, Until: cmd.Until}}, nil
}

// LiftHold ends a hold before its day.
type LiftHold struct {
	By      domain.Actor
	Subject string // id
	Hold    string
}

func (s *Subject) LiftHold(cmd LiftHold) ([]domain.Event, error) {
	if err := s.may(cmd.By, CommandRelease); err != nil {
		return nil, err
	}
	if cmd.By.Is(cmd.Subject) {
		return nil, ErrSelf.New()
	}
	if !slices.ContainsFunc(s.holds, func(h Hold) bool { return h.ID == cmd.Hold }) {
		return nil, ErrNoHold.New().At("hold")
	}
	return []domain.Event{HoldLifted{Hold: cmd.Hold, By: person(cmd.By)}}, nil
}
