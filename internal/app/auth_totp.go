package app

import (
	"context"

	"minhbach/domain/staff"
	"minhbach/eventstore"
)

// newTOTP makes a key to be proved by EnrolTOTP; nothing is kept until then.
func (k *doorkeeper) newTOTP(ctx context.Context, by Caller) (secret, uri string, err error) {
	if err := person(by); err != nil {
		return "", "", err
	}
	a := staff.New()
	if _, _, err := eventstore.Load(ctx, k.Repo, accountPrefix+by.Account, a); err != nil {
		return "", "", mapErr(err)
	}
	switch {
	case !a.IsRegistered():
		return "", "", staff.ErrNotRegistered.New()
	case a.HasTOTP():
		return "", "", staff.ErrTOTPEnrolled.New()
	}
	return k.Secrets.NewTOTP(a.Login())
}
