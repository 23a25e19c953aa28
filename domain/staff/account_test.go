package staff_test

import (
	"strings"
	"testing"

	"minhbach/domain"
	"minhbach/domain/input"
	"minhbach/domain/staff"
)

func TestRegister(t *testing.T) {
	do := func(c staff.Register) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.Register(c) }
	}
	c := staff.Register{By: admin, Account: "acc-1", Login: " Lan.Nguyễn ", Name: "Nguyễn Thị Lan"}
	given(t).when(do(c)).then(registered)
	given(t, registered).when(do(c)).refused(staff.ErrRegistered, "")
	c.By = system
	given(t).when(do(c)).then(registered)
	for _, by := range []domain.Actor{own, chief, {}, {Role: domain.Administrator}} {
		c.By = by
		given(t).when(do(c)).refused(staff.ErrNotAllowed, "")
	}
	c.By = admin
	for _, login := range []string{"ab", "-abc", "abc.", "lan@soctrang.gov.vn", "lan nguyen", "system"} {
		c.Login = login
		given(t).when(do(c)).refused(staff.ErrLogin, "login")
	}
	c.Login, c.Account = "lan.nguyen", domain.System
	given(t).when(do(c)).refused(staff.ErrRegistered, "account")
	s := given(t).when(do(staff.Register{By: admin, Login: strings.Repeat("a", 65)}))
	s.refused(input.ErrRequired, "")
	s.refused(input.ErrTooLong, "")
}

func TestSetPassword(t *testing.T) {
	do := func(c staff.SetPassword) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.SetPassword(c) }
	}
	c := staff.SetPassword{By: admin, Hash: "c2VhbGVk"}
	given(t).when(do(c)).refused(staff.ErrNotRegistered, "")
	s := given(t, registered, session, staff.SignInFailed{Factor: "password", LockedUntil: now.Add(1000)}).when(do(c))
	s.then(staff.PasswordSet{Hash: "c2VhbGVk", MustChange: true})
	if s.account.SessionValid("s-1") || s.account.Locked(now) || !s.account.MustChange() {
		t.Error("a new password must end sessions and lift the lock")
	}
	c.By = system
	given(t, registered).when(do(c)).then(password)
	c.By = own
	given(t, registered).when(do(c)).then(password)
	given(t, registered, password).when(do(c)).refused(staff.ErrCurrentPassword, "old")
	c.CurrentOK = true
	given(t, registered, password).when(do(c)).then(password)
	given(t, registered, staff.Disabled{Reason: "x"}).when(do(c)).refused(staff.ErrDisabled, "")
	c.By = other
	given(t, registered, password).when(do(c)).refused(staff.ErrNotAllowed, "")
	c.By = domain.Actor{Account: "acc-1", OnBehalfOf: "acc-2"}
	given(t, registered, password).when(do(c)).refused(staff.ErrNotAllowed, "")
	c.By, c.Hash = admin, ""
	given(t, registered).when(do(c)).refused(staff.ErrSealed, "")
}

func TestTOTP(t *testing.T) {
	enrol := func(c staff.EnrolTOTP) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.EnrolTOTP(c) }
	}
	c := staff.EnrolTOTP{By: own, Secret: "a2V5", CodeOK: true, TOTPStep: 100}
	given(t, registered).when(enrol(c)).then(totp)
	given(t, registered, totp).when(enrol(c)).refused(staff.ErrTOTPEnrolled, "")
	given(t).when(enrol(c)).refused(staff.ErrNotRegistered, "")
	given(t, registered, staff.Disabled{}).when(enrol(c)).refused(staff.ErrDisabled, "")
	bad := c
	bad.CodeOK = false
	given(t, registered).when(enrol(bad)).refused(staff.ErrTOTPCode, "code")
	bad = c
	bad.By = admin // nobody enrols a device for another
	given(t, registered).when(enrol(bad)).refused(staff.ErrNotAllowed, "")
	bad = c
	bad.Secret = ""
	given(t, registered).when(enrol(bad)).refused(staff.ErrSealed, "")

	remove := func(c staff.RemoveTOTP) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.RemoveTOTP(c) }
	}
	r := staff.RemoveTOTP{By: admin, Reason: "Mất điện thoại"}
	s := given(t, registered, totp, staff.SignedIn{Session: "s-1", SecondFactor: true, TOTPStep: 101})
	if !s.account.SessionHasSecondFactor("s-1") {
		t.Error("the session began with both factors")
	}
	s.when(remove(r)).then(staff.TOTPRemoved{Reason: "Mất điện thoại"})
	if s.account.SessionHasSecondFactor("s-1") || s.account.HasTOTP() {
		t.Error("a removed factor still counts")
	}
	s.when(remove(r)).refused(staff.ErrNoTOTP, "")
	given(t).when(remove(r)).refused(staff.ErrNotRegistered, "")
	r.By = other
	given(t, registered, totp).when(remove(r)).refused(staff.ErrNotAllowed, "")
	r.By, r.Reason = own, ""
	given(t, registered, totp).when(remove(r)).refused(input.ErrRequired, "reason")
}

