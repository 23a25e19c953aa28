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
	given(t).When(do(c)).Then(registered)
	given(t, registered).When(do(c)).Refused(staff.ErrRegistered, "")
	c.By = system
	given(t).When(do(c)).Then(registered)
	for _, by := range []domain.Actor{own, chief, {}, {Role: domain.Administrator}} {
		c.By = by
		given(t).When(do(c)).Refused(staff.ErrNotAllowed, "")
	}
	c.By = admin
	for _, login := range []string{"ab", "-abc", "abc.", "lan@soctrang.gov.vn", "lan nguyen", "system"} {
		c.Login = login
		given(t).When(do(c)).Refused(staff.ErrLogin, "login")
	}
	c.Login, c.Account = "lan.nguyen", domain.System
	given(t).When(do(c)).Refused(staff.ErrRegistered, "account")
	s := given(t).When(do(staff.Register{By: admin, Login: strings.Repeat("a", 65)}))
	s.Refused(input.ErrRequired, "")
	s.Refused(input.ErrTooLong, "")
}

func TestSetPassword(t *testing.T) {
	do := func(c staff.SetPassword) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.SetPassword(c) }
	}
	c := staff.SetPassword{By: admin, Hash: "c2VhbGVk"}
	given(t).When(do(c)).Refused(staff.ErrNotRegistered, "")
	s := given(t, registered, session, staff.SignInFailed{Factor: "password", LockedUntil: now.Add(1000)}).When(do(c))
	s.Then(staff.PasswordSet{Hash: "c2VhbGVk", MustChange: true})
	if s.Root.SessionValid("s-1") || s.Root.Locked(now) || !s.Root.MustChange() {
		t.Error("a new password must end sessions and lift the lock")
	}
	c.By = system
	given(t, registered).When(do(c)).Then(password)
	c.By = own
	given(t, registered).When(do(c)).Then(password)
	given(t, registered, password).When(do(c)).Refused(staff.ErrCurrentPassword, "old")
	c.CurrentOK = true
	given(t, registered, password).When(do(c)).Then(password)
	given(t, registered, staff.Disabled{Reason: "x"}).When(do(c)).Refused(staff.ErrDisabled, "")
	c.By = other
	given(t, registered, password).When(do(c)).Refused(staff.ErrNotAllowed, "")
	c.By = domain.Actor{Account: "acc-1", OnBehalfOf: "acc-2"}
	given(t, registered, password).When(do(c)).Refused(staff.ErrNotAllowed, "")
	c.By, c.Hash = admin, ""
	given(t, registered).When(do(c)).Refused(staff.ErrSealed, "")
}

func TestTOTP(t *testing.T) {
	enrol := func(c staff.EnrolTOTP) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.EnrolTOTP(c) }
	}
	c := staff.EnrolTOTP{By: own, Secret: "a2V5", CodeOK: true, TOTPStep: 100}
	given(t, registered).When(enrol(c)).Then(totp)
	given(t, registered, totp).When(enrol(c)).Refused(staff.ErrTOTPEnrolled, "")
	given(t).When(enrol(c)).Refused(staff.ErrNotRegistered, "")
	given(t, registered, staff.Disabled{}).When(enrol(c)).Refused(staff.ErrDisabled, "")
	bad := c
	bad.CodeOK = false
	given(t, registered).When(enrol(bad)).Refused(staff.ErrTOTPCode, "code")
	bad = c
	bad.By = admin // nobody enrols a device for another
	given(t, registered).When(enrol(bad)).Refused(staff.ErrNotAllowed, "")
	bad = c
	bad.Secret = ""
	given(t, registered).When(enrol(bad)).Refused(staff.ErrSealed, "")

	remove := func(c staff.RemoveTOTP) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.RemoveTOTP(c) }
	}
	r := staff.RemoveTOTP{By: admin, Reason: "Mất điện thoại"}
	s := given(t, registered, totp, staff.SignedIn{Session: "s-1", SecondFactor: true, TOTPStep: 101})
	if !s.Root.SessionHasSecondFactor("s-1") {
		t.Error("the session began with both factors")
	}
	s.When(remove(r)).Then(staff.TOTPRemoved{Account: "acc-1", Reason: "Mất điện thoại"})
	if s.Root.SessionHasSecondFactor("s-1") || s.Root.HasTOTP() {
		t.Error("a removed factor still counts")
	}
	s.When(remove(r)).Refused(staff.ErrNoTOTP, "")
	given(t).When(remove(r)).Refused(staff.ErrNotRegistered, "")
	r.By = other
	given(t, registered, totp).When(remove(r)).Refused(staff.ErrNotAllowed, "")
	r.By, r.Reason = own, ""
	given(t, registered, totp).When(remove(r)).Refused(input.ErrRequired, "reason")
}

