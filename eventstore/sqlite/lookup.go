package sqlite

import (
	"context"

	"minhbach/eventstore"
)

// EventByID finds an event by its id; where several streams hold the id, the
// one recorded first.
func (l *Log) EventByID(ctx context.Context, id eventstore.ID) (ev eventstore.Event, found bool, err error) {
	err = l.pool.with(ctx, func(c *conn) error {
		page, _, err := l.fill(c, nil, 1, l.dialect.events+"WHERE id = ? AND +position <= ? ORDER BY position LIMIT 1", []any{id[:], l.head.get()}, nil)
		if err == nil && len(page) == 1 {
			ev, found = page[0], true
		}
		return err
	})
	return ev, found, err
}
