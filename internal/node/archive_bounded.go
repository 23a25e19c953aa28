package node

import (
	"context"

	"minhbach/eventstore"
)

// boundedLog is the log as it was when its head was at a position.
type boundedLog struct {
	eventstore.Log
	end eventstore.Position
}

func (b boundedLog) Head(ctx context.Context) (eventstore.Position, error) {
	head, err := b.Log.Head(ctx)
	return min(head, b.end), err
}

func (b boundedLog) ReadAll(ctx context.Context, after eventstore.Position, dir eventstore.Direction, filter eventstore.Filter, limit int) eventstore.Events {
	if dir == eventstore.Backwards {
		return b.Log.ReadAll(ctx, min(after, b.end), dir, filter, limit)
	}
	return b.until(b.Log.ReadAll(ctx, after, dir, filter, limit))
}

func (b boundedLog) ReadStream(ctx context.Context, stream string, from eventstore.Revision, dir eventstore.Direction, limit int) eventstore.Events {
	if dir == eventstore.Backwards {
		return func(yield func(eventstore.Event, error) bool) {
			left := limit
			for ev, err := range b.Log.ReadStream(ctx, stream, from, dir, 0) {
				if err == nil && ev.Position > b.end {
					continue
				}
				if !yield(ev, err) || err != nil {
					return
				}
				if left--; left == 0 {
					return
				}
			}
		}
	}
	return b.until(b.Log.ReadStream(ctx, stream, from, dir, limit))
}

func (b boundedLog) until(events eventstore.Events) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		for ev, err := range events {
			if err == nil && ev.Position > b.end || !yield(ev, err) || err != nil {
				return
			}
		}
	}
}

// Subscribe delivers what there is and says that it is all; then it waits.
func (b boundedLog) Subscribe(ctx context.Context, after eventstore.Position, filter eventstore.Filter, handle func(eventstore.Delivery) error) error {
	for ev, err := range b.ReadAll(ctx, after, eventstore.Forwards, filter, 0) {
		if err != nil {
			return err
		}
		if err := handle(eventstore.Delivery{Event: &ev, Position: ev.Position}); err != nil {
			return err
		}
	}
	head, err := b.Head(ctx)
	if err != nil {
		return err
	}
	if err := handle(eventstore.Delivery{Position: max(head, after), CaughtUp: true}); err != nil {
		return err
	}
	<-ctx.Done()
	return ctx.Err()
}

// Close leaves the log open: it is somebody else's.
func (b boundedLog) Close() error { return nil }
