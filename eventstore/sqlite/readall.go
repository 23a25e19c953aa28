package sqlite

import (
	"context"
	"fmt"

	"minhbach/eventstore"
)

// ReadAll reads the log page by page, up to the head as it is when reached.
func (l *Log) ReadAll(ctx context.Context, after eventstore.Position, dir eventstore.Direction, filter eventstore.Filter, limit int) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		if err := validReading(dir, limit); err != nil {
			yield(eventstore.Event{}, err)
			return
		}
		r := allReading{l: l, ctx: ctx, left: limit, size: firstPage, span: span{dir: dir, filter: filter}}
		if dir == eventstore.Backwards {
			r.span.high = min(clamp(after), l.head.get())
		} else {
			r.span.low = clamp(after)
		}
		var page, spare []eventstore.Event
		page, err := r.next(page)
		for {
			ended := r.ended || err != nil
			ahead := r.ahead(spare, ended)
			for i := range page {
				if !yield(page[i], nil) {
					return
				}
			}
			if err != nil {
				yield(eventstore.Event{}, err)
				return
			}
			if ended {
				return
			}
			spare = page
			page, err = ahead()
		}
	}
}

// allReading is where the reading of the log is.
type allReading struct {
	l     *Log
	ctx   context.Context
	span  span
	left  int // of a limit, 0: none
	size  int
	ended bool // there is no further page
}

// next reads a page into the slice.
func (r *allReading) next(page []eventstore.Event) ([]eventstore.Event, error) {
	page = page[:0]
	if err := r.l.usable(r.ctx); err != nil {
		return page, err
	}
	if r.span.dir == eventstore.Forwards {
		r.span.high = r.l.head.get()
	}
	if r.span.empty() {
		r.ended = true
		return page, nil
	}
	n := r.size
	if r.left > 0 {
		n = min(n, r.left)
	}
	page, err := r.l.page(r.ctx, &r.span, n, page)
	if r.left > 0 {
		r.left -= len(page)
		r.ended = r.left == 0
	}
	r.size = nextPage(r.size)
	return page, err
}

// ahead begins to read the next page of a long reading while the consumer is at
// work on this one, and returns how to get it. Whoever stops early leaves one
// page unread, which holds nothing.
func (r *allReading) ahead(page []eventstore.Event, ended bool) func() ([]eventstore.Event, error) {
	if r.size < largePage || ended || r.span.empty() {
		return func() ([]eventstore.Event, error) { return r.next(page) }
	}
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		page, err = r.next(page)
	}()
	return func() ([]eventstore.Event, error) {
		<-done
		return page, err
	}
}

func validReading(dir eventstore.Direction, limit int) error {
	if dir != eventstore.Forwards && dir != eventstore.Backwards {
		return fmt.Errorf("%w: direction %d; say Forwards or Backwards", eventstore.ErrInvalid, dir)
	}
	if limit < 0 {
		return fmt.Errorf("%w: limit %d; say 0 for none", eventstore.ErrInvalid, limit)
	}
	return nil
}
