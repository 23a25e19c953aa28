package board

import (
	"slices"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

// RevokeDelegation ends a loan early; On is the first day without it.
type RevokeDelegation struct {
	By       domain.Actor
	From, To string
	On       calendar.Date
	Now      time.Time
}

func (b *Board) RevokeDelegation(cmd RevokeDelegation) ([]domain.Event, error) {
	if !b.IsEstablished() {
		return nil, ErrNotEstablished.New()
	}
	today := calendar.DateOf(cmd.Now)
	own, seated := b.own(cmd.By.Account, today)
	heads := seated && own.Position == Head && cmd.By.OnBehalfOf == ""
	if cmd.By.Account != cmd.From && !heads && !manages(cmd.By, b.agency) {
		return nil, ErrNotDelegator.New()
	}
	switch {
	case cmd.On.IsZero():
		return nil, ErrDate.New().At("on")
	case cmd.On.Before(today):
		return nil, ErrPast.New().At("on")
	}
	if !slices.ContainsFunc(b.delegations, func(d Delegation) bool {
		return d.From == cmd.From && d.To == cmd.To && runsOn(d.Until, cmd.On)
	}) {
		return nil, ErrNoDelegation.New().At("to")
	}
	return []domain.Event{DelegationRevoked{From: cmd.From, To: cmd.To, On: cmd.On}}, nil
}
