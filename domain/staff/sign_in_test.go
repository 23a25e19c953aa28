package staff_test

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/input"
	"minhbach/domain/staff"
)

func signIn(c staff.SignIn) command {
	if c.Now.IsZero() {
		c.Now = now
	}
	return func(a *staff.Account) ([]domain.Event, error) { return a.SignIn(c) }
}

func TestSignIn(t *testing.T) {
	good := staff.SignIn{PasswordOK: true, Session: "s-1"}
	given(t, registered, password).When(signIn(good)).Then(session)
	given(t).When(signIn(good)).Refused(staff.ErrNotRegistered, "")
	given(t, registered).When(signIn(good)).Refused(staff.ErrNoPassword, "")
	given(t, registered, password, staff.Disabled{}).When(signIn(good)).Refused(staff.ErrDisabled, "")
	given(t, registered, password, session).When(signIn(good)).Refused(staff.ErrSessionTaken, "session")
	given(t, registered, password).When(signIn(staff.SignIn{PasswordOK: true})).Refused(input.ErrRequired, "session")
	given(t, registered, password).When(signIn(staff.SignIn{Session: "s-1"})).Then(staff.SignInFailed{Factor: "password"})

	given(t, registered, password, totp).When(signIn(good)).Refused(staff.ErrNeedsCode, "code")
	good.TOTPGiven, good.TOTPOK, good.TOTPStep = true, true, 101
	s := given(t, registered, password, totp).When(signIn(good))
	s.Then(staff.SignedIn{Session: "s-1", SecondFactor: true, TOTPStep: 101})
	good.Session = "s-2" // the same code again
	s.When(signIn(good)).Then(staff.SignInFailed{Factor: "totp"})
	good.TOTPStep = 100 // the code that proved the enrolment
	given(t, registered, password, totp).When(signIn(good)).Then(staff.SignInFailed{Factor: "totp"})
	good.TOTPOK, good.TOTPStep = false, 102
	given(t, registered, password, totp).When(signIn(good)).Then(staff.SignInFailed{Factor: "totp"})
	// A wrong password is told before the code is looked at.
	given(t, registered, password, totp).When(signIn(staff.SignIn{TOTPGiven: true, TOTPOK: true, TOTPStep: 103})).Then(staff.SignInFailed{Factor: "password"})
}

func TestLockGrowsAndSuccessLiftsIt(t *testing.T) {
	s := given(t, registered, password)
	clock := now
	for n, want := range []time.Duration{0, 0, 0, 0, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute,
		16 * time.Minute, 32 * time.Minute, time.Hour, time.Hour} {
		s.When(signIn(staff.SignIn{Session: "x", Now: clock}))
		failed := s.Events[0].(staff.SignInFailed)
		switch {
		case want == 0 && !failed.LockedUntil.IsZero():
			t.Fatalf("locked after %d failures", n+1)
		case want > 0 && failed.LockedUntil.Sub(clock) != want:
			t.Fatalf("failure %d locks for %s, want %s", n+1, failed.LockedUntil.Sub(clock), want)
		case want > 0:
			right := staff.SignIn{PasswordOK: true, Session: "y", Now: failed.LockedUntil.Add(-time.Nanosecond)}
			s.When(signIn(right)).Refused(staff.ErrLocked, "")
			clock = failed.LockedUntil
		}
	}
	s.When(signIn(staff.SignIn{PasswordOK: true, Session: "y", Now: clock})).Then(staff.SignedIn{Session: "y"})
	s.When(signIn(staff.SignIn{Now: clock})).Then(staff.SignInFailed{Factor: "password"})
}

