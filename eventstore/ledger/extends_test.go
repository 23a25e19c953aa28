package ledger

import (
	"context"
	"errors"
	"iter"
	"testing"

	"minhbach/eventstore"
)

// oneLog has as many empty events as it is told.
type oneLog struct {
	eventstore.Log
	n int
}

func (o *oneLog) ReadAll(_ context.Context, after eventstore.Position, _ eventstore.Direction, _ eventstore.Filter, _ int) eventstore.Events {
	return iter.Seq2[eventstore.Event, error](func(yield func(eventstore.Event, error) bool) {
		for i := int(after) + 1; i <= o.n && yield(eventstore.Event{Position: eventstore.Position(i), Stream: "s", Type: "t"}, nil); i++ {
		}
	})
}

// TestNothingIsSignedThatDoesNotExtend: the proof against the checkpoint before is
// checked, not assumed. Here the memory of that checkpoint is another one.
func TestNothingIsSignedThatDoesNotExtend(t *testing.T) {
	_, key, err := NewKey("example.gov.vn/log")
	if err != nil {
		t.Fatal(err)
	}
	log := &oneLog{n: 300}
	l, err := Open(t.Context(), t.TempDir(), log, Options{Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := l.ToEnd(t.Context()); err != nil {
		t.Fatal(err)
	}
	before, _ := l.Latest()
	l.signed.Root[7] ^= 1
	log.n = 310
	if err := l.ToEnd(t.Context()); !errors.Is(err, ErrFork) {
		t.Fatalf("signed: %v", err)
	}
	if after, _ := l.Latest(); after.Note != before.Note {
		t.Error("a checkpoint was published")
	}
	// Nor does it try again.
	log.n = 320
	if err := l.ToEnd(t.Context()); !errors.Is(err, ErrFork) {
		t.Errorf("went on: %v", err)
	}
}
