package esdbserver

import (
	"context"

	"minhbach/eventstore"
)

// followOne tells of one stream. How far the feed is is noted before the stream is
// read: the reading shows every event up to there, and the feed all behind; what both
// show is known by its revision.
func (s *Server) followOne(ctx context.Context, stream string, after eventstore.Revision, f follower) error {
	w, leave, err := s.feed.join(ctx)
	if err != nil {
		return err
	}
	defer leave()
	hand := make([]*entry, 0, takenAtOnce)
	drained := f.drained
	for fresh := true; ; {
		position := w.seen()
		was := after
		if after, err = s.streamPages(ctx, stream, after, f); err != nil {
			return err
		}
		fresh = fresh || after != was
		for {
			if err := s.going(ctx); err != nil {
				return err
			}
			var at following
			if hand, at, err = w.next(position, hand[:0]); err != nil {
				return s.ended(err)
			}
			if at.behind {
				break
			}
			for _, e := range hand {
				position = e.Position
				if e.Revision <= after || e.Stream != stream {
					continue
				}
				if err := s.going(ctx); err != nil {
					return err
				}
				if err := f.event(e.Event, e); err != nil {
					return err
				}
				after, fresh = e.Revision, true
			}
			if len(hand) > 0 {
				clear(hand)
				continue
			}
			position = at.at
			b, ok := w.wait(stream, position)
			if !ok {
				continue
			}
			f.drained = nil
			if fresh {
				f.drained, fresh = drained, false
			}
			at.more = b.more
			err := s.idle(ctx, f, at)
			position = max(position, w.waited(stream, b))
			if err != nil {
				return err
			}
		}
	}
}
