package esdbserver

import (
	"context"
	"time"

	"minhbach/eventstore"
)

// follower is told of events, on the goroutine that follows.
type follower struct {
	// event is called for each one. From the feed it comes with its entry, which is
	// shared: the event must not be changed. From the log's pages the entry is nil.
	event func(ev *eventstore.Event, e *entry) error
	// drained is called whenever there is no further event; at is how far. It is called
	// again after the time that it returns, when nothing came meanwhile; 0: never.
	drained func(at eventstore.Position) (again time.Duration, err error)
	// begin is called before a stream is read from the log; nil: not.
	begin func() error
}

// delivering hands events over as eventstore.Log.Subscribe does.
func delivering(handle func(eventstore.Delivery) error) follower {
	return follower{
		event: func(ev *eventstore.Event, _ *entry) error {
			return handle(eventstore.Delivery{Event: ev, Position: ev.Position})
		},
		drained: func(at eventstore.Position) (time.Duration, error) {
			return 0, handle(eventstore.Delivery{Position: at, CaughtUp: true})
		},
	}
}

// followAll calls handle for every event of the log after a position, as
// eventstore.Log.Subscribe does; many live followers share one reading and its events.
func (s *Server) followAll(ctx context.Context, after eventstore.Position, handle func(eventstore.Delivery) error) error {
	return s.follow(ctx, after, delivering(handle))
}

// followStream calls handle for every event of a stream after a revision (NoRevision:
// from its beginning) that the log holds, hidden or not, and whenever there is no
// further one. The stream need not exist yet.
func (s *Server) followStream(ctx context.Context, stream string, after eventstore.Revision, handle func(eventstore.Delivery) error) error {
	return s.followOne(ctx, stream, after, delivering(handle))
}

// follow tells of the whole log. Whoever is not as far as the feed's oldest event reads
// pages of the log up to the head; as the feed has every event behind its floor, and the
// log shows every event up to there, nothing lies between.
func (s *Server) follow(ctx context.Context, after eventstore.Position, f follower) error {
	w, leave, err := s.feed.join(ctx)
	if err != nil {
		return err
	}
	defer leave()
	hand := make([]*entry, 0, takenAtOnce)
	for {
		if err := s.going(ctx); err != nil {
			return err
		}
		var at following
		if hand, at, err = w.next(after, hand[:0]); err != nil {
			return s.ended(err)
		}
		switch {
		case at.behind:
			if after, err = s.pages(ctx, after, f); err != nil {
				return err
			}
			after = max(after, at.floor) // the log has shown all up to there
		case len(hand) > 0:
			for _, e := range hand {
				if err := s.going(ctx); err != nil {
					return err
				}
				if err := f.event(e.Event, e); err != nil {
					return err
				}
				after = e.Position
			}
			clear(hand)
		default:
			after = at.at
			if err := s.idle(ctx, f, at); err != nil {
				return err
			}
		}
	}
}

// idle says that there is nothing further, and waits until there is.
func (s *Server) idle(ctx context.Context, f follower, at following) error {
	for {
		var again time.Duration
		if f.drained != nil {
			var err error
			if again, err = f.drained(at.at); err != nil {
				return err
			}
		}
		if more, err := s.await(ctx, at.more, again); more || err != nil {
			return err
		}
	}
}

// await waits for more, or for a time if it is not 0.
func (s *Server) await(ctx context.Context, more <-chan struct{}, patience time.Duration) (bool, error) {
	var due <-chan time.Time
	if patience > 0 {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-more:
		return true, nil
	case <-ctx.Done():
		return false, ctx.Err()
	case <-s.ending.Done():
		return false, eventstore.ErrClosed
	case <-due:
		return false, nil
	}
}

// going is nil while the caller waits and the server runs.
func (s *Server) going(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.ended(nil)
}

// ended is why a watch is over: the server's end comes first.
func (s *Server) ended(err error) error {
	if s.ending.Err() != nil {
		return eventstore.ErrClosed
	}
	return err
}
