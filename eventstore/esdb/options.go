package esdb

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// Options of a log. Every zero value but Connection is a good one.
type Options struct {
	// Connection says where the server is: esdb://user:password@host:2113?tls=true, with
	// several hosts or esdb+discover:// for a cluster, or unix:///path for a local socket.
	Connection string

	Now  func() time.Time
	Warn func(format string, args ...any) // outages and what ends them

	MaxEventBytes  int // data plus metadata of one event; 1 MiB less 1 KiB
	MaxAppendBytes int // of one append as the server counts; 1 MiB, as servers are set
	MaxAppend      int // events in one append; 2,000

	ConnectTimeout time.Duration // of Open; 20 s
	OpTimeout      time.Duration // of one attempt at a call, more where it has many events; 10 s
	// Patience is how long a call waits for a server that is away before it says
	// eventstore.ErrUnavailable; zero: as long as its context lets it. An attempt under way
	// is not broken off, and subscriptions always wait.
	Patience time.Duration

	backoff time.Duration // the first pause between attempts; they double up to 64 times that
}

func (o Options) withDefaults() Options {
	fill := func(v *int, def int) {
		if *v <= 0 {
			*v = def
		}
	}
	last := func(v *time.Duration, def time.Duration) {
		if *v <= 0 {
			*v = def
		}
	}
	fill(&o.MaxAppendBytes, 1<<20)
	fill(&o.MaxEventBytes, o.MaxAppendBytes-1<<10)
	fill(&o.MaxAppend, 2000)
	last(&o.ConnectTimeout, 20*time.Second)
	last(&o.OpTimeout, 10*time.Second)
	last(&o.backoff, 50*time.Millisecond)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Warn == nil {
		o.Warn = func(string, ...any) {}
	}
	return o
}

// ErrConnection: the connection string cannot be used.
var ErrConnection = errors.New("esdb: the connection string must look like esdb://HOST:PORT?tls=true or unix:///PATH")

// Redacted is a connection string without its password, for logs and files.
func Redacted(connection string) string {
	rest, scheme := connection, ""
	if at := strings.Index(connection, "://"); at >= 0 {
		scheme, rest = connection[:at+3], connection[at+3:]
	}
	authority, tail := rest, ""
	if at := strings.IndexAny(rest, "/?"); at >= 0 && !strings.Contains(rest[at:], "@") {
		authority, tail = rest[:at], rest[at:]
	}
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		name, _, _ := strings.Cut(authority[:at], ":")
		authority = name + "@" + authority[at+1:]
	}
	return scheme + authority + tail
}

// configuration reads the connection string. Errors never quote it: it may hold a
// password.
func (o Options) configuration() (*client.Configuration, error) {
	text, socket := o.Connection, ""
	if path, ok := strings.CutPrefix(text, "unix://"); ok {
		if !strings.HasPrefix(path, "/") {
			return nil, fmt.Errorf("%w: the path of a socket begins with /", ErrConnection)
		}
		text, socket = "esdb://localhost:2113?tls=false", text
	}
	c, err := client.ParseConnectionString(text)
	var parse *url.Error
	switch {
	case errors.As(err, &parse):
		return nil, fmt.Errorf("%w: %w", ErrConnection, parse.Err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrConnection, err)
	}
	if socket != "" {
		c.Address = socket
	}
	// A client that found nobody is thrown away, so it need not try twice itself.
	c.MaxDiscoverAttempts, c.DiscoveryInterval = 1, 1
	c.Logger = client.NoopLogging()
	return c, nil
}
