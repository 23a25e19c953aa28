package staff

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// What a failed sign-in names as wrong.
const (
	FactorPassword = "password"
	FactorTOTP     = "totp"
)

// After this many wrong attempts in a row the account waits, twice as long after
// each further one.
const (
	failuresBeforeLock = 5
	firstLock          = time.Minute
	longestLock        = time.Hour
)

// SignIn judges what the application verified. It yields SignedIn, or SignInFailed
// as a fact to store; an account that is locked, disabled or without a password is
// refused unjudged, and so is a right password whose code is still to come.
type SignIn struct {
	PasswordOK bool
	TOTPGiven  bool
	TOTPOK     bool
	TOTPStep   int64
	Session    string // id of the session to begin
	Now        time.Time
}

func (a *Account) SignIn(cmd SignIn) ([]domain.Event, error) {
	switch {
	case !a.IsRegistered():
		return nil, ErrNotRegistered.New()
	case a.disabled:
		return nil, ErrDisabled.New()
	case !a.HasPassword():
		return nil, ErrNoPassword.New()
	case a.Locked(cmd.Now):
		return nil, ErrLocked.New("until", a.lockedUntil.In(calendar.Zone).Format("15:04:05 02/01/2006"))
	case !cmd.PasswordOK:
		return a.fail(FactorPassword, cmd.Now), nil
	case a.HasTOTP() && !cmd.TOTPGiven:
		return nil, ErrNeedsCode.New().At("code")
	case a.HasTOTP() && (!cmd.TOTPOK || cmd.TOTPStep <= a.lastStep): // a code works once, RFC 6238 section 5.2
		return a.fail(FactorTOTP, cmd.Now), nil
	}
	var l fault.List
	session := input.Line(&l, "session", cmd.Session, maxSession)
	if _, live := a.sessions[session]; live {
		l.Add(ErrSessionTaken.New().At("session"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	in := SignedIn{Session: session}
	if a.HasTOTP() {
		in.SecondFactor, in.TOTPStep = true, cmd.TOTPStep
	}
	return []domain.Event{in}, nil
}

func (a *Account) fail(factor string, now time.Time) []domain.Event {
	failed := SignInFailed{Factor: factor}
	if over := a.failures + 1 - failuresBeforeLock; over >= 0 {
		failed.LockedUntil = now.UTC().Add(min(firstLock<<min(over, 20), longestLock))
	}
	return []domain.Event{failed}
}
