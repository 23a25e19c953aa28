package app

import (
	"context"
	"time"
)

// Auth turns credentials into callers. Sessions are sealed values that work on
// every node; what ends them is in the log.
type Auth struct {
	// SignIn checks login, password and, where the account has one, the second
	// factor. With a right password and a missing code it answers NeedsCode. Wrong
	// credentials of any sort are the one fault auth.refused; a locked account is
	// auth.locked with the time.
	SignIn func(ctx context.Context, in SignIn) (Session, error)
	// Resume reads a sealed session and answers the caller and, when the idle clock
	// must be renewed, a new sealed value. Idle 15 minutes, absolute 12 hours; an
	// account that was disabled or signed out is refused within a second.
	Resume func(ctx context.Context, sealed string) (Caller, Session, error)
	// SignOut ends the session.
	SignOut func(ctx context.Context, sealed string) error
	// Token reads a bearer token for programs.
	Token func(ctx context.Context, token string) (Caller, error)
	// Basic reads a name and a password, or a token of that account in its place, from
	// a program that sends them with every call; all that is wrong is auth.refused.
	Basic func(ctx context.Context, in SignIn) (Standing, error)
	// Still tells by now what Basic told before: the same, with the roles of today, or
	// auth.refused within a second after the account was disabled, the password
	// changed or the token revoked.
	Still func(ctx context.Context, was Standing) (Standing, error)
	// Attempt counts failures of other secrets at the same doors.
	Attempt Attempt
	// NewTOTP makes a key for enrolment: the secret in base32 and the otpauth URI.
	NewTOTP func(ctx context.Context, by Caller) (secret, uri string, err error)
	// CSRF makes the token that a form of this session must carry.
	CSRF func(sealed string) string
	// CheckCSRF compares in constant time.
	CheckCSRF func(sealed, token string) bool
}

// SignIn is what a person types.
type SignIn struct {
	Login    string
	Password string
	Code     string // six digits, or empty
	Address  string // of the client, for the rate limit; never stored
}

// Session is a signed-in session.
type Session struct {
	Sealed     string // cookie value; empty when NeedsCode, or when Resume renewed nothing
	NeedsCode  bool
	MustChange bool // the password was set by somebody else: change it first
	MustEnrol  bool // a role that needs a second factor, and none enrolled
	ID         string
	Account    string
	Started    time.Time
	Expires    time.Time // absolute end
}
