package esdbserver

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/maphash"
	"sync"
	"sync/atomic"
	"time"
)

// A client sends its password with every call, and a good hash takes tens of
// milliseconds on purpose. So what was right is remembered, under a key that tells
// nothing, and the account is asked again instead of the password.
const (
	recheckAfter    = 500 * time.Millisecond
	rememberFor     = 30 * time.Second
	keptCredentials = 4096
	// checkFor bounds a check, which goes on when the caller who began it is gone:
	// others may wait for the same.
	checkFor = 10 * time.Second
	// checksAtOnce is how many an address may have under way, so that who tries
	// passwords keeps nobody else from being heard. Addresses share lanes.
	checksAtOnce = 2
	lanes        = 32
)

// errGone: the caller who was to check left before it was their turn.
var errGone = errors.New("esdbserver: the call ended")

// trust remembers who was recognised.
type trust struct {
	auth Authenticator
	now  func() time.Time
	key  [32]byte

	lanes [lanes]chan struct{}
	seed  maphash.Seed

	mu    sync.Mutex
	known map[[32]byte]*remembered
}

// remembered is a check, under way or done.
type remembered struct {
	done chan struct{} // closed when the check has ended
	id   Identity
	err  error

	until atomic.Int64 // in nanoseconds since 1970
	mu    sync.Mutex
	asked time.Time // when the account was asked last
}

func newTrust(auth Authenticator, now func() time.Time) *trust {
	c := &trust{auth: auth, now: now, known: map[[32]byte]*remembered{}, seed: maphash.MakeSeed()}
	for i := range c.lanes {
		c.lanes[i] = make(chan struct{}, checksAtOnce)
	}
	rand.Read(c.key[:]) // never returns an error
	return c
}

// check tells whose name and password these are.
func (c *trust) check(ctx context.Context, name, password string) (Identity, error) {
	key := c.fingerprint(name, password)
	for {
		r, first := c.entry(key)
		if first {
			c.ask(ctx, key, r, name, password)
		}
		select {
		case <-r.done:
		case <-ctx.Done():
			return Identity{}, ctx.Err()
		}
		if errors.Is(r.err, errGone) {
			if err := ctx.Err(); err != nil {
				return Identity{}, err
			}
			continue
		}
		if r.err != nil {
			return Identity{}, r.err
		}
		if first {
			return r.id, nil
		}
		id, err := c.again(ctx, r)
		if !errors.Is(err, ErrCredentials) {
			return id, err
		}
		// The account is another now; perhaps the password is right still.
		c.forget(key, r)
	}
}

func (c *trust) fingerprint(name, password string) (key [32]byte) {
	mac := hmac.New(sha256.New, c.key[:])
	binary.Write(mac, binary.BigEndian, uint64(len(name))) // a hash never fails
	mac.Write([]byte(name))
	mac.Write([]byte(password))
	mac.Sum(key[:0])
	return key
}

// entry is what is remembered of the credentials; first tells the caller to check them.
func (c *trust) entry(key [32]byte) (r *remembered, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if r := c.known[key]; r != nil && !r.stale(now) {
		return r, false
	}
	if len(c.known) >= keptCredentials {
		for k, r := range c.known {
			if r.stale(now) || len(c.known) >= keptCredentials {
				delete(c.known, k)
			}
		}
	}
	r = &remembered{done: make(chan struct{})}
	c.known[key] = r
	return r, true
}

// stale: it is done, and too old.
func (r *remembered) stale(now time.Time) bool {
	select {
	case <-r.done:
	default:
		return false
	}
	return now.UnixNano() >= r.until.Load()
}

func (c *trust) forget(key [32]byte, r *remembered) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known[key] == r {
		delete(c.known, key)
	}
}

// ask checks the credentials once for all who wait for them. A refusal is not kept.
func (c *trust) ask(ctx context.Context, key [32]byte, r *remembered, name, password string) {
	defer close(r.done)
	lane := c.lanes[maphash.String(c.seed, AddressOf(ctx))%lanes]
	select {
	case lane <- struct{}{}:
		defer func() { <-lane }()
	case <-ctx.Done():
		r.err = errGone
		c.forget(key, r)
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkFor)
	defer cancel()
	if r.id, r.err = c.auth.Authenticate(ctx, name, password); r.err != nil {
		c.forget(key, r)
		return
	}
	r.asked = c.now()
	r.until.Store(r.asked.Add(rememberFor).UnixNano())
}

// again asks the account, unless that was done a moment ago.
func (c *trust) again(ctx context.Context, r *remembered) (Identity, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := c.now()
	if now.Sub(r.asked) < recheckAfter {
		return r.id, nil
	}
	id, err := c.recheck(ctx, r.id)
	if err != nil {
		return Identity{}, err
	}
	r.id, r.asked = id, now
	if _, asks := c.auth.(Rechecker); asks {
		r.until.Store(now.Add(rememberFor).UnixNano())
	}
	return id, nil
}

// recheck tells what the caller is by now.
func (c *trust) recheck(ctx context.Context, was Identity) (Identity, error) {
	if asker, ok := c.auth.(Rechecker); ok {
		return asker.Recheck(ctx, was)
	}
	return was, nil
}
