package board

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// Appoint gives an account a seat. A seat it has already ends the day before the
// new term; appointing the same term twice changes nothing.
type Appoint struct {
	By         domain.Actor
	Account    string
	Position   Position
	Concurrent bool
	From, To   calendar.Date // To is the last day; zero: until dismissed
	Decision   Decision
	Now        time.Time
}

func (b *Board) Appoint(cmd Appoint) ([]domain.Event, error) {
	if err := b.managed(cmd.By); err != nil {
		return nil, err
	}
	var l fault.List
	seat := Seat{Position: cmd.Position, Concurrent: cmd.Concurrent, From: cmd.From, To: cmd.To}
	seat.Account = input.Line(&l, "account", cmd.Account, maxID)
	seat.Decision = cleanDecision(&l, "decision", cmd.Decision, calendar.DateOf(cmd.Now))
	if rank(cmd.Position) < 0 {
		l.Add(ErrPosition.New().At("position"))
	}
	switch {
	case cmd.From.IsZero():
		l.Add(ErrDate.New().At("from"))
	case cmd.From.Before(cmd.Decision.Date):
		l.Add(ErrBeforeDecision.New("date", cmd.Decision.Date.DMY()).At("from"))
	case !runsOn(cmd.To, cmd.From):
		l.Add(ErrTerm.New().At("to"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	for _, s := range b.seats {
		if s == seat {
			return nil, nil
		}
		if s.Account != seat.Account && s.Position == Head && seat.Position == Head &&
			runsOn(s.To, seat.From) && runsOn(seat.To, s.From) {
			return nil, ErrHeadTaken.New().At("from")
		}
	}
	return []domain.Event{MemberAppointed(seat)}, nil
}
