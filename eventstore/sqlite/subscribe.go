package sqlite

import (
	"context"

	"minhbach/eventstore"
)

// Subscribe reads what there is, says that it has caught up, and waits for the
// writer's next commit. Catching up and going live are the same loop, so there
// is no handover at which an event could be lost.
func (l *Log) Subscribe(ctx context.Context, after eventstore.Position, filter eventstore.Filter, handle func(eventstore.Delivery) error) error {
	s := span{low: clamp(after), dir: eventstore.Forwards, filter: filter}
	size := firstPage
	var page []eventstore.Event
	for {
		if err := l.usable(ctx); err != nil {
			return err
		}
		var more <-chan struct{}
		s.high, more = l.head.await()
		for !s.empty() {
			var err error
			if page, err = l.page(ctx, &s, size, page[:0]); err != nil {
				return err
			}
			for i := range page {
				if err := l.usable(ctx); err != nil {
					return err
				}
				ev := page[i]
				if err := handle(eventstore.Delivery{Event: &ev, Position: ev.Position}); err != nil {
					return err
				}
			}
			size = nextPage(size)
		}
		if l.head.get() > s.high {
			continue
		}
		if err := handle(eventstore.Delivery{Position: eventstore.Position(s.low), CaughtUp: true}); err != nil {
			return err
		}
		size = firstPage
		select {
		case <-more:
		case <-ctx.Done():
		case <-l.closing:
		}
	}
}