func TestSignOutAndRevokeSessions(t *testing.T) {
	out := func(c staff.SignOut) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.SignOut(c) }
	}
	second := staff.SignedIn{Session: "s-2"}
	s := given(t, registered, password, session, second).When(out(staff.SignOut{By: own, Session: "s-1"}))
	s.Then(staff.SignedOut{Session: "s-1"})
	if s.Root.SessionValid("s-1") || !s.Root.SessionValid("s-2") {
		t.Error("signing out must end exactly one session")
	}
	s.When(out(staff.SignOut{By: own, Session: "s-1"})).Then()
	s.When(out(staff.SignOut{By: other, Session: "s-2"})).Refused(staff.ErrNotAllowed, "")
	given(t).When(out(staff.SignOut{By: own})).Refused(staff.ErrNotRegistered, "")

	revoke := func(c staff.RevokeSessions) command {
		return func(a *staff.Account) ([]domain.Event, error) { return a.RevokeSessions(c) }
	}
	s = given(t, registered, password, session, second).When(revoke(staff.RevokeSessions{By: own, Reason: "Mất máy"}))
	s.Then(staff.SessionsRevoked{Account: "acc-1", Reason: "Mất máy"})
	if len(s.Root.Sessions()) != 0 {
		t.Errorf("live after the revocation: %v", s.Root.Sessions())
	}
	s.When(revoke(staff.RevokeSessions{By: other, Reason: "x"})).Refused(staff.ErrNotAllowed, "")
	s.When(revoke(staff.RevokeSessions{By: own})).Refused(input.ErrRequired, "reason")
}

func TestSessionRunsWithinItsLimits(t *testing.T) {
	a := given(t, registered, password, session).Root
	for name, tc := range map[string]struct {
		started, seen time.Duration // before now
		want          bool
	}{
		"fresh":         {time.Hour, time.Minute, true},
		"idle":          {time.Hour, 15 * time.Minute, false},
		"old":           {12 * time.Hour, time.Minute, false},
		"in the future": {-time.Minute, -time.Minute, false},
	} {
		if got := a.SessionRuns("s-1", now.Add(-tc.started), now.Add(-tc.seen), now); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if a.SessionRuns("s-9", now, now, now) {
		t.Error("a session nobody began is valid")
	}
}

// Whatever happens: no session is valid on a disabled account, a consumed code never
// begins another, no sign-in succeeds while locked, and folding again is the same.
func TestRandomAccounts(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 2))
		s := given(t, registered, password, totp)
		facts := []domain.Event{registered, password, totp}
		used := map[int64]bool{}
		clock := now
		for n := range 60 {
			clock = clock.Add(time.Duration(r.IntN(120)) * time.Second)
			locked := s.Root.Locked(clock)
			switch r.IntN(6) {
			case 0:
				s.When(func(a *staff.Account) ([]domain.Event, error) {
					return a.Disable(staff.Disable{By: admin, Reason: "x"})
				})
			case 1:
				s.When(func(a *staff.Account) ([]domain.Event, error) {
					return a.Enable(staff.Enable{By: admin, Reason: "x"})
				})
			case 2:
				s.When(func(a *staff.Account) ([]domain.Event, error) {
					return a.RevokeSessions(staff.RevokeSessions{By: own, Reason: "x"})
				})
			default:
				s.When(signIn(staff.SignIn{PasswordOK: r.IntN(3) > 0, TOTPGiven: true, TOTPOK: r.IntN(4) > 0,
					TOTPStep: 101 + int64(r.IntN(20)), Session: string(rune('A' + n)), Now: clock}))
			}
			for _, e := range s.Events {
				if in, ok := e.(staff.SignedIn); ok {
					if locked || used[in.TOTPStep] {
						t.Fatalf("seed %d: %+v while locked=%v", seed, in, locked)
					}
					used[in.TOTPStep] = true
				}
			}
			if s.Root.IsDisabled() && len(s.Root.Sessions()) > 0 {
				t.Fatalf("seed %d: a disabled account has sessions", seed)
			}
			facts = append(facts, s.Events...)
		}
		again := staff.New()
		for _, f := range facts {
			again.Apply(f)
		}
		if !reflect.DeepEqual(again, s.Root) {
			t.Fatalf("seed %d: folding again gives another account", seed)
		}
	}
}
