package staff

import (
	"maps"
	"slices"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

// Grant is a role at an agency for a term.
type Grant struct {
	Role     domain.Role
	Agency   string
	From, To calendar.Date // To is the last day; zero: open
}

// Token is a secret for programs, known by its hash.
type Token struct {
	ID, Label, Hash string
	Expires         calendar.Date // last day
	Revoked         bool
}

// Account is the state folded from the facts of one account.
type Account struct {
	id, login, name string
	hash            Sealed
	mustChange      bool
	totp            Sealed
	lastStep        int64
	grants          []Grant
	disabled        bool
	failures        int
	lockedUntil     time.Time
	sessions        map[string]bool // live; true: with second factor
	tokens          []Token
	address         string // for notices; empty when there is none, or its key is gone
}

// New is an account of which nothing is known.
func New() *Account { return &Account{sessions: map[string]bool{}} }

// Apply takes a fact; it never fails and ignores strangers.
func (a *Account) Apply(ev domain.Event) {
	switch e := ev.(type) {
	case Registered:
		a.id, a.login, a.name = e.Account, e.Login, e.Name
	case PasswordSet:
		a.hash, a.mustChange = e.Hash, e.MustChange
		a.forgive()
		a.endSessions()
	case TOTPEnrolled:
		a.totp, a.lastStep = e.Secret, max(a.lastStep, e.TOTPStep)
	case TOTPRemoved:
		a.totp = ""
	case RoleGranted:
		a.endGrants(e.Role, e.Agency, e.From)
		a.grants = append(a.grants, Grant(e))
	case RoleRevoked:
		a.endGrants(e.Role, e.Agency, e.On)
	case Disabled:
		a.disabled = true
		a.endSessions()
	case Enabled:
		a.disabled = false
		a.forgive()
	case SignedIn:
		a.sessions[e.Session] = e.SecondFactor
		a.lastStep = max(a.lastStep, e.TOTPStep)
		a.forgive()
	case SignInFailed:
		a.failures++
		a.lockedUntil = e.LockedUntil
	case SignedOut:
		delete(a.sessions, e.Session)
	case SessionsRevoked:
		a.endSessions()
	case TokenIssued:
		a.tokens = append(a.tokens, Token{ID: e.Token, Label: e.Label, Hash: e.Hash, Expires: e.Expires})
	case AddressSet:
		a.address = e.Address
	case AddressRemoved:
		a.address = ""
	case TokenRevoked:
		for i := range a.tokens {
			a.tokens[i].Revoked = a.tokens[i].Revoked || a.tokens[i].ID == e.Token
		}
	}
}

func (a *Account) forgive() { a.failures, a.lockedUntil = 0, time.Time{} }

func (a *Account) endSessions() { clear(a.sessions) }

// endGrants leaves the account without the role at the agency from the day on.
func (a *Account) endGrants(role domain.Role, agency string, day calendar.Date) {
	a.grants = slices.DeleteFunc(a.grants, func(g Grant) bool {
		return g.Role == role && g.Agency == agency && !g.From.Before(day)
	})
	for i, g := range a.grants {
		if g.Role == role && g.Agency == agency && runsOn(g.To, day) {
			a.grants[i].To = day.AddDays(-1)
		}
	}
}

// runsOn: a term with this last day has not ended before the day.
func runsOn(last, day calendar.Date) bool { return last.IsZero() || !last.Before(day) }

func (a *Account) ID() string               { return a.id }
func (a *Account) Login() string            { return a.login }
func (a *Account) Name() string             { return a.name }
func (a *Account) Address() string          { return a.address } // for notices
func (a *Account) IsRegistered() bool       { return a.id != "" }
func (a *Account) IsErased() bool           { return a.id != "" && a.login == "" } // or its personal data is sealed elsewhere
func (a *Account) IsDisabled() bool         { return a.disabled }
func (a *Account) MustChange() bool         { return a.mustChange } // the password was set by somebody else
func (a *Account) PasswordHash() Sealed     { return a.hash }
func (a *Account) TOTPSecret() Sealed       { return a.totp }
func (a *Account) HasPassword() bool        { return a.hash != "" }
func (a *Account) HasTOTP() bool            { return a.totp != "" }
func (a *Account) LockedUntil() time.Time   { return a.lockedUntil }
func (a *Account) Grants() []Grant          { return slices.Clone(a.grants) } // all terms, as they stand now
func (a *Account) Tokens() []Token          { return slices.Clone(a.tokens) }
func (a *Account) Sessions() []string       { return slices.Sorted(maps.Keys(a.sessions)) }
func (a *Account) Locked(at time.Time) bool { return at.Before(a.lockedUntil) }
