package esdbserver

import (
	"context"
	"errors"
	"math"
	"time"

	"minhbach/eventstore"
)

// A page of the log stays in memory until its last event is on its way, so a consumer
// that is slow gets small ones.
const (
	smallPage = 32
	largePage = 1024
	slowPage  = 100 * time.Millisecond
)

// pace finds the sizes of the pages of a reading.
type pace struct {
	left  uint64 // events that are wanted
	most  int    // that a page may have
	asked int    // of the page before
	begun time.Time
}

// next is the size of the next page after one that had n events; 0 when that was the
// last, because it was not full or no more events are wanted.
func (p *pace) next(n int) int {
	now := time.Now()
	if p.left -= uint64(n); p.left == 0 || n < p.asked {
		return 0
	}
	if p.most = min(p.most*4, largePage); p.asked == 0 || now.Sub(p.begun) > slowPage {
		p.most = smallPage
	}
	p.asked, p.begun = int(min(uint64(p.most), p.left)), now
	return p.asked
}

// everyEvent is how many are wanted where there is no limit.
const everyEvent = math.MaxUint64

// all is ReadAll at the consumer's pace.
func (s *Server) all(ctx context.Context, after eventstore.Position, dir eventstore.Direction, filter eventstore.Filter, most uint64) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		p, n := pace{left: most}, 0
		for size := p.next(0); size > 0; size = p.next(n) {
			n = 0
			for ev, err := range s.log.ReadAll(ctx, after, dir, filter, size) {
				if !yield(ev, err) || err != nil {
					return
				}
				if after = ev.Position; dir == eventstore.Backwards {
					after--
				}
				n++
			}
		}
	}
}

// one is ReadStream at the consumer's pace.
func (s *Server) one(ctx context.Context, stream string, from eventstore.Revision, dir eventstore.Direction, most uint64) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		p, n := pace{left: most}, 0
		for size := p.next(0); size > 0 && from >= 0; size = p.next(n) {
			n = 0
			for ev, err := range s.log.ReadStream(ctx, stream, from, dir, size) {
				if !yield(ev, err) || err != nil {
					return
				}
				from = ev.Revision + eventstore.Revision(dir)
				n++
			}
		}
	}
}

// pages tells of the events after a position up to the head, and says how far it came.
func (s *Server) pages(ctx context.Context, after eventstore.Position, f follower) (eventstore.Position, error) {
	for ev, err := range s.all(ctx, after, eventstore.Forwards, eventstore.Filter{}, everyEvent) {
		if err != nil {
			return after, err
		}
		if err := s.going(ctx); err != nil {
			return after, err
		}
		if err := f.event(&ev, nil); err != nil {
			return after, err
		}
		after = ev.Position
	}
	return after, s.going(ctx)
}

// streamPages tells of a stream's events after a revision up to its end.
func (s *Server) streamPages(ctx context.Context, stream string, after eventstore.Revision, f follower) (eventstore.Revision, error) {
	if after == eventstore.FromEnd {
		return after, nil
	}
	if f.begin != nil {
		if err := f.begin(); err != nil {
			return after, err
		}
	}
	for ev, err := range s.one(ctx, stream, after+1, eventstore.Forwards, everyEvent) {
		if errors.Is(err, eventstore.ErrNoStream) {
			break
		}
		if err != nil {
			return after, err
		}
		if err := s.going(ctx); err != nil {
			return after, err
		}
		if err := f.event(&ev, nil); err != nil {
			return after, err
		}
		after = ev.Revision
	}
	return after, s.going(ctx)
}
