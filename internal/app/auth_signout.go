package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/staff"
	"minhbach/eventstore"
)

// signOut ends the session in the log, so that a copy of the cookie is worth
// nothing. What is no session, or has ended, needs no ending.
func (k *doorkeeper) signOut(ctx context.Context, sealed string) error {
	c, ok := k.unseal(sealed)
	if !ok {
		return nil
	}
	as := domain.Actor{Account: c.Account}
	env := envelope(Caller{Command: eventstore.NewID(k.Now())}, as)
	_, err := eventstore.Execute(ctx, k.Repo, accountPrefix+c.Account, staff.New, nil, env,
		func(a *staff.Account, _ eventstore.Revision) ([]domain.Event, error) {
			return a.SignOut(staff.SignOut{By: as, Session: c.ID})
		})
	return mapErr(err)
}
