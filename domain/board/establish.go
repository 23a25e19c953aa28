package board

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// Establish founds the board of an agency's portal by a decision of its head.
type Establish struct {
	By       domain.Actor
	Agency   string
	Decision Decision
	Now      time.Time
}

func (b *Board) Establish(cmd Establish) ([]domain.Event, error) {
	if !manages(cmd.By, cmd.Agency) {
		return nil, ErrNotAllowed.New()
	}
	if b.IsEstablished() {
		return nil, ErrEstablished.New()
	}
	var l fault.List
	agency := input.Line(&l, "agency", cmd.Agency, maxID)
	decision := cleanDecision(&l, "decision", cmd.Decision, calendar.DateOf(cmd.Now))
	if err := l.Err(); err != nil {
		return nil, err
	}
	return []domain.Event{Established{Agency: agency, Decision: decision}}, nil
}
