package staff

import (
	"slices"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// RevokeRole ends the role at the agency at once, terms to come included.
type RevokeRole struct {
	By     domain.Actor
	Role   domain.Role
	Agency string
	Reason string
	Now    time.Time
}

func (a *Account) RevokeRole(cmd RevokeRole) ([]domain.Event, error) {
	switch {
	case !a.IsRegistered():
		return nil, ErrNotRegistered.New()
	case !grants(cmd.By, cmd.Role, cmd.Agency):
		return nil, ErrNotAllowed.New()
	}
	var l fault.List
	reason := input.Text(&l, "reason", cmd.Reason, maxReason)
	if err := l.Err(); err != nil {
		return nil, err
	}
	today := calendar.DateOf(cmd.Now)
	if !slices.ContainsFunc(a.grants, func(g Grant) bool {
		return g.Role == cmd.Role && g.Agency == cmd.Agency && runsOn(g.To, today)
	}) {
		return nil, ErrNoRole.New().At("role")
	}
	return []domain.Event{RoleRevoked{Account: a.id, Role: cmd.Role, Agency: cmd.Agency, Reason: reason, On: today}}, nil
}
