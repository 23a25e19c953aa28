package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/staff"
)

// setPassword gives somebody else a first or forgotten password, to be changed at
// the next sign-in.
func (r *registry) setPassword(ctx context.Context, by Caller, cmd SetPassword) (Receipt, error) {
	if by.Token != "" {
		return Receipt{}, ErrPersonOnly.New()
	}
	as, err := r.administrator(ctx, by)
	if err != nil {
		return Receipt{}, err
	}
	a, err := r.loadAccount(ctx, cmd.Account)
	if err != nil {
		return Receipt{}, err
	}
	hash, err := r.hashed(ctx, a.ID(), cmd.Password, a.Login(), a.Name())
	if err != nil {
		return Receipt{}, err
	}
	return r.run(ctx, by, as, cmd.Account, func(a *staff.Account) ([]domain.Event, error) {
		return a.SetPassword(staff.SetPassword{By: as, Hash: hash})
	})
}