func TestGrantRole(t *testing.T) {
	do := func(c staff.GrantRole) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.GrantRole(c) }
	}
	c := staff.GrantRole{By: admin, Role: domain.Editor, Agency: "agency-1", From: d("2024-03-01"), To: d("2024-12-31")}
	want := staff.RoleGranted{Role: domain.Editor, Agency: "agency-1", From: d("2024-03-01"), To: d("2024-12-31")}
	s := given(t, registered).When(do(c))
	s.Then(want)
	for date, may := range map[string]bool{"2024-02-29": false, "2024-03-01": true, "2024-12-31": true, "2025-01-01": false} {
		if s.Root.May(domain.Editor, "agency-1", d(date)) != may {
			t.Errorf("%s: May is not %v", date, may)
		}
	}
	if s.Root.May(domain.Editor, "agency-2", d("2024-03-01")) || s.Root.NeedsSecondFactor(d("2024-03-01")) {
		t.Error("a grant reaches too far")
	}
	s.When(do(c)).Then() // twice changes nothing
	longer := c
	longer.From, longer.To = d("2024-06-01"), d("")
	s.When(do(longer)).Then(staff.RoleGranted{Role: domain.Editor, Agency: "agency-1", From: d("2024-06-01")})
	if n := len(s.Root.RolesOn(d("2024-06-01"))); n != 1 {
		t.Errorf("%d grants on one day for one role", n)
	}

	c.By = chief
	given(t, registered).When(do(c)).Then(want)
	given(t).When(do(c)).Refused(staff.ErrNotRegistered, "")
	given(t, registered, staff.Disabled{}).When(do(c)).Refused(staff.ErrDisabled, "")
	for _, role := range []domain.Role{domain.Administrator, domain.AgencyHead, domain.Inspector} {
		c.Role = role
		given(t, registered).When(do(c)).Refused(staff.ErrNotAllowed, "")
	}
	c.Role, c.Agency = domain.Editor, "agency-2"
	given(t, registered).When(do(c)).Refused(staff.ErrNotAllowed, "")
	c.By = other
	given(t, registered).When(do(c)).Refused(staff.ErrNotAllowed, "")
	c.By = domain.Actor{Account: "acc-1", Role: domain.Administrator}
	given(t, registered).When(do(c)).Refused(staff.ErrSelf, "")

	c = staff.GrantRole{By: admin, Role: "king"}
	s = given(t, registered).When(do(c))
	s.Refused(staff.ErrRole, "")
	s.Refused(staff.ErrDate, "")
	s.Refused(input.ErrRequired, "")
	c = staff.GrantRole{By: admin, Role: domain.Editor, Agency: "a", From: d("2024-03-02"), To: d("2024-03-01")}
	given(t, registered).When(do(c)).Refused(staff.ErrTerm, "to")
}

