package staff

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

// Stored names of the facts of a staff account. They never change.
const (
	TypeRegistered      = "account.registered"
	TypePasswordSet     = "account.password_set"
	TypeTOTPEnrolled    = "account.totp_enrolled"
	TypeTOTPRemoved     = "account.totp_removed"
	TypeRoleGranted     = "account.role_granted"
	TypeRoleRevoked     = "account.role_revoked"
	TypeDisabled        = "account.disabled"
	TypeEnabled         = "account.enabled"
	TypeSignedIn        = "account.signed_in"
	TypeSignInFailed    = "account.sign_in_failed"
	TypeSignedOut       = "account.signed_out"
	TypeSessionsRevoked = "account.sessions_revoked"
	TypeTokenIssued     = "account.token_issued"
	TypeTokenRevoked    = "account.token_revoked"
	TypeAddressSet      = "account.address_set"
	TypeAddressRemoved  = "account.address_removed"
)

// Personal data of a fact is sealed for the account, from version 2 on: whoever it
// is about may ask for an end of it (law 91/2025, Điều 14). Reasons are among it,
// because they tell of illness, leave and discipline.

// Registered: an account exists. It has no role and cannot sign in before a
// password is set.
type Registered struct {
	Account string `json:"account"`                        // id
	Login   string `json:"login" sealed:"account,since=2"` // folded, unique by claim
	Name    string `json:"name" sealed:"account,since=2"`  // as written on publications and in histories
}

// Sealed is a secret under the installation's sealing key, bound to the account
// and the purpose: base64 of nonce and ciphertext (AES-256-GCM).
type Sealed string

// PasswordSet: Hash is an argon2id string (PHC format), sealed.
type PasswordSet struct {
	Hash       Sealed `json:"hash"`
	MustChange bool   `json:"must_change,omitempty"` // set by somebody else
}

// TOTPEnrolled: Secret is the RFC 6238 key, sealed.
type TOTPEnrolled struct {
	Secret   Sealed `json:"secret"`
	TOTPStep int64  `json:"totp_step,omitempty"` // of the code that proved the enrolment; it does not work again
}

type TOTPRemoved struct {
	Account string `json:"account"`
	Reason  string `json:"reason" sealed:"account,since=2"`
}

// RoleGranted: the account may act in a role for an agency from From to To (last
// day; zero: until revoked). Administrator and inspector of the whole network are
// granted at the province.
type RoleGranted struct {
	Role   domain.Role   `json:"role"`
	Agency string        `json:"agency"`
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to,omitzero"`
}

// RoleRevoked: On is the first day without the role.
type RoleRevoked struct {
	Account string        `json:"account"`
	Role    domain.Role   `json:"role"`
	Agency  string        `json:"agency"`
	Reason  string        `json:"reason" sealed:"account,since=2"`
	On      calendar.Date `json:"on"`
}

type Disabled struct {
	Account string `json:"account"`
	Reason  string `json:"reason" sealed:"account,since=2"`
}

type Enabled struct {
	Account string `json:"account"`
	Reason  string `json:"reason" sealed:"account,since=2"`
}

// SignedIn: a session began. Session is its id, not its secret.
type SignedIn struct {
	Session      string `json:"session"`
	SecondFactor bool   `json:"second_factor"`
	TOTPStep     int64  `json:"totp_step,omitempty"` // consumed: a code works once (RFC 6238 section 5.2)
}

// SignInFailed: a wrong password or code. After several in a row the account waits
// until LockedUntil; the wait doubles each time.
type SignInFailed struct {
	Factor      string    `json:"factor"` // "password" or "totp"
	LockedUntil time.Time `json:"locked_until,omitzero"`
}

type SignedOut struct {
	Session string `json:"session"`
}

// SessionsRevoked: every session that began before this event ended.
type SessionsRevoked struct {
	Account string `json:"account"`
	Reason  string `json:"reason" sealed:"account,since=2"`
}

