package app

import (
	"context"
	"errors"
	"slices"

	"minhbach/domain/calendar"
	"minhbach/domain/staff"
	"minhbach/projections/view"
)

// resume reads the session's account from the read model of people on every
// request: it follows the log within moments on every node, so a session ends as
// soon as the event that ends it is there.
func (k *doorkeeper) resume(ctx context.Context, sealed string) (Caller, Session, error) {
	now := k.Now()
	c, ok := k.unseal(sealed)
	if !ok || !c.runs(now) {
		return Caller{}, Session{}, ErrEnded.New()
	}
	if err := k.peopleAt(ctx, c.Position); err != nil {
		return Caller{}, Session{}, mapErr(err)
	}
	live, err := k.People.Session(ctx, c.Account, c.ID)
	if errors.Is(err, view.ErrNotFound) || err == nil && (live.Account.Disabled || live.Account.Erased) {
		return Caller{}, Session{}, ErrEnded.New()
	}
	if err != nil {
		return Caller{}, Session{}, mapErr(err)
	}
	p := proved(live.Account, k.today())
	if p.needsSecond && p.hasSecond && !live.SecondFactor {
		// The factor was enrolled, or the role granted, after this session began
		// with a password only.
		return Caller{}, Session{}, ErrEnded.New()
	}
	s := c.session()
	s.MustChange, s.MustEnrol = p.mustChange, p.mustEnrol()
	if now.Unix()-c.Seen >= int64(renewAfter.Seconds()) {
		c.Seen = now.Unix()
		s.Sealed = k.seal(c)
	}
	return p.caller(), s, nil
}

// proof is what an account may do today, and what it must do first.
type proof struct {
	account     view.Account
	grants      []view.Grant // that run today
	mustChange  bool
	needsSecond bool
	hasSecond   bool
}

func proved(a view.Account, today calendar.Date) proof {
	p := proof{account: a, mustChange: a.MustChange, hasSecond: a.SecondFactor}
	for _, g := range a.Grants {
		if !today.Before(g.From) && (g.To.IsZero() || !g.To.Before(today)) {
			p.grants = append(p.grants, g)
		}
	}
	p.needsSecond = slices.ContainsFunc(p.grants, func(g view.Grant) bool { return staff.RoleNeedsSecondFactor(g.Role) })
	return p
}

func (p proof) mustEnrol() bool { return p.needsSecond && !p.hasSecond }

// caller acts in no role until the password is its own and the second factor that
// a role needs is there.
func (p proof) caller() Caller {
	by := Caller{Account: p.account.ID, Name: p.account.Name}
	if !p.mustChange && !p.mustEnrol() {
		by.Grants = p.grants
	}
	return by
}
