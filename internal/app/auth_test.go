package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/staff"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

func TestSignInWithBothFactors(t *testing.T) {
	o := open(t)
	o.hire("lan.nguyen", domain.Editor, districtID)
	s := o.signsIn(" Lan.NGUYEN ")
	by, again, err := o.Resume(t.Context(), s.Sealed)
	o.must(err)
	if by.Account != o.id["lan.nguyen"] || by.Name != "Cán bộ lan.nguyen" || !holds(by, domain.Editor, districtID) || by.Operator || by.Token != "" {
		t.Errorf("caller %+v", by)
	}
	if again.Sealed != "" || again.ID != s.ID || again.MustChange || again.MustEnrol || !again.Expires.Equal(o.clock.Now().Add(staff.AbsoluteLimit).Truncate(time.Second)) {
		t.Errorf("session %+v", again)
	}
	if second := o.signsIn("lan.nguyen"); second.ID == s.ID || second.Sealed == s.Sealed {
		t.Error("two sign-ins gave one session")
	}
}

func TestWrongCredentialsAreOneFault(t *testing.T) {
	o := open(t)
	o.hire("lan.nguyen", domain.BoardHead, districtID)
	o.register("nghi.viec")
	_, err := o.DisableAccount(t.Context(), operator, DisableAccount{Account: o.id["nghi.viec"], Reason: "nghỉ việc"})
	o.must(err)
	_, err = o.RegisterAccount(t.Context(), operator, RegisterAccount{Login: "chua.mo", Name: "Chưa mở"})
	o.must(err)
	tests := []SignIn{
		{Login: "lan.nguyen", Password: wrongOne},
		{Login: "lan.nguyen", Password: wrongOne, Code: "000000"},
		{Login: "lan.nguyen", Password: phrase, Code: "000000"},
		{Login: "khong.co", Password: phrase},
		{Login: "nghi.viec", Password: phrase},
		{Login: "chua.mo", Password: ""},
		{Login: "", Password: phrase},
		{Login: string(make([]byte, 5000)), Password: phrase},
	}
	var sentence string
	for i, in := range tests {
		in.Address = fmt.Sprintf("198.51.100.%d", i)
		s, err := o.SignIn(t.Context(), in)
		refused(t, fmt.Sprintf("%.20q with code %q", in.Login, in.Code), err, ErrRefused)
		if s != (Session{}) {
			t.Errorf("%.20q: %+v", in.Login, s)
		}
		if sentence == "" {
			sentence = err.Error()
		}
		if err != nil && err.Error() != sentence {
			t.Errorf("%.20q is told apart: %v", in.Login, err)
		}
	}
}

func TestCodeIsAskedForOnlyAfterTheRightPassword(t *testing.T) {
	o := open(t)
	o.hire("lan.nguyen", domain.BoardHead, districtID)
	before := o.head()
	s, err := o.SignIn(t.Context(), SignIn{Login: "lan.nguyen", Password: phrase, Address: "198.51.100.1"})
	o.must(err)
	if !s.NeedsCode || s.Sealed != "" || s.ID != "" {
		t.Errorf("got %+v", s)
	}
	if o.head() != before {
		t.Error("asking for the code was recorded")
	}
}

func TestReplayedCodeIsRefused(t *testing.T) {
	o := open(t)
	o.hire("lan.nguyen", domain.BoardHead, districtID)
	o.clock.forward(time.Minute)
	in := SignIn{Login: "lan.nguyen", Password: phrase, Code: o.code("lan.nguyen"), Address: "198.51.100.1"}
	_, err := o.SignIn(t.Context(), in)
	o.must(err)
	_, err = o.SignIn(t.Context(), in)
	refused(t, "the code of the last sign-in", err, ErrRefused)
	o.clock.forward(30 * time.Second)
	_, err = o.SignIn(t.Context(), in) // still within the skew
	refused(t, "the same a step later", err, ErrRefused)
	in.Code = o.code("lan.nguyen")
	_, err = o.SignIn(t.Context(), in)
	o.must(err)
}