// TokenIssued: a secret for programs. Hash is the SHA-256 of the 256-bit random
// token, hex; the token itself was shown once and is kept nowhere.
type TokenIssued struct {
	Account string        `json:"account"`
	Token   string        `json:"token"` // id
	Label   string        `json:"label" sealed:"account,since=2"`
	Hash    string        `json:"hash"`
	Expires calendar.Date `json:"expires"` // last day
}

type TokenRevoked struct {
	Token string `json:"token"`
}

// AddressSet: notices to this person go to the address from now on.
type AddressSet struct {
	Account string `json:"account"`
	Address string `json:"address" sealed:"account"` // e-mail
}

// AddressRemoved: no notices are sent to this person any more.
type AddressRemoved struct {
	Account string `json:"account"`
}

func (Registered) EventType() string      { return TypeRegistered }
func (PasswordSet) EventType() string     { return TypePasswordSet }
func (TOTPEnrolled) EventType() string    { return TypeTOTPEnrolled }
func (TOTPRemoved) EventType() string     { return TypeTOTPRemoved }
func (RoleGranted) EventType() string     { return TypeRoleGranted }
func (RoleRevoked) EventType() string     { return TypeRoleRevoked }
func (Disabled) EventType() string        { return TypeDisabled }
func (Enabled) EventType() string         { return TypeEnabled }
func (SignedIn) EventType() string        { return TypeSignedIn }
func (SignInFailed) EventType() string    { return TypeSignInFailed }
func (SignedOut) EventType() string       { return TypeSignedOut }
func (SessionsRevoked) EventType() string { return TypeSessionsRevoked }
func (TokenIssued) EventType() string     { return TypeTokenIssued }
func (TokenRevoked) EventType() string    { return TypeTokenRevoked }
func (AddressSet) EventType() string      { return TypeAddressSet }
func (AddressRemoved) EventType() string  { return TypeAddressRemoved }

func (Registered) EventVersion() int      { return 2 }
func (PasswordSet) EventVersion() int     { return 1 }
func (TOTPEnrolled) EventVersion() int    { return 1 }
func (TOTPRemoved) EventVersion() int     { return 2 }
func (RoleGranted) EventVersion() int     { return 1 }
func (RoleRevoked) EventVersion() int     { return 2 }
func (Disabled) EventVersion() int        { return 2 }
func (Enabled) EventVersion() int         { return 2 }
func (SignedIn) EventVersion() int        { return 1 }
func (SignInFailed) EventVersion() int    { return 1 }
func (SignedOut) EventVersion() int       { return 1 }
func (SessionsRevoked) EventVersion() int { return 2 }
func (TokenIssued) EventVersion() int     { return 2 }
func (TokenRevoked) EventVersion() int    { return 1 }
func (AddressSet) EventVersion() int      { return 1 }
func (AddressRemoved) EventVersion() int  { return 1 }

// Events lists every fact of this aggregate, one zero value each, for the codec.
func Events() []domain.Event {
	return []domain.Event{
		Registered{}, PasswordSet{}, TOTPEnrolled{}, TOTPRemoved{}, RoleGranted{}, RoleRevoked{}, Disabled{}, Enabled{},
		SignedIn{}, SignInFailed{}, SignedOut{}, SessionsRevoked{}, TokenIssued{}, TokenRevoked{}, AddressSet{}, AddressRemoved{},
	}
}

// Upcasts lists how older versions become newer ones. Version 2 only seals, and
// tells in each sealed fact whose it is; in older ones the stream tells.
func Upcasts() []domain.Upcast {
	var out []domain.Upcast
	for _, t := range []string{
		TypeRegistered, TypeTOTPRemoved, TypeRoleRevoked, TypeDisabled, TypeEnabled, TypeSessionsRevoked, TypeTokenIssued,
	} {
		out = append(out, domain.Upcast{Type: t, From: 1, Func: domain.SameShape})
	}
	return out
}
