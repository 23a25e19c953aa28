package eventstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// Stored names of the facts of a claim. They never change.
const (
	TypeClaimTaken    = "claim.taken"
	TypeClaimReleased = "claim.released"
)

// ClaimTaken: Holder has the name, until released.
type ClaimTaken struct {
	Scope  string `json:"scope"` // "slug", "domain", "document_number", "login"
	Holder string `json:"holder"`
}

// ClaimReleased: the name is free again.
type ClaimReleased struct {
	Scope  string `json:"scope"`
	Holder string `json:"holder"`
}

func (ClaimTaken) EventType() string    { return TypeClaimTaken }
func (ClaimTaken) EventVersion() int    { return 1 }
func (ClaimReleased) EventType() string { return TypeClaimReleased }
func (ClaimReleased) EventVersion() int { return 1 }

// ClaimEvents lists the facts of claims for the codec.
func ClaimEvents() []Payload { return []Payload{ClaimTaken{}, ClaimReleased{}} }

// Claims keep a name unique across streams: each (scope, key) has a stream of its
// own, and whoever appends to it first holds it. They hold under any concurrency
// and on every engine, because an engine refuses a second append to the same
// revision.
//
// The key itself is not stored; the stream's name carries its SHA-256.
type Claims struct{ repo *Repository }

func NewClaims(repo *Repository) *Claims { return &Claims{repo: repo} }

// Held is the refusal: somebody else has the name.
type Held struct {
	Scope, Key, Holder string
	Since              time.Time // when the holder took it
}

func (e *Held) Error() string {
	return fmt.Sprintf("eventstore: %s %q is held by %s", e.Scope, e.Key, e.Holder)
}

// Take gives the name to holder, or *Held. Taking a name one holds already
// succeeds.
func (c *Claims) Take(ctx context.Context, env Envelope, scope, key, holder string) error {
	return c.take(ctx, env, scope, key, holder, "")
}

// TakeOver is Take, but a name that from holds passes on: for claims whose command
// failed before it made anything of them. Whether that is so the caller must know.
func (c *Claims) TakeOver(ctx context.Context, env Envelope, scope, key, holder, from string) error {
	return c.take(ctx, env, scope, key, holder, from)
}

func (c *Claims) take(ctx context.Context, env Envelope, scope, key, holder, from string) error {
	env.idempotent = true
	stream := claimStream(scope, key)
	_, err := Execute(ctx, c.repo, stream, newClaim, nil, env, func(s *claim, _ Revision) ([]Payload, error) {
		switch s.holder {
		case holder:
			return nil, nil
		case "":
			return []Payload{ClaimTaken{Scope: scope, Holder: holder}}, nil
		case from:
			return []Payload{ClaimReleased{Scope: scope, Holder: from}, ClaimTaken{Scope: scope, Holder: holder}}, nil
		}
		return nil, &Held{Scope: scope, Key: key, Holder: s.holder}
	})
	var held *Held
	if errors.As(err, &held) {
		for ev, err := range c.repo.log.ReadStream(ctx, stream, FromEnd, Backwards, 1) {
			if err != nil {
				return err
			}
			held.Since = ev.Recorded
		}
	}
	return err
}

// Release frees the name if holder has it, and does nothing otherwise.
func (c *Claims) Release(ctx context.Context, env Envelope, scope, key, holder string) error {
	env.idempotent = true
	_, err := Execute(ctx, c.repo, claimStream(scope, key), newClaim, nil, env, func(s *claim, _ Revision) ([]Payload, error) {
		if s.holder != holder {
			return nil, nil
		}
		return []Payload{ClaimReleased{Scope: scope, Holder: holder}}, nil
	})
	return err
}

// Holder tells who has the name; "" when nobody.
func (c *Claims) Holder(ctx context.Context, scope, key string) (string, error) {
	s := newClaim()
	_, _, err := Load(ctx, c.repo, claimStream(scope, key), s)
	if err != nil && !errors.Is(err, ErrNoStream) {
		return "", err
	}
	return s.holder, nil
}

func claimStream(scope, key string) string {
	sum := sha256.Sum256([]byte(scope + "\x00" + key))
	return "claim-" + hex.EncodeToString(sum[:16])
}

type claim struct{ holder string }

func newClaim() *claim { return &claim{} }

func (c *claim) Apply(p Payload) {
	switch e := p.(type) {
	case ClaimTaken:
		c.holder = e.Holder
	case ClaimReleased:
		c.holder = ""
	}
}