func TestAccountLocksAndUnlocks(t *testing.T) {
	o := open(t)
	o.register("lan.nguyen")
	from := 0
	fail := func(login string) error {
		from++ // each from elsewhere, so that the address is not what is limited
		_, err := o.SignIn(t.Context(), SignIn{Login: login, Password: wrongOne, Address: fmt.Sprintf("198.51.100.%d", from)})
		return err
	}
	// A login that does not exist behaves in the same way.
	for _, login := range []string{"lan.nguyen", "khong.co"} {
		for i := range 5 {
			refused(t, fmt.Sprint(login, " ", i), fail(login), ErrRefused)
		}
		refused(t, login+" after five", fail(login), ErrLockedOut)
	}
	_, err := o.try("lan.nguyen", phrase)
	refused(t, "the right password while locked", err, ErrLockedOut)
	o.clock.forward(time.Minute)
	for _, login := range []string{"lan.nguyen", "khong.co"} {
		refused(t, login+" after the lock", fail(login), ErrRefused)
		o.clock.forward(time.Minute)
		refused(t, login+" in the doubled lock", fail(login), ErrLockedOut)
		o.clock.forward(-time.Minute)
	}
	o.clock.forward(2 * time.Minute)
	o.signsIn("lan.nguyen")
	refused(t, "one failure after success", fail("lan.nguyen"), ErrRefused)
	o.signsIn("lan.nguyen")
}

func TestAddressIsLimited(t *testing.T) {
	o := open(t)
	o.register("lan.nguyen")
	in := SignIn{Login: "lan.nguyen", Password: phrase, Address: "[2001:db8:1:2:3::1]:5555"}
	for i := range 5 {
		_, err := o.SignIn(t.Context(), SignIn{Login: fmt.Sprint("thu", i), Password: wrongOne, Address: fmt.Sprintf("2001:db8:1:2::%d", i)})
		refused(t, "guess", err, ErrRefused)
	}
	before := o.head()
	_, err := o.SignIn(t.Context(), in)
	refused(t, "the sixth from that network", err, ErrTooManyFailures)
	if o.head() != before {
		t.Error("a limited attempt reached the log")
	}
	in.Address = "2001:db8:1:3::1"
	_, err = o.SignIn(t.Context(), in)
	o.must(err)
	o.clock.forward(failureWindow)
	in.Address = "2001:db8:1:2::9"
	_, err = o.SignIn(t.Context(), in)
	o.must(err)
}

func TestAttemptsAtOnceAreLimited(t *testing.T) {
	l, now := newLimiter(), time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	var ends []func(bool)
	for range maxFailures {
		end, _ := l.begin("a", now)
		ends = append(ends, end)
	}
	if end, wait := l.begin("a", now); end != nil || wait <= 0 {
		t.Error("a sixth attempt was admitted while five are under way")
	}
	for _, end := range ends {
		end(false)
	}
	if len(l.sources) != 0 {
		t.Error("successes are remembered")
	}
	for i := range keptSources + 10 {
		end, _ := l.begin(fmt.Sprint(i), now)
		end(true)
	}
	if len(l.sources) > keptSources {
		t.Errorf("%d sources kept", len(l.sources))
	}
}

func TestSessionLimits(t *testing.T) {
	o := open(t)
	o.register("lan.nguyen")
	s := o.signsIn("lan.nguyen")
	start := o.clock.Now()
	o.clock.forward(14*time.Minute + 59*time.Second)
	_, renewed, err := o.Resume(t.Context(), s.Sealed)
	o.must(err)
	if renewed.Sealed == "" || renewed.ID != s.ID {
		t.Fatalf("not renewed: %+v", renewed)
	}
	o.clock.forward(time.Second)
	_, _, err = o.Resume(t.Context(), s.Sealed)
	refused(t, "idle for 15 minutes", err, ErrEnded)
	sealed := renewed.Sealed
	for o.clock.Now().Before(start.Add(staff.AbsoluteLimit - 10*time.Minute)) {
		o.clock.forward(10 * time.Minute)
		_, again, err := o.Resume(t.Context(), sealed)
		o.must(err)
		sealed = again.Sealed
	}
	o.clock.forward(start.Add(staff.AbsoluteLimit).Sub(o.clock.Now()))
	_, _, err = o.Resume(t.Context(), sealed)
	refused(t, "after 12 hours of work", err, ErrEnded)
}

