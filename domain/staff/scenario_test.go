package staff_test

import (
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domaintest"
	"minhbach/domain/staff"
)

type scenario = domaintest.Scenario[*staff.Account]

func given(t *testing.T, facts ...domain.Event) *scenario {
	t.Helper()
	return domaintest.Given(t, staff.New(), facts...)
}

var now = time.Date(2024, 3, 1, 2, 0, 0, 0, time.UTC) // 09:00 in Sóc Trăng

func d(s string) calendar.Date {
	if s == "" {
		return calendar.Date{}
	}
	return calendar.MustParse(s)
}

var (
	admin      = domain.Actor{Account: "acc-admin", Role: domain.Administrator, Agency: "province"}
	own        = domain.Actor{Account: "acc-1", Role: domain.Editor, Agency: "agency-1"}
	other      = domain.Actor{Account: "acc-2", Role: domain.BoardHead, Agency: "agency-1"}
	chief      = domain.Actor{Account: "acc-3", Role: domain.AgencyHead, Agency: "agency-1"}
	system     = domain.Actor{Account: domain.System}
	registered = staff.Registered{Account: "acc-1", Login: "lan.nguyen", Name: "Nguyễn Thị Lan"}
	password   = staff.PasswordSet{Hash: "c2VhbGVk"}
	totp       = staff.TOTPEnrolled{Secret: "a2V5", TOTPStep: 100}
	session    = staff.SignedIn{Session: "s-1"}
)

type command = func(*staff.Account) ([]domain.Event, error)
