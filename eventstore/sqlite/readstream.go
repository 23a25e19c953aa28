package sqlite

import (
	"context"

	"minhbach/eventstore"
)

// ReadStream reads one stream page by page.
func (l *Log) ReadStream(ctx context.Context, stream string, from eventstore.Revision, dir eventstore.Direction, limit int) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		if err := validReading(dir, limit); err != nil {
			yield(eventstore.Event{}, err)
			return
		}
		r := streamReading{l: l, stream: stream, dir: dir, next: max(int64(from), -1)}
		if dir == eventstore.Forwards {
			r.next = max(r.next, 0)
		}
		left, size := limit, firstPage
		for !r.ended {
			n := size
			if limit > 0 {
				n = min(n, left)
			}
			err := l.pool.with(ctx, func(c *conn) error { return r.read(c, n) })
			for i := range r.page {
				if !yield(r.page[i], nil) {
					return
				}
			}
			if err != nil {
				yield(eventstore.Event{}, err)
				return
			}
			if left -= len(r.page); limit > 0 && left == 0 {
				return
			}
			size = nextPage(size)
		}
	}
}