// Sessions that nobody signed out of are forgotten with a later sign-in.
func TestOldSessionsAreForgotten(t *testing.T) {
	o := open(t)
	o.register("lan.nguyen")
	old := o.signsIn("lan.nguyen")
	o.clock.forward(2*staff.AbsoluteLimit + time.Second)
	fresh := o.signsIn("lan.nguyen")
	o.must(o.seen())
	_, err := o.People.Session(t.Context(), old.Account, old.ID)
	if !errors.Is(err, view.ErrNotFound) {
		t.Errorf("the old one: %v", err)
	}
	_, err = o.People.Session(t.Context(), fresh.Account, fresh.ID)
	o.must(err)
}

func TestForgedSessions(t *testing.T) {
	o := open(t)
	raw, _ := json.Marshal(cookie{ID: "x", Account: o.id["quantri"], Started: o.clock.Now().Unix(), Seen: o.clock.Now().Unix(), Expires: 1 << 40})
	s := o.signsIn("quantri").Sealed
	for what, sealed := range map[string]string{
		"nothing": "", "plain": string(raw), "cut": s[:len(s)-1], "never begun": o.Secrets.SealSession(raw),
		"empty": o.Secrets.SealSession([]byte("{}")), "no document": o.Secrets.SealSession([]byte("x")),
	} {
		by, _, err := o.Resume(t.Context(), sealed)
		refused(t, what, err, ErrEnded)
		if by.Account != "" {
			t.Errorf("%s: %+v", what, by)
		}
		o.must(o.SignOut(t.Context(), sealed))
	}
}

// Each of these ends a session with the next request.
func TestWhatEndsASession(t *testing.T) {
	o := open(t)
	admin := o.as("quantri")
	me := func(s Session) Caller { return Caller{Account: s.Account} }
	ends := map[string]func(s Session) error{
		"signing out": func(s Session) error { return o.SignOut(t.Context(), s.Sealed) },
		"disabling": func(s Session) error {
			_, err := o.DisableAccount(t.Context(), admin, DisableAccount{Account: s.Account, Reason: "nghỉ việc"})
			return err
		},
		"ending all sessions": func(s Session) error {
			_, err := o.RevokeSessions(t.Context(), admin, RevokeSessions{Account: s.Account, Reason: "mất máy"})
			return err
		},
		"ending one's own": func(s Session) error {
			_, err := o.RevokeSessions(t.Context(), me(s), RevokeSessions{Reason: "mất máy"})
			return err
		},
		"a new password": func(s Session) error {
			_, err := o.ChangePassword(t.Context(), me(s), ChangePassword{Old: phrase, New: phrase2})
			return err
		},
		"a password set": func(s Session) error {
			_, err := o.SetPassword(t.Context(), admin, SetPassword{Account: s.Account, Password: phrase2})
			return err
		},
	}
	n := 0
	for what, end := range ends {
		n++
		login := fmt.Sprintf("nguoi%d", n)
		o.register(login)
		s := o.signsIn(login)
		if _, _, err := o.Resume(t.Context(), s.Sealed); err != nil {
			t.Fatal(err)
		}
		o.must(end(s))
		o.must(o.seen())
		_, _, err := o.Resume(t.Context(), s.Sealed)
		refused(t, what, err, ErrEnded)
	}
}

func TestSigningOutLeavesOtherSessions(t *testing.T) {
	o := open(t)
	o.register("lan.nguyen")
	first, second := o.signsIn("lan.nguyen"), o.signsIn("lan.nguyen")
	o.must(o.SignOut(t.Context(), first.Sealed))
	o.must(o.SignOut(t.Context(), first.Sealed))
	o.must(o.seen())
	_, _, err := o.Resume(t.Context(), second.Sealed)
	o.must(err)
}