func TestRolesThatNeedASecondFactor(t *testing.T) {
	want := map[domain.Role]bool{domain.BoardMember: true, domain.BoardHead: true, domain.AgencyHead: true, domain.Administrator: true}
	for _, role := range domain.Roles() {
		a := given(t, registered, staff.RoleGranted{Role: role, Agency: "a", From: d("2024-01-01")}).Root
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
	s := given(t, registered, held).When(do(c))
	s.Then(staff.RoleRevoked{Account: "acc-1", Role: domain.Editor, Agency: "agency-1", Reason: "Chuyển việc", On: d("2024-03-01")})
	if s.Root.May(domain.Editor, "agency-1", d("2024-03-01")) || !s.Root.May(domain.Editor, "agency-1", d("2024-02-29")) {
		t.Error("revoking must take effect today and leave the past alone")
	}
	s.When(do(c)).Refused(staff.ErrNoRole, "role")
	given(t).When(do(c)).Refused(staff.ErrNotRegistered, "")
	c.Reason = ""
	given(t, registered, held).When(do(c)).Refused(input.ErrRequired, "reason")
	c.By = other
	given(t, registered, held).When(do(c)).Refused(staff.ErrNotAllowed, "")
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
	off := staff.Disabled{Account: "acc-1", Reason: "Nghỉ việc"}
	s := given(t, registered, role, session, token).When(disable(staff.Disable{By: admin, Reason: "Nghỉ việc"}))
	s.Then(off)
	_, tokenWorks := s.Root.TokenByHash(token.Hash, d("2024-03-01"))
	if s.Root.SessionValid("s-1") || s.Root.May(domain.Editor, "a", d("2024-03-01")) || tokenWorks {
		t.Error("a disabled account can still act")
	}
	s.When(enable(staff.Enable{By: admin, Reason: "Trở lại"})).Then(staff.Enabled{Account: "acc-1", Reason: "Trở lại"})
	if s.Root.SessionValid("s-1") || !s.Root.May(domain.Editor, "a", d("2024-03-01")) {
		t.Error("enabling gives back roles, not sessions")
	}
	given(t, registered, off).When(disable(staff.Disable{By: admin, Reason: "x"})).Refused(staff.ErrDisabled, "")
	given(t, registered).When(enable(staff.Enable{By: admin, Reason: "x"})).Refused(staff.ErrEnabled, "")
	given(t, registered).When(disable(staff.Disable{By: own, Reason: "x"})).Refused(staff.ErrNotAllowed, "")
	given(t, registered, off).When(enable(staff.Enable{By: own, Reason: "x"})).Refused(staff.ErrNotAllowed, "")
	given(t, registered).When(disable(staff.Disable{By: domain.Actor{Account: "acc-1", Role: domain.Administrator}, Reason: "x"})).Refused(staff.ErrSelf, "")
	given(t, registered).When(disable(staff.Disable{By: admin})).Refused(input.ErrRequired, "reason")
	given(t, registered, off).When(enable(staff.Enable{By: admin})).Refused(input.ErrRequired, "reason")
	given(t).When(disable(staff.Disable{By: admin})).Refused(staff.ErrNotRegistered, "")
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
	issued := staff.TokenIssued{Account: "acc-1", Token: "t-1", Label: "Đồng bộ dữ liệu", Hash: hash, Expires: d("2025-03-01")}
	s := given(t, registered).When(issue(c))
	s.Then(issued)
	if _, ok := s.Root.TokenByHash(hash, d("2025-03-01")); !ok {
		t.Error("the token does not work on its last day")
	}
	if _, ok := s.Root.TokenByHash(hash, d("2025-03-02")); ok {
		t.Error("the token works after its last day")
	}
	s.When(issue(c)).Refused(staff.ErrTokenTaken, "token")
	s.When(revoke(staff.RevokeToken{By: own, Token: "t-1"})).Then(staff.TokenRevoked{Token: "t-1"})
	if _, ok := s.Root.TokenByHash(hash, d("2024-03-01")); ok {
		t.Error("a revoked token works")
	}
	s.When(revoke(staff.RevokeToken{By: own, Token: "t-1"})).Refused(staff.ErrNoToken, "token")
	s.When(revoke(staff.RevokeToken{By: other, Token: "t-1"})).Refused(staff.ErrNotAllowed, "")

	for _, day := range []string{"2024-02-29", "2025-03-02", ""} {
		bad := c
		bad.Expires = d(day)
		given(t, registered).When(issue(bad)).Refused(staff.ErrTokenExpiry, "expires")
	}
	bad := c
	bad.Hash = "AB"
	given(t, registered).When(issue(bad)).Refused(staff.ErrTokenForm, "hash")
	bad = c
	bad.By = other
	given(t, registered).When(issue(bad)).Refused(staff.ErrNotAllowed, "")
	given(t, registered, staff.Disabled{}).When(issue(c)).Refused(staff.ErrDisabled, "")
	var full []domain.Event
	for n := range 20 {
		full = append(full, staff.TokenIssued{Token: string(rune('a' + n)), Hash: string(rune('a' + n)), Expires: d("2024-03-01")})
	}
	given(t, append([]domain.Event{registered}, full...)...).When(issue(c)).Refused(staff.ErrTooManyTokens, "")
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
