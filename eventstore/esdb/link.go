package esdb

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"minhbach/eventstore"
)

// ErrTooOld: the server cannot tell a subscriber that it has seen everything.
var ErrTooOld = errors.New("esdb: the server is older than 23.10; update it")

// link is one client. It is closed when it was given up and nobody uses it any more:
// one that is closed under a call panics.
type link struct {
	client  *client.Client
	uses    int
	retired bool
}

// connector has at most one client at a time and makes the next one, with growing
// pauses, when the present one has lost its server.
type connector struct {
	config *client.Configuration
	opts   Options

	mu      sync.Mutex
	current *link
	changed chan struct{} // closed when current or cause changes
	dialing bool
	cause   error // why there is no client
	since   time.Time
	version client.ServerVersion
	closed  bool
	closing chan struct{}
	used    sync.WaitGroup // links in use
}

func newConnector(config *client.Configuration, opts Options) *connector {
	return &connector{config: config, opts: opts, changed: make(chan struct{}), closing: make(chan struct{}), since: opts.Now()}
}

// acquire waits for a client. Give it back with release.
func (c *connector) acquire(ctx context.Context) (*link, error) {
	for {
		c.mu.Lock()
		switch {
		case c.closed:
			c.mu.Unlock()
			return nil, eventstore.ErrClosed
		case c.current != nil:
			l := c.current
			l.uses++
			c.used.Add(1)
			c.mu.Unlock()
			return l, nil
		case errors.Is(c.cause, ErrTooOld):
			err := c.cause
			c.mu.Unlock()
			return nil, err
		}
		changed := c.changed
		c.dialLocked()
		c.mu.Unlock()
		select {
		case <-changed:
		case <-c.closing:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (c *connector) release(l *link) {
	c.mu.Lock()
	l.uses--
	idle := l.retired && l.uses == 0
	c.mu.Unlock()
	if idle {
		l.client.Close()
	}
	c.used.Done()
}

// retire gives a client up because of err.
func (c *connector) retire(l *link, err error) {
	c.mu.Lock()
	if l.retired {
		c.mu.Unlock()
		return
	}
	l.retired = true
	idle := l.uses == 0
	if c.current == l {
		c.current, c.cause, c.since = nil, err, c.opts.Now()
		c.wakeLocked()
		if !c.closed {
			c.opts.Warn("event store: the connection is lost: %v", err)
			c.dialLocked()
		}
	}
	c.mu.Unlock()
	if idle {
		l.client.Close()
	}
}

func (c *connector) wakeLocked() {
	close(c.changed)
	c.changed = make(chan struct{})
}

func (c *connector) dialLocked() {
	if c.dialing || c.closed {
		return
	}
	c.dialing = true
	go c.dial()
}

// dial makes a client that has found a server.
func (c *connector) dial() {
	pause := pauses{next: c.opts.backoff}
	for attempt := 1; ; attempt++ {
		made, version, err := connect(c.config)
		c.mu.Lock()
		c.since = c.opts.Now()
		switch {
		case c.closed:
			c.dialing = false
			c.mu.Unlock()
			if made != nil {
				made.Close()
			}
			return
		case err == nil || errors.Is(err, ErrTooOld):
			if err == nil {
				c.current, c.version = &link{client: made}, version
			}
			if c.cause != nil && err == nil {
				c.opts.Warn("event store: connected again")
			}
			c.dialing, c.cause = false, err
			c.wakeLocked()
			c.mu.Unlock()
			return
		}
		c.cause = err
		c.mu.Unlock()
		if attempt&(attempt-1) == 0 && attempt > 1 { // ever more seldom
			c.opts.Warn("event store: not reached, attempt %d: %v", attempt, err)
		}
		pause.wait(context.Background(), c.closing)
	}
}

// connect makes a client and has it find its server, so that nobody else has to: those
// who ask a client that finds none may wait for ever.
func connect(config *client.Configuration) (_ *client.Client, version client.ServerVersion, err error) {
	made, err := client.NewClient(config)
	if err != nil {
		return nil, version, err
	}
	found, err := made.GetServerVersion()
	if err != nil {
		made.Close()
		return nil, version, err
	}
	if found.Major < 23 || found.Major == 23 && found.Minor < 10 {
		made.Close()
		return nil, version, fmt.Errorf("%w: it says it is %d.%d", ErrTooOld, found.Major, found.Minor)
	}
	return made, *found, nil
}

// health is nil while there is a client, else why not.
func (c *connector) health() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return eventstore.ErrClosed
	case c.current != nil:
		return nil
	}
	return fmt.Errorf("%w: %w", eventstore.ErrUnavailable, c.reasonLocked())
}

func (c *connector) reason() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.reasonLocked()
}

func (c *connector) reasonLocked() error {
	if c.cause == nil {
		return errors.New("not connected yet")
	}
	return c.cause
}

// shut ends all waiting for a client; running calls go on.
func (c *connector) shut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		c.closed = true
		close(c.closing)
	}
}

// close gives the client up and waits a moment for those who use it.
func (c *connector) close() {
	c.shut()
	c.mu.Lock()
	l := c.current
	c.mu.Unlock()
	if l != nil {
		c.retire(l, eventstore.ErrClosed)
	}
	idle := make(chan struct{})
	go func() {
		c.used.Wait()
		close(idle)
	}()
	t := time.NewTimer(2 * time.Second)
	defer t.Stop()
	select {
	case <-idle:
	case <-t.C: // a call that the client does not give back; it is left to itself
	}
}
