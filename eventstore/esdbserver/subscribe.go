package esdbserver

import (
	"context"

	"minhbach/eventstore"
)

// subscribeToStream tells a client of a stream's events behind a revision, for as long as
// it wants. What is hidden is left out while it catches up; the end of the stream for
// good ends the subscription.
func (s *streamsService) subscribeToStream(ctx context.Context, r request, out *sender) error {
	seen, err := s.sightOf(ctx, r.stream)
	if err != nil {
		return err
	}
	if seen.Tombstoned {
		return streamDeleted(ctx, r.stream)
	}
	after := eventstore.NoRevision
	switch {
	case r.from.end:
		if after, err = s.headOf(ctx, r.stream); err != nil {
			return err
		}
	case !r.from.start:
		after = r.from.revision()
	}
	if err := out.confirm(s.subscription()); err != nil {
		return err
	}
	live := false
	return s.followOne(ctx, r.stream, after, follower{
		begin: func() (err error) {
			seen, err = s.sightOf(ctx, r.stream)
			return err
		},
		event: func(ev *eventstore.Event, e *entry) error {
			if ev.Type == eventstore.TypeStreamDeleted {
				return streamDeleted(ctx, r.stream)
			}
			if e != nil {
				return out.entry(e)
			}
			if seen.hides(ev.Revision) || seen.aged(ev, s.opts.Now()) {
				return nil
			}
			live = false
			return out.event(ev)
		},
		drained: onceLive(&live, out),
	})
}

// subscription is the name of a new one.
func (s *Server) subscription() string { return eventstore.NewID(s.opts.Now()).String() }
