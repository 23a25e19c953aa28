package staff

import (
	"minhbach/domain"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// Disable shuts the account: its sessions end, its tokens and roles rest.
type Disable struct {
	By     domain.Actor
	Reason string
}

func (a *Account) Disable(cmd Disable) ([]domain.Event, error) {
	if err := a.managed(cmd.By, false); err != nil {
		return nil, err
	}
	if cmd.By.Is(a.id) {
		return nil, ErrSelf.New()
	}
	if a.disabled {
		return nil, ErrDisabled.New()
	}
	var l fault.List
	reason := input.Text(&l, "reason", cmd.Reason, maxReason)
	if err := l.Err(); err != nil {
		return nil, err
	}
	return []domain.Event{Disabled{Account: a.id, Reason: reason}}, nil
}

// Enable opens it again, with the roles whose terms still run.
type Enable struct {
	By     domain.Actor
	Reason string
}

func (a *Account) Enable(cmd Enable) ([]domain.Event, error) {
	if err := a.managed(cmd.By, false); err != nil {
		return nil, err
	}
	if !a.disabled {
		return nil, ErrEnabled.New()
	}
	var l fault.List
	reason := input.Text(&l, "reason", cmd.Reason, maxReason)
	if err := l.Err(); err != nil {
		return nil, err
	}
	return []domain.Event{Enabled{Account: a.id, Reason: reason}}, nil
}
