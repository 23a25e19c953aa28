package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/staff"
)

// disable shuts an account; its sessions and tokens end with it.
func (r *registry) disable(ctx context.Context, by Caller, cmd DisableAccount) (Receipt, error) {
	p, err := r.places(ctx)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	as, err := p.mayAdminister(by)
	if err != nil {
		return Receipt{}, err
	}
	return r.butTheLast(ctx, by, p, cmd.Account, func() (Receipt, error) {
		return r.run(ctx, by, as, cmd.Account, func(a *staff.Account) ([]domain.Event, error) {
			return a.Disable(staff.Disable{By: as, Reason: cmd.Reason})
		})
	})
}

// enable opens it again, with the roles whose terms still run.
func (r *registry) enable(ctx context.Context, by Caller, cmd EnableAccount) (Receipt, error) {
	as, err := r.administrator(ctx, by)
	if err != nil {
		return Receipt{}, err
	}
	return r.run(ctx, by, as, cmd.Account, func(a *staff.Account) ([]domain.Event, error) {
		return a.Enable(staff.Enable{By: as, Reason: cmd.Reason})
	})
}
