package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"minhbach/eventstore"
)

// record is the newest word about a group.
type record struct {
	position eventstore.Position
	holder   string
	until    time.Time
	revision eventstore.Revision
	at       eventstore.Position // of the word itself
}

// free tells whether a member may take the lease.
func (r record) free(member string, now time.Time) bool {
	return r.holder == "" || r.holder == member || !now.Before(r.until)
}

func groupStream(group string) string { return "group-" + group }

func parkedStream(group string) string { return "parked-" + group }

// place reads the last event of a group's stream; eventstore.ErrNoStream when the
// group has not started yet.
func place(ctx context.Context, log eventstore.Log, group string) (record, error) {
	for ev, err := range log.ReadStream(ctx, groupStream(group), eventstore.FromEnd, eventstore.Backwards, 1) {
		if err != nil {
			return record{}, err
		}
		return recordOf(ev)
	}
	return record{}, eventstore.ErrNoStream
}

func recordOf(ev eventstore.Event) (record, error) {
	f, err := own().Decode(ev)
	if err != nil {
		return record{}, fmt.Errorf("bus: %s: %w", ev.Stream, err)
	}
	k, ok := f.Payload.(PositionKept)
	if !ok {
		return record{}, fmt.Errorf("bus: %s holds a %s at revision %d, which is none of ours", ev.Stream, ev.Type, ev.Revision)
	}
	return record{position: eventstore.Position(k.Position), holder: k.Holder, until: k.Until, revision: ev.Revision, at: ev.Position}, nil
}

// open reads a group's place, and gives a group that has none its start.
func open(ctx context.Context, log eventstore.Log, group string, from Start, now func() time.Time) (record, error) {
	for {
		rec, err := place(ctx, log, group)
		if !errors.Is(err, eventstore.ErrNoStream) {
			return rec, err
		}
		start := from.position
		if !from.chosen {
			if start, err = log.Head(ctx); err != nil {
				return record{}, err
			}
		}
		d, err := own().Encode(eventstore.NewID(now()), PositionKept{Position: uint64(start)}, meta)
		if err != nil {
			return record{}, err
		}
		done, err := log.Append(ctx, groupStream(group), eventstore.None(), d)
		var taken *eventstore.WrongRevision
		if errors.As(err, &taken) {
			continue // another member was first
		}
		return record{position: start, revision: done.Last, at: done.Position}, err
	}
}
