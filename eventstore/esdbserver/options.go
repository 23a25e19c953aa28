package esdbserver

import (
	"context"
	"crypto/tls"
	"slices"
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
	// zero value lets administrators in, and readers to read.
	DefaultACL ACL
	// Advertise is the HOST:PORT that gossip names; empty: the first TCP listener.
	Advertise string

	MaxConnections int           // at once, on all TCP listeners together; 2,048
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
	Mark   any      // what the Authenticator wants to be shown at Recheck
}

// Admins is the group of those who may do everything, Operators that of those who may
// also manage persistent subscriptions, Readers that of those who may also read
// everything. EventStoreDB has no group of readers.
const (
	Admins    = "$admins"
	Operators = "$ops"
	Readers   = "$readers"
)

// Everyone in an access list stands for every caller, anonymous ones too.
const Everyone = "$all"

func (i Identity) in(group string) bool { return slices.Contains(i.Groups, group) }

func (i Identity) admin() bool { return i.in(Admins) }

// Authenticator checks a name and a password. It returns ErrCredentials when they do
// not fit, and another error when it cannot say.
type Authenticator interface {
	Authenticate(ctx context.Context, name, password string) (Identity, error)
}

// Rechecker is an Authenticator that can tell without the password whether what it said
// still holds: the identity as it is now, or ErrCredentials. Credentials are then
// remembered for as long as they are used, and asked about twice a second; without it
// they are checked anew every 30 s.
type Rechecker interface {
	Recheck(ctx context.Context, was Identity) (Identity, error)
}

func (o Options) withDefaults() Options {
	if o.MaxConnections <= 0 {
		o.MaxConnections = 2048
	}
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
