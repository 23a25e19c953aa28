package board

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// Dismiss ends every seat of an account; On is the first day without it. Loans of
// its power end with the seat.
type Dismiss struct {
	By      domain.Actor
	Account string
	On      calendar.Date
	Reason  string
}

func (b *Board) Dismiss(cmd Dismiss) ([]domain.Event, error) {
	if err := b.managed(cmd.By); err != nil {
		return nil, err
	}
	var l fault.List
	reason := input.Text(&l, "reason", cmd.Reason, maxNote)
	if cmd.On.IsZero() {
		l.Add(ErrDate.New().At("on"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(b.seats, func(s Seat) bool { return s.Account == cmd.Account && runsOn(s.To, cmd.On) }) {
		return nil, ErrNoSeat.New("date", cmd.On.DMY()).At("account")
	}
	return []domain.Event{MemberDismissed{Account: cmd.Account, On: cmd.On, Reason: reason}}, nil
}