func TestGivenPasswordMustBeChanged(t *testing.T) {
	o := open(t)
	admin := o.as("quantri")
	r, err := o.RegisterAccount(t.Context(), admin, RegisterAccount{Login: "moi.vao", Name: "Mới Vào", Password: phrase})
	o.must(err)
	o.id["moi.vao"] = r.ID
	o.grant("moi.vao", domain.Contributor, districtID)
	s := o.signsIn("moi.vao")
	if !s.MustChange {
		t.Error("the session does not ask for a new password")
	}
	by, again, err := o.Resume(t.Context(), s.Sealed)
	o.must(err)
	if len(by.Grants) != 0 || !again.MustChange {
		t.Errorf("may act before changing it: %+v", by)
	}
	_, err = o.IssueToken(t.Context(), by, IssueToken{Label: "x", Expires: day("2026-06-01")})
	refused(t, "a token before changing it", err, ErrNoStanding)
	_, err = o.ChangePassword(t.Context(), by, ChangePassword{Old: phrase, New: phrase2})
	o.must(err)
	o.must(o.seen())
	s, err = o.try("moi.vao", phrase2)
	o.must(err)
	if by, s, err = o.Resume(t.Context(), s.Sealed); err != nil || s.MustChange || !holds(by, domain.Contributor, districtID) {
		t.Errorf("after the change: %+v %+v %v", by, s, err)
	}
}

func TestRoleThatNeedsASecondFactor(t *testing.T) {
	o := open(t)
	o.register("truong.ban")
	weak := o.signsIn("truong.ban")
	o.grant("truong.ban", domain.BoardHead, districtID)
	by, s, err := o.Resume(t.Context(), weak.Sealed)
	o.must(err)
	if !s.MustEnrol || len(by.Grants) != 0 {
		t.Errorf("acts without a second factor: %+v %+v", by, s)
	}
	if s := o.signsIn("truong.ban"); !s.MustEnrol {
		t.Errorf("signing in does not ask for enrolment: %+v", s)
	}
	o.enrol("truong.ban")
	_, _, err = o.Resume(t.Context(), weak.Sealed)
	refused(t, "the session that began without it", err, ErrEnded)
	if by := o.as("truong.ban"); !holds(by, domain.BoardHead, districtID) {
		t.Errorf("with both factors: %+v", by)
	}
}

func TestGrantsOfToday(t *testing.T) {
	o := open(t)
	o.register("lan.nguyen")
	give := func(role domain.Role, from, to string) {
		g := GrantRole{Account: o.id["lan.nguyen"], Role: role, Agency: districtID, From: day(from)}
		if to != "" {
			g.To = day(to)
		}
		_, err := o.GrantRole(t.Context(), operator, g)
		o.must(err)
		o.must(o.seen())
	}
	give(domain.Contributor, "2026-01-01", "2026-03-02")
	give(domain.Inspector, "2026-03-03", "")
	if by := o.as("lan.nguyen"); len(by.Grants) != 1 || by.Grants[0].Role != domain.Contributor {
		t.Errorf("on the last day: %+v", by.Grants)
	}
	give(domain.Contributor, "2026-04-01", "") // the running term ends as it would
	if by := o.as("lan.nguyen"); len(by.Grants) != 1 || by.Grants[0].Role != domain.Contributor {
		t.Errorf("with a later term granted: %+v", by.Grants)
	}
	o.clock.forward(24 * time.Hour)
	if by := o.as("lan.nguyen"); len(by.Grants) != 1 || by.Grants[0].Role != domain.Inspector {
		t.Errorf("the day after: %+v", by.Grants)
	}
}

