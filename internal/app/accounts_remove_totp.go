package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/staff"
)

// removeTOTP takes a second factor away: one's own, or a lost one by an administrator.
func (r *registry) removeTOTP(ctx context.Context, by Caller, cmd RemoveTOTP) (Receipt, error) {
	if by.Token != "" {
		return Receipt{}, ErrPersonOnly.New()
	}
	id, as, err := r.selfOr(ctx, by, cmd.Account)
	if err != nil {
		return Receipt{}, err
	}
	return r.run(ctx, by, as, id, func(a *staff.Account) ([]domain.Event, error) {
		return a.RemoveTOTP(staff.RemoveTOTP{By: as, Reason: cmd.Reason})
	})
}
