package notice

import (
	"time"

	"minhbach/domain"
)

// MostTries is how often a server may ask to come again before the notice fails.
const MostTries = 12

// Deliver records that a server took the message.
func (n *Notice) Deliver() ([]domain.Event, error) {
	if !n.Open() {
		return nil, n.closed()
	}
	return []domain.Event{Sent{Try: n.tries + 1}}, nil
}

// Defer records that a server wants it later; after MostTries that is a failure.
func (n *Notice) Defer(until time.Time, cause string) ([]domain.Event, error) {
	switch {
	case !n.Open():
		return nil, n.closed()
	case n.tries+1 >= MostTries:
		return n.Fail(cause)
	}
	return []domain.Event{Deferred{Try: n.tries + 1, Until: until.UTC(), Cause: cause}}, nil
}

// Fail records that it cannot be sent.
func (n *Notice) Fail(cause string) ([]domain.Event, error) {
	if !n.Open() {
		return nil, n.closed()
	}
	return []domain.Event{Failed{Try: n.tries + 1, Cause: cause}}, nil
}

// closed: what was told of a notice that is not open any more changes nothing; a node
// may tell late what another told before.
func (n *Notice) closed() error {
	if n.state == StateNew {
		return ErrNotFound.New()
	}
	return nil
}