func TestGrantRole(t *testing.T) {
	do := func(c staff.GrantRole) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.GrantRole(c) }
	}
	c := staff.GrantRole{By: admin, Role: domain.Editor, Agency: "agency-1", From: d("2024-03-01"), To: d("2024-12-31")}
	want := staff.RoleGranted{Role: domain.Editor, Agency: "agency-1", From: d("2024-03-01"), To: d("2024-12-31")}
	s := given(t, registered).when(do(c))
	s.then(want)
	for date, may := range map[string]bool{"2024-02-29": false, "2024-03-01": true, "2024-12-31": true, "2025-01-01": false} {
		if s.account.May(domain.Editor, "agency-1", d(date)) != may {
			t.Errorf("%s: May is not %v", date, may)
		}
	}
	if s.account.May(domain.Editor, "agency-2", d("2024-03-01")) || s.account.NeedsSecondFactor(d("2024-03-01")) {
		t.Error("a grant reaches too far")
	}
	s.when(do(c)).then() // twice changes nothing
	longer := c
	longer.From, longer.To = d("2024-06-01"), d("")
	s.when(do(longer)).then(staff.RoleGranted{Role: domain.Editor, Agency: "agency-1", From: d("2024-06-01")})
	if n := len(s.account.RolesOn(d("2024-06-01"))); n != 1 {
		t.Errorf("%d grants on one day for one role", n)
	}

	c.By = chief
	given(t, registered).when(do(c)).then(want)
	given(t).when(do(c)).refused(staff.ErrNotRegistered, "")
	given(t, registered, staff.Disabled{}).when(do(c)).refused(staff.ErrDisabled, "")
	for _, role := range []domain.Role{domain.Administrator, domain.AgencyHead, domain.Inspector} {
		c.Role = role
		given(t, registered).when(do(c)).refused(staff.ErrNotAllowed, "")
	}
	c.Role, c.Agency = domain.Editor, "agency-2"
	given(t, registered).when(do(c)).refused(staff.ErrNotAllowed, "")
	c.By = other
	given(t, registered).when(do(c)).refused(staff.ErrNotAllowed, "")
	c.By = domain.Actor{Account: "acc-1", Role: domain.Administrator}
	given(t, registered).when(do(c)).refused(staff.ErrSelf, "")

	c = staff.GrantRole{By: admin, Role: "king"}
	s = given(t, registered).when(do(c))
	s.refused(staff.ErrRole, "")
	s.refused(staff.ErrDate, "")
	s.refused(input.ErrRequired, "")
	c = staff.GrantRole{By: admin, Role: domain.Editor, Agency: "a", From: d("2024-03-02"), To: d("2024-03-01")}
	given(t, registered).when(do(c)).refused(staff.ErrTerm, "to")
}

func TestRolesThatNeedASecondFactor(t *testing.T) {
	want := map[domain.Role]bool{domain.BoardMember: true, domain.BoardHead: true, domain.AgencyHead: true, domain.Administrator: true}
	for _, role := range domain.Roles() {
		a := given(t, registered, staff.RoleGranted{Role: role, Agency: "a", From: d("2024-01-01")}).account
		if a.NeedsSecondFactor(d("2024-03-01")) != want[role] || staff.RoleNeedsSecondFactor(role) != want[role] {
			t.Errorf("%s: not %v", role, want[role])
		}
		if a.NeedsSecondFactor(d("2023-03-01")) {
			t.Errorf("%s: needed before the term", role)
		}
	}
}

func TestRevokeRole(t *testing.T) {
	do := func(c staff.RevokeRole) command {
		c.Now = now
		return func(a *staff.Account) ([]domain.Event, error) { return a.RevokeRole(c) }
	}
	held := staff.RoleGranted{Role: domain.Editor, Agency: "agency-1", From: d("2024-01-01")}
	c := staff.RevokeRole{By: chief, Role: domain.Editor, Agency: "agency-1", Reason: "Chuyển việc"}
	s := given(t, registered, held).when(do(c))
	s.then(staff.RoleRevoked{Role: domain.Editor, Agency: "agency-1", Reason: "Chuyển việc", On: d("2024-03-01")})
	if s.account.May(domain.Editor, "agency-1", d("2024-03-01")) || !s.account.May(domain.Editor, "agency-1", d("2024-02-29")) {
		t.Error("revoking must take effect today and leave the past alone")
	}
	s.when(do(c)).refused(staff.ErrNoRole, "role")
	given(t).when(do(c)).refused(staff.ErrNotRegistered, "")
	c.Reason = ""
	given(t, registered, held).when(do(c)).refused(input.ErrRequired, "reason")
	c.By = other
	given(t, registered, held).when(do(c)).refused(staff.ErrNotAllowed, "")
}

