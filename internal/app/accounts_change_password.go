package app

import (
	"context"
	"math"
	"strconv"

	"minhbach/domain"
	"minhbach/domain/staff"
)

// changePassword replaces one's own. The present one is asked for again, so that a
// session left open is not enough; guessing it is limited like signing in.
func (r *registry) changePassword(ctx context.Context, by Caller, cmd ChangePassword) (Receipt, error) {
	if err := person(by); err != nil {
		return Receipt{}, err
	}
	a, err := r.loadAccount(ctx, by.Account)
	if err != nil {
		return Receipt{}, err
	}
	end, wait := r.guesses.begin(a.ID(), r.Now())
	if end == nil {
		return Receipt{}, ErrTooManyFailures.New("minutes", strconv.Itoa(int(math.Ceil(wait.Minutes()))))
	}
	right, err := r.isPassword(ctx, a, cmd.Old)
	end(err == nil && !right)
	switch {
	case err != nil:
		return Receipt{}, err
	case !right:
		return Receipt{}, staff.ErrCurrentPassword.New().At("old")
	case cmd.New == cmd.Old:
		return Receipt{}, ErrSamePassword.New().At("new")
	}
	hash, err := r.hashed(ctx, a.ID(), cmd.New, a.Login(), a.Name())
	if err != nil {
		return Receipt{}, err
	}
	as := domain.Actor{Account: by.Account}
	return r.run(ctx, by, as, a.ID(), func(now *staff.Account) ([]domain.Event, error) {
		// A password that was set meanwhile was not asked for.
		return now.SetPassword(staff.SetPassword{By: as, Hash: hash, CurrentOK: now.PasswordHash() == a.PasswordHash()})
	})
}

func (r *registry) isPassword(ctx context.Context, a *staff.Account, plain string) (bool, error) {
	hash := ""
	if a.HasPassword() {
		raw, err := r.Secrets.Unseal(purposePassword, a.ID(), a.PasswordHash())
		if err != nil {
			return false, err
		}
		hash = string(raw)
	}
	return r.Secrets.CheckPassword(ctx, hash, plain)
}
