package app

import (
	"context"
	"slices"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/projections/view"
)

var ErrPersonOnly = fault.Define(fault.Forbidden, "auth.person_only",
	"Chỉ người đã đăng nhập mới được làm việc này, khóa truy cập của phần mềm thì không; hãy đăng nhập trên cổng.",
	"Only a person who signed in may do this, not a program's token; sign in on the portal.")

// person wants somebody who signed in: a token of a program must not make or
// change what outlives it.
func person(by Caller) error {
	switch {
	case by.Account == "":
		return ErrSignInFirst.New()
	case by.Token != "":
		return ErrPersonOnly.New()
	case by.OnBehalfOf != "":
		return ErrForbidden.New()
	}
	return nil
}

func holds(by Caller, role domain.Role, agency string) bool {
	return slices.ContainsFunc(by.Grants, func(g view.Grant) bool { return g.Role == role && g.Agency == agency && agency != "" })
}

// mayAt wants one of the roles at exactly this agency, in the caller's own name,
// and answers as whom the caller acts. The operator may everything.
func mayAt(by Caller, id string, roles ...domain.Role) (domain.Actor, error) {
	if by.Operator {
		return domain.Actor{Account: domain.System, Role: domain.Administrator, Agency: id}, nil
	}
	if by.Account == "" {
		return domain.Actor{}, ErrSignInFirst.New()
	}
	if by.OnBehalfOf == "" {
		for _, role := range roles {
			if holds(by, role, id) {
				return domain.Actor{Account: by.Account, Role: role, Agency: id}, nil
			}
		}
	}
	return domain.Actor{}, ErrForbidden.New()
}

// places knows which agencies there are, and which grants are of the province.
type places struct {
	tree     *agency.Tree
	today    calendar.Date
	province string // empty before it is registered
}

func (d Deps) places(ctx context.Context) (places, error) {
	tree, err := d.tree(ctx)
	p := places{tree: tree, today: calendar.DateOf(d.Now())}
	if err != nil {
		return p, err
	}
	if root, ok := p.tree.At(p.today).Province(); ok {
		p.province = root.ID
	}
	return p, nil
}

// isProvince: a grant there is one for the whole network. After a merger of
// provinces those of the old one count for the new one.
func (p places) isProvince(id string) bool {
	if id == Network || id == p.province && id != "" {
		return true
	}
	a, ok := p.tree.ByID(id)
	if !ok || a.Level != domainname.Province {
		return false
	}
	heir, ok := p.tree.Responsible(id, p.today)
	return ok && heir == p.province
}

// exists: the agency is there today.
func (p places) exists(id string) error {
	if id == Network {
		return nil
	}
	if _, ok := p.tree.At(p.today).Agency(id); !ok {
		return agency.ErrUnknown.New().At("agency")
	}
	return nil
}

// mayAdminister wants an administrator of the province, who administers everything,
// and who acts there even when the grant is for the network or from before a merger.
func (p places) mayAdminister(by Caller) (domain.Actor, error) {
	for _, g := range by.Grants {
		if g.Role == domain.Administrator && p.isProvince(g.Agency) && by.OnBehalfOf == "" {
			at := p.province
			if at == "" {
				at = g.Agency
			}
			return domain.Actor{Account: by.Account, Role: domain.Administrator, Agency: at}, nil
		}
	}
	return mayAt(by, p.province)
}

// mayManage wants somebody who manages the people of one agency: an administrator
// of the province or of that agency, or one of the other roles there.
func (p places) mayManage(by Caller, id string, roles ...domain.Role) (domain.Actor, error) {
	if as, err := p.mayAdminister(by); err == nil {
		return as, nil
	}
	return mayAt(by, id, append([]domain.Role{domain.Administrator}, roles...)...)
}
