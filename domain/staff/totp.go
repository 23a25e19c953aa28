package staff

import (
	"minhbach/domain"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// EnrolTOTP binds an authenticator to one's own account, proved by a first code.
type EnrolTOTP struct {
	By       domain.Actor
	Secret   Sealed
	CodeOK   bool
	TOTPStep int64 // of the code
}

func (a *Account) EnrolTOTP(cmd EnrolTOTP) ([]domain.Event, error) {
	switch {
	case !a.IsRegistered():
		return nil, ErrNotRegistered.New()
	case !a.isOwn(cmd.By):
		return nil, ErrNotAllowed.New()
	case a.disabled:
		return nil, ErrDisabled.New()
	case a.HasTOTP():
		return nil, ErrTOTPEnrolled.New()
	case !cmd.CodeOK || cmd.TOTPStep <= 0:
		return nil, ErrTOTPCode.New().At("code")
	}
	if f := checkSealed(cmd.Secret); f != nil {
		return nil, f
	}
	return []domain.Event{TOTPEnrolled{Secret: cmd.Secret, TOTPStep: cmd.TOTPStep}}, nil
}

// RemoveTOTP takes the second factor away: a lost or replaced phone. The account
// acts in no role that needs one until it enrols again.
type RemoveTOTP struct {
	By     domain.Actor
	Reason string
}

func (a *Account) RemoveTOTP(cmd RemoveTOTP) ([]domain.Event, error) {
	if err := a.managed(cmd.By, true); err != nil {
		return nil, err
	}
	if !a.HasTOTP() {
		return nil, ErrNoTOTP.New()
	}
	var l fault.List
	reason := input.Text(&l, "reason", cmd.Reason, maxReason)
	if err := l.Err(); err != nil {
		return nil, err
	}
	return []domain.Event{TOTPRemoved{Account: a.id, Reason: reason}}, nil
}
