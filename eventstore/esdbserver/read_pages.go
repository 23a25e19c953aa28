package esdbserver

import (
	"context"
	"errors"
	"math"
	"time"

	"minhbach/eventstore"
)

// A page of the log stays in memory until its last event is on its way. So pages begin
// small, grow while the consumer is quick, and are small again when it is slow.
const (
	firstPage = 4 // events, of which nothing is known yet
	largePage = 1024
	smallRoom = 64 << 10 // bytes of a page, as the page before lets expect
	largeRoom = 1 << 20
	slowPage  = 100 * time.Millisecond
)

// pace finds the sizes of the pages of a reading.
type pace struct {
	left  uint64 // events that are wanted
	room  int    // bytes that a page may have
	asked int    // events of the page before,
	n     int    // how many it had,
	bytes int    // and how large they were
	begun time.Time
	clock func() time.Time
}

// next is the size of the next page; 0 when the one before was the last, because it was
// not full or no more events are wanted.
func (p *pace) next() int {
	if p.left -= uint64(p.n); p.left == 0 || p.n < p.asked {
		return 0
	}
	now, most := p.clock(), firstPage
	if p.asked > 0 {
		if p.room = min(max(p.room*4, smallRoom), largeRoom); now.Sub(p.begun) > slowPage {
			p.room = smallRoom
		}
		most = min(max(1, p.room*p.n/max(1, p.bytes)), largePage)
	}
	p.asked, p.n, p.bytes, p.begun = int(min(uint64(most), p.left)), 0, 0, now
	return p.asked
}

// took counts an event of the page.
func (p *pace) took(ev *eventstore.Event) {
	p.n++
	p.bytes += len(ev.Data) + len(ev.Metadata)
}

// everyEvent is how many are wanted where there is no limit.
const everyEvent = math.MaxUint64

// all is ReadAll at the consumer's pace.
func (s *Server) all(ctx context.Context, after eventstore.Position, dir eventstore.Direction, filter eventstore.Filter, most uint64) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		p := pace{left: most, clock: s.opts.Now}
		for size := p.next(); size > 0; size = p.next() {
			for ev, err := range s.log.ReadAll(ctx, after, dir, filter, size) {
				if !yield(ev, err) || err != nil {
					return
				}
				if after = ev.Position; dir == eventstore.Backwards {
					after--
				}
				p.took(&ev)
			}
		}
	}
}

// one is ReadStream at the consumer's pace.
func (s *Server) one(ctx context.Context, stream string, from eventstore.Revision, dir eventstore.Direction, most uint64) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		p := pace{left: most, clock: s.opts.Now}
		for size := p.next(); size > 0 && from >= 0; size = p.next() {
			for ev, err := range s.log.ReadStream(ctx, stream, from, dir, size) {
				if !yield(ev, err) || err != nil {
					return
				}
				from = ev.Revision + eventstore.Revision(dir)
				p.took(&ev)
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
