package eventstore

import "fmt"

// Expected is the state a stream must be in for an append to be accepted.
type Expected struct {
	kind     expectedKind
	revision Revision
}

type expectedKind uint8

const (
	expectAny expectedKind = iota
	expectNone
	expectExists
	expectExact
)

// Any accepts a stream in whatever state. It is the zero Expected.
func Any() Expected { return Expected{} }

// None accepts only a stream that holds no event.
func None() Expected { return Expected{kind: expectNone} }

// Exists accepts only a stream that holds at least one event.
func Exists() Expected { return Expected{kind: expectExists} }

// Exactly accepts only a stream whose last event has this revision;
// Exactly(NoRevision) is None.
func Exactly(r Revision) Expected {
	if r == NoRevision {
		return None()
	}
	return Expected{kind: expectExact, revision: r}
}

// Accepts tells whether a stream whose last event has revision head satisfies e.
func (e Expected) Accepts(head Revision) bool {
	switch e.kind {
	case expectAny:
		return true
	case expectNone:
		return head == NoRevision
	case expectExists:
		return head != NoRevision
	default:
		return head == e.revision
	}
}

// Revision returns the exact revision expected, if there is one; None counts as
// NoRevision.
func (e Expected) Revision() (Revision, bool) {
	switch e.kind {
	case expectNone:
		return NoRevision, true
	case expectExact:
		return e.revision, true
	}
	return 0, false
}

// IsAny and IsExists tell the two open expectations apart from the exact ones.
func (e Expected) IsAny() bool    { return e.kind == expectAny }
func (e Expected) IsExists() bool { return e.kind == expectExists }

func (e Expected) String() string {
	switch e.kind {
	case expectAny:
		return "any"
	case expectNone:
		return "no stream"
	case expectExists:
		return "stream exists"
	default:
		return fmt.Sprintf("revision %d", e.revision)
	}
}
