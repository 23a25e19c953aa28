package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/staff"
)

// revokeRole ends a role at once. The agency need not exist any more.
func (r *registry) revokeRole(ctx context.Context, by Caller, cmd RevokeRole) (Receipt, error) {
	p, err := r.places(ctx)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	as, err := p.mayManage(by, cmd.Agency, domain.AgencyHead)
	if err != nil {
		return Receipt{}, err
	}
	revoke := func() (Receipt, error) {
		return r.run(ctx, by, as, cmd.Account, func(a *staff.Account) ([]domain.Event, error) {
			return a.RevokeRole(staff.RevokeRole{By: as, Role: cmd.Role, Agency: cmd.Agency, Reason: cmd.Reason, Now: r.Now()})
		})
	}
	if cmd.Role == domain.Administrator && p.isProvince(cmd.Agency) {
		return r.butTheLast(ctx, by, p, cmd.Account, revoke)
	}
	return revoke()
}
