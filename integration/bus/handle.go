package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"minhbach/eventstore"
)

// handle hands an event over until it is acknowledged.
func (l *leading) handle(ctx context.Context, ev *eventstore.Event) error {
	live, err := l.deliver(ctx, ev)
	if err != nil || live == nil {
		return err
	}
	for failures := 1; ; failures++ {
		if err := l.hold(ctx); err != nil {
			return err
		}
		acked, err := l.offer(ctx, live)
		if acked {
			l.done = ev.Position
			if l.unkept++; l.unkept == 1 {
				l.flush = l.cfg.After(l.cfg.KeepWithin)
			}
		}
		if err != nil {
			return err
		}
		if acked {
			if l.unkept >= l.cfg.KeepEvery {
				return l.keep(ctx)
			}
			return nil
		}
		wait := l.cfg.wait(failures)
		if later := live.later(l.cfg.Now()); later > 0 {
			wait, failures = later, 0
		}
		select {
		case <-l.cfg.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// deliver makes what is handed over: of an event of the topic itself, of an order to
// replay the event that it names. Others are passed over.
func (l *leading) deliver(ctx context.Context, ev *eventstore.Event) (*Delivery, error) {
	if ev.Type == TypeReplayOrdered && ev.Stream == parkedStream(l.group) {
		f, err := own().Decode(*ev)
		if err != nil {
			return nil, err
		}
		order := f.Payload.(ReplayOrdered)
		for parked, err := range l.log.ReadStream(ctx, order.Stream, eventstore.Revision(order.Revision), eventstore.Forwards, 1) {
			if errors.Is(err, eventstore.ErrNoStream) {
				break
			}
			if err != nil {
				return nil, err
			}
			if parked.ID.String() == order.Event {
				return &Delivery{group: l.group, event: &parked, at: ev.Position, replayed: true}, nil
			}
		}
		l.cfg.Warn("group %s: event %s is to be replayed and is not in the log", l.group, order.Event)
		return nil, nil
	}
	if !l.topic.brings(ev.Type) {
		return nil, nil
	}
	return &Delivery{group: l.group, event: ev, at: ev.Position}, nil
}

// errUnheard: the subscription ended while a message was in flight, and nobody said
// what became of it.
var errUnheard = errors.New("bus: the subscription ended before the message was acknowledged")

// offer hands a message over and waits for the answer, keeping the lease meanwhile.
func (l *leading) offer(ctx context.Context, live *Delivery) (acked bool, err error) {
	// The work is not torn out of a handler's hands because a node stops: it has
	// Config.Drain to end.
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	live.work = work
	msg := messageOf(live.event)
	msg.SetContext(context.WithValue(work, deliveryKey{}, live))
	out := l.out
	var drained <-chan time.Time
	ending := ctx.Done()
	for {
		select {
		case out <- msg:
			out = nil
			if ctx.Err() != nil && drained == nil {
				continue
			}
		case <-msg.Acked():
			return true, nil
		case <-msg.Nacked():
			return false, nil
		case <-l.cfg.After(l.untilRenewal()):
			if err := l.keep(work); err != nil {
				return false, fmt.Errorf("keeping the lease: %w", err)
			}
		case <-ending:
			if out != nil || l.cfg.Drain < 0 {
				return false, errUnheard
			}
			ending, drained = nil, l.cfg.After(l.cfg.Drain)
		case <-drained:
			return false, errUnheard
		}
	}
}

func (l *leading) untilRenewal() time.Duration {
	return max(l.rec.until.Sub(l.cfg.Now())-l.cfg.Lease/2, 10*time.Millisecond)
}
