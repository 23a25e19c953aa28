package staff

import (
	"minhbach/domain"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// SignOut ends one session of one's own; one that has ended stays ended.
type SignOut struct {
	By      domain.Actor
	Session string
}

func (a *Account) SignOut(cmd SignOut) ([]domain.Event, error) {
	if err := a.managed(cmd.By, true); err != nil {
		return nil, err
	}
	if _, live := a.sessions[cmd.Session]; !live {
		return nil, nil
	}
	return []domain.Event{SignedOut{Session: cmd.Session}}, nil
}

// RevokeSessions ends them all.
type RevokeSessions struct {
	By     domain.Actor
	Reason string
}

func (a *Account) RevokeSessions(cmd RevokeSessions) ([]domain.Event, error) {
	if err := a.managed(cmd.By, true); err != nil {
		return nil, err
	}
	var l fault.List
	reason := input.Text(&l, "reason", cmd.Reason, maxReason)
	if err := l.Err(); err != nil {
		return nil, err
	}
	return []domain.Event{SessionsRevoked{Account: a.id, Reason: reason}}, nil
}
