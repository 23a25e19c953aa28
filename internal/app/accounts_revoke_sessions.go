package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/staff"
)

// revokeSessions ends every session of an account: one's own, or any by an administrator.
func (r *registry) revokeSessions(ctx context.Context, by Caller, cmd RevokeSessions) (Receipt, error) {
	id, as, err := r.selfOr(ctx, by, cmd.Account)
	if err != nil {
		return Receipt{}, err
	}
	return r.run(ctx, by, as, id, func(a *staff.Account) ([]domain.Event, error) {
		return a.RevokeSessions(staff.RevokeSessions{By: as, Reason: cmd.Reason})
	})
}