func TestDisableAndEnable(t *testing.T) {
	disable := func(c staff.Disable) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.Disable(c) }
	}
	enable := func(c staff.Enable) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.Enable(c) }
	}
	role := staff.RoleGranted{Role: domain.Editor, Agency: "a", From: d("2024-01-01")}
	token := staff.TokenIssued{Token: "t", Hash: strings.Repeat("ab", 32), Expires: d("2024-12-31")}
	off := staff.Disabled{Reason: "Nghỉ việc"}
	s := given(t, registered, role, session, token).when(disable(staff.Disable{By: admin, Reason: "Nghỉ việc"}))
	s.then(off)
	_, tokenWorks := s.account.TokenByHash(token.Hash, d("2024-03-01"))
	if s.account.SessionValid("s-1") || s.account.May(domain.Editor, "a", d("2024-03-01")) || tokenWorks {
		t.Error("a disabled account can still act")
	}
	s.when(enable(staff.Enable{By: admin, Reason: "Trở lại"})).then(staff.Enabled{Reason: "Trở lại"})
	if s.account.SessionValid("s-1") || !s.account.May(domain.Editor, "a", d("2024-03-01")) {
		t.Error("enabling gives back roles, not sessions")
	}
	given(t, registered, off).when(disable(staff.Disable{By: admin, Reason: "x"})).refused(staff.ErrDisabled, "")
	given(t, registered).when(enable(staff.Enable{By: admin, Reason: "x"})).refused(staff.ErrEnabled, "")
	given(t, registered).when(disable(staff.Disable{By: own, Reason: "x"})).refused(staff.ErrNotAllowed, "")
	given(t, registered, off).when(enable(staff.Enable{By: own, Reason: "x"})).refused(staff.ErrNotAllowed, "")
	given(t, registered).when(disable(staff.Disable{By: domain.Actor{Account: "acc-1", Role: domain.Administrator}, Reason: "x"})).refused(staff.ErrSelf, "")
	given(t, registered).when(disable(staff.Disable{By: admin})).refused(input.ErrRequired, "reason")
	given(t, registered, off).when(enable(staff.Enable{By: admin})).refused(input.ErrRequired, "reason")
	given(t).when(disable(staff.Disable{By: admin})).refused(staff.ErrNotRegistered, "")
}

func TestTokens(t *testing.T) {
	issue := func(c staff.IssueToken) command {
		c.Now = now
		return func(a *staff.Account) ([]domain.Event, error) { return a.IssueToken(c) }
	}
	revoke := func(c staff.RevokeToken) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.RevokeToken(c) }
	}
	hash := strings.Repeat("ab", 32)
	c := staff.IssueToken{By: own, Token: "t-1", Label: "Đồng bộ dữ liệu", Hash: hash, Expires: d("2025-03-01")}
	issued := staff.TokenIssued{Token: "t-1", Label: "Đồng bộ dữ liệu", Hash: hash, Expires: d("2025-03-01")}
	s := given(t, registered).when(issue(c))
	s.then(issued)
	if _, ok := s.account.TokenByHash(hash, d("2025-03-01")); !ok {
		t.Error("the token does not work on its last day")
	}
	if _, ok := s.account.TokenByHash(hash, d("2025-03-02")); ok {
		t.Error("the token works after its last day")
	}
	s.when(issue(c)).refused(staff.ErrTokenTaken, "token")
	s.when(revoke(staff.RevokeToken{By: own, Token: "t-1"})).then(staff.TokenRevoked{Token: "t-1"})
	if _, ok := s.account.TokenByHash(hash, d("2024-03-01")); ok {
		t.Error("a revoked token works")
	}
	s.when(revoke(staff.RevokeToken{By: own, Token: "t-1"})).refused(staff.ErrNoToken, "token")
	s.when(revoke(staff.RevokeToken{By: other, Token: "t-1"})).refused(staff.ErrNotAllowed, "")

	for _, day := range []string{"2024-02-29", "2025-03-02", ""} {
		bad := c
		bad.Expires = d(day)
		given(t, registered).when(issue(bad)).refused(staff.ErrTokenExpiry, "expires")
	}
	bad := c
	bad.Hash = "AB"
	given(t, registered).when(issue(bad)).refused(staff.ErrTokenForm, "hash")
	bad = c
	bad.By = other
	given(t, registered).when(issue(bad)).refused(staff.ErrNotAllowed, "")
	given(t, registered, staff.Disabled{}).when(issue(c)).refused(staff.ErrDisabled, "")
	var full []domain.Event
	for n := range 20 {
		full = append(full, staff.TokenIssued{Token: string(rune('a' + n)), Hash: string(rune('a' + n)), Expires: d("2024-03-01")})
	}
	given(t, append([]domain.Event{registered}, full...)...).when(issue(c)).refused(staff.ErrTooManyTokens, "")
}

func TestEveryFactHasASentence(t *testing.T) {
	for _, ev := range staff.Events() {
		vi, en := staff.Describe(ev, "vi"), staff.Describe(ev, "en")
		if vi == "" || en == "" || vi == en || strings.Contains(vi+en, "%!") {
			t.Errorf("%s: %q, %q", ev.EventType(), vi, en)
		}
	}
	for _, role := range domain.Roles() {
		if staff.RoleLabel(role, "vi") == staff.RoleLabel(role, "en") || staff.RoleLabel(role, "en") == string(role) && strings.Contains(string(role), "_") {
			t.Errorf("%s has no label", role)
		}
	}
}
