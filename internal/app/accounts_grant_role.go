package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/staff"
)

// grantRole lets an account act at an agency. Administrators of the province grant
// everywhere, those of an agency there, and its head the editorial roles there
// (Điều 28); nobody grants to themselves.
func (r *registry) grantRole(ctx context.Context, by Caller, cmd GrantRole) (Receipt, error) {
	p, err := r.places(ctx)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	if by.Token != "" && cmd.Role != domain.Contributor && cmd.Role != domain.Editor {
		// A token that leaked must not make heads and administrators.
		return Receipt{}, ErrPersonOnly.New().At("role")
	}
	as, err := p.mayManage(by, cmd.Agency, domain.AgencyHead)
	if err != nil {
		return Receipt{}, err
	}
	if err := p.exists(cmd.Agency); err != nil {
		return Receipt{}, err
	}
	if cmd.Agency == Network && cmd.Role != domain.Administrator && cmd.Role != domain.Inspector {
		return Receipt{}, ErrNetworkRole.New().At("agency")
	}
	return r.run(ctx, by, as, cmd.Account, func(a *staff.Account) ([]domain.Event, error) {
		return a.GrantRole(staff.GrantRole{By: as, Role: cmd.Role, Agency: cmd.Agency, From: cmd.From, To: cmd.To})
	})
}
