package esdbserver

import (
	"context"
	"errors"
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

// pace finds the size of the next page.
type pace struct {
	size  int
	begun time.Time
}

func (p *pace) next() int {
	now := time.Now()
	switch {
	case p.size == 0:
		p.size = smallPage
	case now.Sub(p.begun) > slowPage:
		p.size = smallPage
	default:
		p.size = min(p.size*4, largePage)
	}
	p.begun = now
	return p.size
}

// pages tells of the events after a position up to the head, and says how far it came.
func (s *Server) pages(ctx context.Context, after eventstore.Position, f follower) (eventstore.Position, error) {
	for p := (pace{}); ; {
		size, n := p.next(), 0
		if f.page != nil {
			if err := f.page(); err != nil {
				return after, err
			}
		}
		for ev, err := range s.log.ReadAll(ctx, after, eventstore.Forwards, eventstore.Filter{}, size) {
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
			n++
		}
		if n < size {
			return after, s.going(ctx)
		}
	}
}

// streamPages tells of a stream's events after a revision up to its end.
func (s *Server) streamPages(ctx context.Context, stream string, after eventstore.Revision, f follower) (eventstore.Revision, error) {
	for p := (pace{}); ; {
		size, n := p.next(), 0
		if after == eventstore.FromEnd {
			return after, nil
		}
		if f.page != nil {
			if err := f.page(); err != nil {
				return after, err
			}
		}
		for ev, err := range s.log.ReadStream(ctx, stream, after+1, eventstore.Forwards, size) {
			if errors.Is(err, eventstore.ErrNoStream) {
				return after, nil
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
			n++
		}
		if n < size {
			return after, nil
		}
	}
}