func TestTokens(t *testing.T) {
	o := open(t)
	by := o.hire("may.chu", domain.Editor, districtID)
	issued, err := o.IssueToken(t.Context(), by, IssueToken{Label: "đồng bộ", Expires: day("2026-03-05")})
	o.must(err)
	program, err := o.Token(t.Context(), issued.Secret) // at once, whatever the read model has seen
	o.must(err)
	if program.Account != by.Account || !holds(program, domain.Editor, districtID) || program.Token != issued.ID {
		t.Errorf("caller %+v", program)
	}
	for what, try := range map[string]func() error{
		"another token": func() error {
			_, err := o.IssueToken(t.Context(), program, IssueToken{Label: "x", Expires: day("2026-03-05")})
			return err
		},
		"a password": func() error {
			_, err := o.ChangePassword(t.Context(), program, ChangePassword{Old: phrase, New: phrase2})
			return err
		},
		"a second factor":   func() error { _, _, err := o.NewTOTP(t.Context(), program); return err },
		"an enrolment":      func() error { _, err := o.EnrolTOTP(t.Context(), program, EnrolTOTP{}); return err },
		"removing a factor": func() error { _, err := o.RemoveTOTP(t.Context(), program, RemoveTOTP{Reason: "x"}); return err },
	} {
		refused(t, what+" by a program", try(), ErrPersonOnly)
	}
	for _, bad := range []string{"", "mb_", issued.Secret + "x", hashToken(issued.Secret)} {
		_, err := o.Token(t.Context(), bad)
		refused(t, bad, err, ErrToken)
	}
	o.clock.forward(3 * 24 * time.Hour)
	_, err = o.Token(t.Context(), issued.Secret)
	o.must(err)
	o.clock.forward(24 * time.Hour)
	_, err = o.Token(t.Context(), issued.Secret)
	refused(t, "expired", err, ErrToken)
	o.clock.forward(-24 * time.Hour)
	_, err = o.RevokeToken(t.Context(), by, RevokeToken{Token: issued.ID})
	o.must(err)
	o.must(o.seen())
	_, err = o.Token(t.Context(), issued.Secret)
	refused(t, "revoked", err, ErrToken)
}

func TestTokenOfADisabledAccount(t *testing.T) {
	o := open(t)
	by := o.hire("may.chu", domain.Editor, districtID)
	issued, err := o.IssueToken(t.Context(), by, IssueToken{Label: "x", Expires: day("2026-03-05")})
	o.must(err)
	_, err = o.DisableAccount(t.Context(), operator, DisableAccount{Account: by.Account, Reason: "x"})
	o.must(err)
	o.must(o.seen())
	_, err = o.Token(t.Context(), issued.Secret)
	refused(t, "disabled", err, ErrToken)
}

func TestFormTokens(t *testing.T) {
	o := open(t)
	o.register("lan.nguyen")
	a, b := o.signsIn("lan.nguyen"), o.signsIn("lan.nguyen")
	o.clock.forward(2 * time.Minute)
	_, renewed, err := o.Resume(t.Context(), a.Sealed)
	o.must(err)
	token := o.CSRF(a.Sealed)
	if token == "" || !o.CheckCSRF(a.Sealed, token) || !o.CheckCSRF(renewed.Sealed, token) {
		t.Error("a session's own token is refused")
	}
	for what, bad := range map[string]bool{
		"another session's": o.CheckCSRF(b.Sealed, token), "empty": o.CheckCSRF(a.Sealed, ""),
		"no session": o.CheckCSRF("", ""), "forged": o.CheckCSRF("x", o.CSRF("x")),
	} {
		if bad {
			t.Errorf("%s token was taken", what)
		}
	}
}

// The node that did not see the sign-in yet waits for it.
func TestSessionOfAPositionToCome(t *testing.T) {
	o := open(t)
	o.register("lan.nguyen")
	s := o.signsIn("lan.nguyen")
	if _, _, err := o.Resume(t.Context(), s.Sealed); err != nil {
		t.Errorf("at once after signing in: %v", err)
	}
	a := staff.New()
	_, _, err := eventstore.Load(t.Context(), o.Repo, accountPrefix+s.Account, a)
	o.must(err)
	if !a.SessionValid(s.ID) {
		t.Error("the aggregate does not know the session")
	}
}

// A refusal takes a multiple of one step, whether or not there is such an account.
func TestRefusalsDoNotTellByTheirTime(t *testing.T) {
	o := open(t)
	o.hire("lan", domain.Contributor, districtID)
	for _, login := range []string{"lan", "khongco"} {
		o.paused = nil
		_, err := o.SignIn(t.Context(), SignIn{Login: login, Password: wrongOne, Address: "10.0.0.7"})
		refused(t, login, err, ErrRefused)
		if len(o.paused) != 1 || o.paused[0] != refusalStep { // the clock of the test stands still
			t.Errorf("%s: waited %v", login, o.paused)
		}
	}
	o.paused = nil
	if _, err := o.SignIn(t.Context(), SignIn{Login: "lan", Password: phrase, Address: "10.0.0.7"}); err != nil || len(o.paused) != 0 {
		t.Errorf("with the right password: %v, waited %v", err, o.paused)
	}
}
