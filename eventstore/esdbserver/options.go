package esdbserver

import (
	"context"
	"crypto/tls"
	"time"
)

// Version is the EventStoreDB version that the server says it is.
const Version = "24.6.0"

// Options of a server. Every zero value is useful.
type Options struct {
	// TLS is of the TCP listeners; nil serves them in plain text.
	TLS *tls.Config
	// Auth checks Basic credentials. Nil takes every caller for an administrator, as an
	// EventStoreDB node without security does.
	Auth Authenticator
	// DefaultACL is for application streams without an access list of their own; its
	// zero value lets administrators alone in.
	DefaultACL ACL
	// Advertise is the HOST:PORT that gossip names; empty: the first TCP listener.
	Advertise string

	MaxAppendBytes int           // of all events of an append together; 1 MiB
	CheckpointIdle time.Duration // a quiet filtered subscription hears how far it is; 5 s
	CachedStreams  int           // streams whose metadata is remembered; 16,384
	FeedBytes      int           // of the newest events kept for live subscribers; 16 MiB

	Now  func() time.Time
	Warn func(format string, args ...any)
}

// Identity is who calls.
type Identity struct {
	Name   string   // "" is anonymous
	Groups []string // for access lists; administrators have Admins
}

// Admins is the group of those who may do everything.
const Admins = "$admins"

// Everyone in an access list stands for every caller, anonymous ones too.
const Everyone = "$all"

func (i Identity) admin() bool {
	for _, g := range i.Groups {
		if g == Admins {
			return true
		}
	}
	return false
}

// Authenticator checks a name and a password. It returns ErrCredentials when they do
// not fit, and another error when it cannot say.
type Authenticator interface {
	Authenticate(ctx context.Context, name, password string) (Identity, error)
}

func (o Options) withDefaults() Options {
	if o.MaxAppendBytes <= 0 {
		o.MaxAppendBytes = 1 << 20
	}
	if o.CheckpointIdle <= 0 {
		o.CheckpointIdle = 5 * time.Second
	}
	if o.CachedStreams <= 0 {
		o.CachedStreams = 1 << 14
	}
	if o.FeedBytes <= 0 {
		o.FeedBytes = 16 << 20
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Warn == nil {
		o.Warn = func(string, ...any) {}
	}
	return o
}
