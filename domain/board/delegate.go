package board

import (
	"slices"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// Delegate lends the actor's own power as head or deputy to another account. A
// loan to the same account that runs already ends the day before the new one.
type Delegate struct {
	By           domain.Actor // the delegator, in their own name
	To           string
	Since, Until calendar.Date // Until is the last day
	Note         string
	Now          time.Time
}

func (b *Board) Delegate(cmd Delegate) ([]domain.Event, error) {
	if !b.IsEstablished() {
		return nil, ErrNotEstablished.New()
	}
	if cmd.By.OnBehalfOf != "" || cmd.By.Account == "" {
		return nil, ErrOwnPower.New()
	}
	var l fault.List
	to := input.Line(&l, "to", cmd.To, maxID)
	note := input.OptionalText(&l, "note", cmd.Note, maxNote)
	if to == cmd.By.Account {
		l.Add(ErrToSelf.New().At("to"))
	}
	switch {
	case cmd.Since.IsZero():
		l.Add(ErrDate.New().At("since"))
	case cmd.Since.Before(calendar.DateOf(cmd.Now)):
		l.Add(ErrPast.New().At("since"))
	}
	switch {
	case cmd.Until.IsZero():
		l.Add(ErrDate.New().At("until"))
	case cmd.Until.Before(cmd.Since):
		l.Add(ErrTerm.New().At("until"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	last, ok := b.leadsUntil(cmd.By.Account, cmd.Since)
	if !ok {
		return nil, ErrOwnPower.New().At("since")
	}
	if !last.IsZero() && last.Before(cmd.Until) {
		return nil, ErrOutlivesTerm.New().At("until")
	}
	loan := Delegation{From: cmd.By.Account, To: to, Since: cmd.Since, Until: cmd.Until, Note: note}
	if slices.Contains(b.delegations, loan) {
		return nil, nil
	}
	return []domain.Event{AuthorityDelegated(loan)}, nil
}

// leadsUntil is the last day of an unbroken run of terms as head or deputy that
// covers the day; zero when it is open.
func (b *Board) leadsUntil(account string, day calendar.Date) (last calendar.Date, ok bool) {
	for {
		a, seated := b.own(account, day)
		if !seated || !a.Leads() {
			return last, ok
		}
		next := a.To.AddDays(1)
		if !next.After(a.To) { // open, or the last day there is
			return a.To, true
		}
		last, ok, day = a.To, true, next
	}
}
