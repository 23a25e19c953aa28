package staff

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

// RolesOn returns the grants that run on a date; none while the account is disabled.
func (a *Account) RolesOn(on calendar.Date) []Grant {
	var now []Grant
	for _, g := range a.grants {
		if !a.disabled && !on.Before(g.From) && runsOn(g.To, on) {
			now = append(now, g)
		}
	}
	return now
}

// May tells whether the account holds the role at exactly this agency on a date.
// What a role at the province means below it, and who follows a merged agency, is
// the application's to resolve before asking.
func (a *Account) May(role domain.Role, agency string, on calendar.Date) bool {
	return slices.ContainsFunc(a.RolesOn(on), func(g Grant) bool { return g.Role == role && g.Agency == agency })
}

// secondFactor lists the roles whose deeds bind an agency or open its doors: they
// act only with a second factor proved.
var secondFactor = []domain.Role{domain.BoardMember, domain.BoardHead, domain.AgencyHead, domain.Administrator}

// RoleNeedsSecondFactor tells it of one role.
func RoleNeedsSecondFactor(role domain.Role) bool { return slices.Contains(secondFactor, role) }

// NeedsSecondFactor tells whether a role held on the date asks for one.
func (a *Account) NeedsSecondFactor(on calendar.Date) bool {
	return slices.ContainsFunc(a.RolesOn(on), func(g Grant) bool { return RoleNeedsSecondFactor(g.Role) })
}
