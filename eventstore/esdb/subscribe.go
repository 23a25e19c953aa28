package esdb

import (
	"context"
	"errors"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"minhbach/eventstore"
)

// window is how many events the server looks through under a filter before it says how
// far it is.
const window = 1000

// Subscribe is dropped and taken up again as often as it must be. While there is much to
// catch up with the server filters; live it sends everything, so that a subscriber knows
// how far it has seen although nothing passes.
func (l *Log) Subscribe(ctx context.Context, after eventstore.Position, filter eventstore.Filter, handle func(eventstore.Delivery) error) error {
	if err := l.usable(ctx); err != nil {
		return err
	}
	f := &follower{trying: &trying{l: l, ctx: ctx}, at: after, filter: filter, narrow: serverFilter(filter), handle: handle}
	f.progress()
	for {
		err := f.follow()
		switch {
		case errors.Is(err, errHandled):
			return f.fault
		case errors.Is(err, errLive):
			f.narrow = nil
		default:
			if err = f.failed(err); err != nil {
				return err
			}
		}
	}
}

var (
	errHandled = errors.New("esdb: the handler refused")
	errLive    = errors.New("esdb: nothing is left to catch up with")
)

// follower is a subscription with all its resumptions.
type follower struct {
	*trying
	at     eventstore.Position // what is at or before it was seen
	last   client.Position     // of the newest event seen, as the server says it
	filter eventstore.Filter
	narrow *client.SubscriptionFilter // of the server, while catching up
	handle func(eventstore.Delivery) error
	fault  error // of the handler
}

// follow makes one attempt.
func (f *follower) follow() error {
	link, err := f.link()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(f.ctx)
	defer cancel()
	defer context.AfterFunc(f.l.base, cancel)()
	opts := client.SubscribeToAllOptions{From: positionOf(f.at), Filter: f.narrow, MaxSearchWindow: window, CheckpointInterval: 1}
	items := pump(ctx, f.l, link, func(ctx context.Context, c *client.Client) (stream[*client.SubscriptionEvent], error) {
		s, err := c.SubscribeToAll(ctx, opts)
		return newsStream{s}, err
	})
	live := false
	for {
		var got item[*client.SubscriptionEvent]
		select {
		case got = <-items:
		case <-f.ctx.Done():
			return f.ctx.Err()
		case <-f.l.closing:
			return eventstore.ErrClosed
		}
		if got.err != nil {
			return got.err
		}
		if err := f.l.usable(f.ctx); err != nil {
			return err
		}
		f.progress()
		switch news := got.value; {
		case news.EventAppeared != nil:
			if err := f.event(news.EventAppeared.OriginalEvent()); err != nil {
				return err
			}
		case news.CheckPointReached != nil:
			f.at = max(f.at, eventstore.Position(news.CheckPointReached.Commit))
		case news.CaughtUp != nil && f.narrow != nil:
			return errLive
		case news.CaughtUp != nil:
			live = true
		case news.FellBehind != nil:
			live = false
		}
		if live && len(items) == 0 {
			if err := f.hand(eventstore.Delivery{Position: f.at, CaughtUp: true}); err != nil {
				return err
			}
		}
	}
}

func (f *follower) event(recorded *client.RecordedEvent) error {
	if recorded == nil {
		return nil
	}
	ev := eventOf(recorded)
	if ev.Position <= f.at {
		if recorded.Position.Commit == f.last.Commit && recorded.Position != f.last {
			return ErrTransactions
		}
		return nil
	}
	if passes(f.filter, &ev) {
		if err := f.hand(eventstore.Delivery{Event: &ev, Position: ev.Position}); err != nil {
			return err
		}
	}
	f.at, f.last = ev.Position, recorded.Position
	return nil
}

func (f *follower) hand(d eventstore.Delivery) error {
	if err := f.l.usable(f.ctx); err != nil {
		return err
	}
	if f.fault = f.handle(d); f.fault != nil {
		return errHandled
	}
	return nil
}

// serverFilter is the part of a filter that the protocol knows: one of its two fields.
func serverFilter(filter eventstore.Filter) *client.SubscriptionFilter {
	for _, field := range []struct {
		prefixes []string
		of       client.FilterType
	}{{filter.Types, client.EventFilterType}, {filter.Streams, client.StreamFilterType}} {
		useful := len(field.prefixes) > 0
		for _, p := range field.prefixes {
			useful = useful && p != ""
		}
		if useful {
			return &client.SubscriptionFilter{Type: field.of, Prefixes: field.prefixes}
		}
	}
	return nil
}
