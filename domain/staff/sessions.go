package staff

import "time"

// How long a session lasts: without a deed, and at all.
const (
	IdleLimit     = 15 * time.Minute
	AbsoluteLimit = 12 * time.Hour
)

// SessionValid tells whether the session was begun and not ended since, be it by
// signing out, by a revocation, a new password or the account being disabled.
func (a *Account) SessionValid(session string) bool {
	_, live := a.sessions[session]
	return live && !a.disabled
}

// SessionRuns is SessionValid within the limits of time.
func (a *Account) SessionRuns(session string, started, lastSeen, now time.Time) bool {
	return a.SessionValid(session) && !now.Before(started) &&
		now.Sub(started) < AbsoluteLimit && now.Sub(lastSeen) < IdleLimit
}

// SessionHasSecondFactor tells whether the session began with both factors and
// the account still has the second.
func (a *Account) SessionHasSecondFactor(session string) bool {
	return a.SessionValid(session) && a.sessions[session] && a.HasTOTP()
}
