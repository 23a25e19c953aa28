package transfer

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"minhbach/eventstore"
	"minhbach/eventstore/esdb"
	"minhbach/eventstore/ledger"
)

// onServer appends to a server. Order over the whole log is the source's, so one append
// follows the other; events of one stream that follow each other go together.
type onServer struct {
	log   *esdb.Log
	place string
	seen  eventstore.Position // of the newest event held
	bunch []eventstore.Event
	bytes int
}

func (t *onServer) name() string         { return t.place }
func (t *onServer) keepsPositions() bool { return false }
func (t *onServer) keepsSystem() bool    { return false }
func (t *onServer) forgets() bool        { return false }
func (t *onServer) close() error         { return t.log.Close() }

func (t *onServer) finish(context.Context) error { return nil }

func (t *onServer) held(ctx context.Context) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		for ev, err := range t.log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0) {
			if err == nil && ledger.HasLeaf(&ev) {
				t.seen = ev.Position
			}
			if !yield(ev, err) {
				return
			}
		}
	}
}

func (t *onServer) again(ctx context.Context) (eventstore.Events, bool) {
	return t.log.ReadAll(ctx, t.seen, eventstore.Forwards, eventstore.Filter{}, 0), true
}

func (t *onServer) take(ctx context.Context, events eventstore.Events) error {
	for ev, err := range events {
		if err == nil && ev.ID.IsZero() {
			err = fmt.Errorf("%w: position %d: a server takes no event without id", ErrSource, ev.Position)
		}
		if err == nil {
			err = t.add(ctx, ev)
		}
		if err != nil {
			return err
		}
	}
	return t.flush(ctx)
}

// atOnce is how many events go in one append at most: more would not be faster.
const atOnce = 1000

// add an event to the bunch, or send that first.
func (t *onServer) add(ctx context.Context, ev eventstore.Event) error {
	size := esdb.RecordedBytes(&ev)
	if n := len(t.bunch); n > 0 {
		last := &t.bunch[n-1]
		if last.Stream != ev.Stream || last.Revision+1 != ev.Revision || n >= min(atOnce, t.log.Features().MaxAppend) ||
			t.bytes+size > t.log.Features().MaxAppendBytes || t.holds(ev.ID) || ev.Type == eventstore.TypeStreamDeleted {
			if err := t.flush(ctx); err != nil {
				return err
			}
		}
	}
	t.bunch, t.bytes = append(t.bunch, ev), t.bytes+size
	return nil
}

func (t *onServer) holds(id eventstore.ID) bool {
	for i := range t.bunch {
		if t.bunch[i].ID == id {
			return true
		}
	}
	return false
}

func (t *onServer) flush(ctx context.Context) error {
	if len(t.bunch) == 0 {
		return nil
	}
	first := &t.bunch[0]
	expected := eventstore.Exactly(first.Revision - 1)
	if first.Type == eventstore.TypeStreamDeleted {
		expected = eventstore.Any() // its own revision says nothing about the one before it
	}
	_, err := t.log.AppendRecorded(ctx, first.Stream, expected, t.bunch...)
	var wrong *eventstore.WrongRevision
	switch {
	case errors.As(err, &wrong) && wrong.Actual == eventstore.NoRevision:
		return fmt.Errorf("%w: position %d: stream %s begins at revision %d, and a server begins every stream at 0; copy into a directory instead", ErrSource, first.Position, first.Stream, first.Revision)
	case errors.As(err, &wrong) && strings.HasPrefix(first.Stream, "$$"):
		return fmt.Errorf("%w: position %d: stream %s was deleted softly and written to again, and the server then writes its metadata anew by itself, as event %d; copy into a directory instead", ErrSource, first.Position, first.Stream[2:], wrong.Actual)
	case errors.As(err, &wrong):
		return fmt.Errorf("%w: stream %s is at revision %d there and at %d in the source: somebody else records there; stop it, and begin again with an empty server", ErrOther, first.Stream, wrong.Actual, first.Revision-1)
	case errors.Is(err, eventstore.ErrTooLarge):
		return fmt.Errorf("%w: position %d: %w; raise the server's limit of an append (MaxAppendSize)", ErrSource, first.Position, err)
	case errors.Is(err, eventstore.ErrInvalid) && first.Type == eventstore.TypeStreamDeleted:
		return fmt.Errorf("%w: position %d: stream %s was ended for good, and this server ends streams only by itself, with an id and a time of its own; copy into a directory instead", ErrSource, first.Position, first.Stream)
	case err != nil:
		return fmt.Errorf("appending position %d of the source: %w", first.Position, err)
	}
	t.bunch, t.bytes = t.bunch[:0], 0
	return nil
}
