package esdb

import (
	"context"
	"errors"
	"math"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"minhbach/eventstore"
)

// ReadAll reads everything and drops here what does not pass the filter: the client asks
// for no filter when reading. The store's own events are in it.
func (l *Log) ReadAll(ctx context.Context, after eventstore.Position, dir eventstore.Direction, filter eventstore.Filter, limit int) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		if err := l.usable(ctx); err != nil {
			yield(eventstore.Event{}, err)
			return
		}
		r := &reading{trying: l.try(ctx), at: after, filter: filter, limit: limit, yield: yield}
		var err error
		if dir == eventstore.Backwards {
			err = r.backwards()
		} else {
			err = r.forwards()
		}
		if err != nil && !errors.Is(err, errEnough) {
			yield(eventstore.Event{}, err)
		}
	}
}

// reading is a ReadAll under way.
type reading struct {
	*trying
	at     eventstore.Position // the last one seen, or where it begins
	last   client.Position     // likewise, as the server says it
	filter eventstore.Filter
	limit  int
	given  int
	yield  func(eventstore.Event, error) bool
}

// forwards reads until the server has nothing behind the last event seen. The protocol
// begins at a position, the contract behind it.
func (r *reading) forwards() error {
	for {
		begun := r.at
		err := r.part(client.ReadAllOptions{Direction: client.Forwards, From: positionOf(r.at)}, func(ev *eventstore.Event) bool { return ev.Position > r.at })
		switch {
		case isEnd(err) && r.at == begun:
			return nil
		case isEnd(err): // what was appended meanwhile
		case errors.Is(err, errEnough):
			return nil
		default:
			if kindOf(err) == final && r.beyond() {
				return nil // a server refuses a position that it never gave
			}
			if err = r.failed(err); err != nil {
				return err
			}
		}
	}
}

// backwards reads what is at or before a position; the protocol what is before it.
func (r *reading) backwards() error {
	if r.at == 0 {
		return nil
	}
	if r.at != eventstore.EndOfLog {
		if err := r.exact(); err != nil {
			return err
		}
	}
	for {
		opts := client.ReadAllOptions{Direction: client.Backwards, From: client.End{}}
		if r.at != eventstore.EndOfLog {
			opts.From = positionOf(r.at)
		}
		err := r.part(opts, func(ev *eventstore.Event) bool { return ev.Position < r.at })
		if isEnd(err) || errors.Is(err, errEnough) {
			return nil
		}
		if kindOf(err) == final && r.beyond() {
			r.at = eventstore.EndOfLog
			continue
		}
		if err = r.failed(err); err != nil {
			return err
		}
	}
}

// exact yields the event at the very position where a reading backwards begins.
func (r *reading) exact() error {
	for {
		err := r.receive(func(ctx context.Context, c *client.Client) (*client.ReadStream, error) {
			return c.ReadAll(ctx, client.ReadAllOptions{Direction: client.Forwards, From: positionOf(r.at)}, 1)
		}, func(got *client.RecordedEvent) error {
			if ev := eventOf(got); ev.Position == r.at {
				r.last = got.Position
				return r.hand(ev)
			}
			return nil
		})
		if isEnd(err) || kindOf(err) == final && r.beyond() {
			return nil
		}
		if errors.Is(err, errEnough) {
			return err
		}
		if err = r.failed(err); err != nil {
			return err
		}
	}
}

// part makes one attempt from where the reading is.
func (r *reading) part(opts client.ReadAllOptions, fresh func(*eventstore.Event) bool) error {
	count := uint64(math.MaxInt64)
	if r.limit > 0 && len(r.filter.Types) == 0 && len(r.filter.Streams) == 0 {
		count = uint64(r.limit-r.given) + 1 // the one at the position is known
	}
	return r.receive(func(ctx context.Context, c *client.Client) (*client.ReadStream, error) {
		return c.ReadAll(ctx, opts, count)
	}, func(got *client.RecordedEvent) error {
		ev := eventOf(got)
		if !fresh(&ev) {
			if got.Position.Commit == r.last.Commit && got.Position != r.last {
				return ErrTransactions
			}
			return nil
		}
		r.at, r.last = ev.Position, got.Position
		return r.hand(ev)
	})
}

func (r *reading) hand(ev eventstore.Event) error {
	if passes(r.filter, &ev) {
		r.given++
		if !r.yield(ev, nil) || r.given == r.limit {
			return errEnough
		}
	}
	return r.l.usable(r.ctx)
}

// beyond tells that a reading begins behind the newest event.
func (r *reading) beyond() bool {
	if r.at == 0 || r.at == eventstore.EndOfLog {
		return false
	}
	head, err := r.l.Head(r.ctx)
	return err == nil && r.at > head
}

// Head asks for the newest event, of the store itself or not.
func (l *Log) Head(ctx context.Context) (eventstore.Position, error) {
	for ev, err := range l.ReadAll(ctx, eventstore.EndOfLog, eventstore.Backwards, eventstore.Filter{}, 1) {
		return ev.Position, err
	}
	return 0, nil
}

func positionOf(p eventstore.Position) client.AllPosition {
	if p == 0 {
		return client.Start{}
	}
	return client.Position{Commit: uint64(p), Prepare: uint64(p)}
}
