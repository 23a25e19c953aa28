package app

import (
	"context"
	"slices"

	"minhbach/domain"
	"minhbach/projections/view"
)

// butTheLast does what takes an administrator of the network away, unless no other
// would remain who can sign in today. The operator is not bound: with the data
// directory in hand another can be made.
//
// One process does this one at a time against the newest read model. Two nodes at
// the same instant could still take each other's last one away; the operator's
// command line mends that.
func (r *registry) butTheLast(ctx context.Context, by Caller, p places, account string, do func() (Receipt, error)) (Receipt, error) {
	if by.Operator {
		return do()
	}
	r.admins.Lock()
	defer r.admins.Unlock()
	if err := r.peopleFresh(ctx); err != nil {
		return Receipt{}, mapErr(err)
	}
	all, err := r.People.Accounts(ctx)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	administers := func(a view.Account) bool {
		return !a.Disabled && a.HasPassword && slices.ContainsFunc(proved(a, p.today).grants, func(g view.Grant) bool {
			return g.Role == domain.Administrator && p.isProvince(g.Agency)
		})
	}
	is := slices.ContainsFunc(all, func(a view.Account) bool { return a.ID == account && administers(a) })
	others := slices.ContainsFunc(all, func(a view.Account) bool { return a.ID != account && administers(a) })
	if is && !others {
		return Receipt{}, ErrLastAdministrator.New()
	}
	return do()
}
