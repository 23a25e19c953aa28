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
		s := span{dir: dir, filter: filter}
		if dir == eventstore.Backwards {
			s.high = min(clamp(after), l.head.get())
		} else {
			s.low = clamp(after)
		}
		left, size := limit, firstPage
		var page []eventstore.Event
		for {
			if dir == eventstore.Forwards {
				s.high = l.head.get()
			}
			err := l.usable(ctx)
			if err == nil && s.empty() {
				return
			}
			n := size
			if limit > 0 {
				n = min(n, left)
			}
			if err == nil {
				page, err = l.page(ctx, &s, n, page[:0])
			}
			for i := range page {
				if !yield(page[i], nil) {
					return
				}
			}
			if err != nil {
				yield(eventstore.Event{}, err)
				return
			}
			if left -= len(page); limit > 0 && left == 0 {
				return
			}
			size = nextPage(size)
		}
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
