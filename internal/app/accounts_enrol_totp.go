package app

import (
	"context"
	"strings"

	"minhbach/domain"
	"minhbach/domain/staff"
)

// enrolTOTP binds an authenticator to one's own account. The session goes on as it
// was; where a role needs both factors, the next request asks for signing in again.
func (r *registry) enrolTOTP(ctx context.Context, by Caller, cmd EnrolTOTP) (Receipt, error) {
	if err := person(by); err != nil {
		return Receipt{}, err
	}
	secret := strings.ToUpper(strings.Join(strings.Fields(cmd.Secret), ""))
	if len(secret) < 26 || len(secret) > 104 || strings.Trim(secret, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" { // 128 to 512 bits
		return Receipt{}, ErrTOTPSecret.New().At("secret")
	}
	step, ok := r.Secrets.CheckTOTP(secret, cmd.Code, r.Now())
	sealed := r.Secrets.Seal(purposeTOTP, by.Account, []byte(secret))
	as := domain.Actor{Account: by.Account}
	return r.run(ctx, by, as, by.Account, func(a *staff.Account) ([]domain.Event, error) {
		return a.EnrolTOTP(staff.EnrolTOTP{By: as, Secret: sealed, CodeOK: ok, TOTPStep: step})
	})
}
