package bus

import (
	"context"
	"errors"
	"sync"
	"time"

	"minhbach/eventstore"
)

// Delivery is an event on its way to a reactor, from the live subscription of the
// reactor's group. Nothing outside this package can make one that holds an event, so
// neither a replay of the log nor a rebuilding of read models can run a reactor.
type Delivery struct {
	group    string
	event    *eventstore.Event
	fact     eventstore.Fact
	at       eventstore.Position // of the event, or of the order to replay it
	replayed bool
	work     context.Context // of the message in flight; it ends with the subscription

	mu    sync.Mutex
	until time.Time // before which it must not come again
}

// Group that it is handed to.
func (d *Delivery) Group() string { return d.group }

// Fact is the decoded event.
func (d *Delivery) Fact() eventstore.Fact { return d.fact }

// Payload of the event, in its newest shape.
func (d *Delivery) Payload() eventstore.Payload { return d.fact.Payload }

// Replayed tells that the event was parked and somebody wants it handled again.
func (d *Delivery) Replayed() bool { return d.replayed }

// ended tells that the subscription is over, or lost its lease.
func (d *Delivery) ended() bool { return d.work != nil && d.work.Err() != nil }

type deliveryKey struct{}

func deliveryIn(ctx context.Context) *Delivery {
	d, _ := ctx.Value(deliveryKey{}).(*Delivery)
	return d
}

// Later is the answer of a reactor that cannot work now through no fault of the event:
// it comes again no earlier than at the given time, as often as need be, and is not
// parked. The group waits with it.
func Later(at time.Time, because error) error { return &later{at, because} }

type later struct {
	at      time.Time
	because error
}

func (e *later) Error() string { return "later: " + e.because.Error() }
func (e *later) Unwrap() error { return e.because }

// postpone keeps what a reactor said for the subscription.
func (d *Delivery) postpone(err error) {
	var l *later
	if d == nil || !errors.As(err, &l) {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.until = l.at
}

// later is how long to wait by the reactor's word; 0 when it said nothing.
func (d *Delivery) later(now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.until.IsZero() {
		return 0
	}
	wait := max(d.until.Sub(now), time.Millisecond)
	d.until = time.Time{}
	return wait
}
