package esdbserver

import (
	"context"
	"time"

	"minhbach/eventstore"
)

// subscribeToAll tells a client of the events of the whole log behind a position.
func (s *streamsService) subscribeToAll(ctx context.Context, r request, out *sender) error {
	after := eventstore.Position(0)
	switch {
	case r.from.end:
		var err error
		if after, err = s.log.Head(ctx); err != nil {
			return err
		}
	case !r.from.start:
		after = min(eventstore.Position(r.from.at), eventstore.EndOfLog)
	}
	if err := out.confirm(s.subscription()); err != nil {
		return err
	}
	if r.filter != nil {
		return s.subscribeFiltered(ctx, after, r, out)
	}
	live := false
	return s.follow(ctx, after, follower{
		event: func(ev *eventstore.Event, e *entry) error {
			if e != nil {
				return out.entry(e)
			}
			live = false
			return out.event(ev)
		},
		drained: onceLive(&live, out),
	})
}

// onceLive says that the client has caught up, at each change from the log to the feed.
func onceLive(live *bool, out *sender) func(eventstore.Position) (time.Duration, error) {
	return func(eventstore.Position) (time.Duration, error) {
		if *live {
			return 0, nil
		}
		*live = true
		return 0, out.caughtUp()
	}
}

// subscribeFiltered sends what passes the filter, and checkpoints: after so many
// considered events, when the client has caught up, and after a while in which it heard
// nothing although the log went on. A checkpoint is never ahead of what was delivered.
func (s *streamsService) subscribeFiltered(ctx context.Context, after eventstore.Position, r request, out *sender) error {
	c := checkpoints{out: out, clock: s.opts.Now, interval: r.interval, idle: s.opts.CheckpointIdle, told: after}
	live := false
	return s.follow(ctx, after, follower{
		event: func(ev *eventstore.Event, e *entry) error {
			passes, err := r.filter.matches(ev)
			switch {
			case err != nil:
				return invalid(ctx, err.Error())
			case passes && e != nil:
				err = out.entry(e)
			case passes:
				err = out.event(ev)
			}
			if err != nil {
				return err
			}
			live = live && e != nil
			return c.considered(ev.Position, passes)
		},
		drained: func(at eventstore.Position) (time.Duration, error) {
			if !live {
				live = true
				if err := c.goLive(at); err != nil {
					return 0, err
				}
				return 0, out.caughtUp()
			}
			return c.wait(at)
		},
	})
}

// checkpoints knows what a filtered subscription has been told of its position.
type checkpoints struct {
	out      *sender
	interval uint64
	idle     time.Duration
	clock    func() time.Time

	count  uint64              // considered since a checkpoint by the interval
	told   eventstore.Position // by a checkpoint, or where it began
	heard  eventstore.Position // by an event or a checkpoint
	silent time.Time           // since when there is more to tell; zero: there is none
}

// considered counts an event; sent tells that the client has it.
func (c *checkpoints) considered(at eventstore.Position, sent bool) error {
	if sent {
		c.heard, c.silent = at, time.Time{}
	}
	if c.count++; c.count < c.interval {
		if !sent && c.silent.IsZero() {
			c.silent = c.clock()
		}
		return nil
	}
	c.count = 0
	return c.tell(at)
}

// goLive tells where the client has caught up.
func (c *checkpoints) goLive(at eventstore.Position) error { return c.tell(at) }

// wait tells after a while of silence where the client is, else how long that is off.
func (c *checkpoints) wait(at eventstore.Position) (time.Duration, error) {
	if at <= max(c.told, c.heard) || c.silent.IsZero() {
		return 0, nil
	}
	if left := c.idle - c.clock().Sub(c.silent); left > 0 {
		return left, nil
	}
	return 0, c.tell(at)
}

func (c *checkpoints) tell(at eventstore.Position) error {
	c.silent = time.Time{}
	if at <= c.told {
		return nil
	}
	c.told = at
	return c.out.checkpoint(at)
}
