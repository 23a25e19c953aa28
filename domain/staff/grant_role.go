package staff

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// GrantRole lets the account act in a role for an agency. A term of the same role
// there that runs already ends the day before; granting the same twice changes
// nothing.
type GrantRole struct {
	By       domain.Actor
	Role     domain.Role
	Agency   string
	From, To calendar.Date // To is the last day; zero: until revoked
}

func (a *Account) GrantRole(cmd GrantRole) ([]domain.Event, error) {
	switch {
	case !a.IsRegistered():
		return nil, ErrNotRegistered.New()
	case !grants(cmd.By, cmd.Role, cmd.Agency):
		return nil, ErrNotAllowed.New()
	case cmd.By.Is(a.id):
		return nil, ErrSelf.New()
	case a.disabled:
		return nil, ErrDisabled.New()
	}
	var l fault.List
	grant := Grant{Role: cmd.Role, Agency: input.Line(&l, "agency", cmd.Agency, maxID), From: cmd.From, To: cmd.To}
	if !slices.Contains(domain.Roles(), cmd.Role) {
		l.Add(ErrRole.New().At("role"))
	}
	switch {
	case cmd.From.IsZero():
		l.Add(ErrDate.New().At("from"))
	case !runsOn(cmd.To, cmd.From):
		l.Add(ErrTerm.New().At("to"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if slices.Contains(a.grants, grant) {
		return nil, nil
	}
	return []domain.Event{RoleGranted(grant)}, nil
}
