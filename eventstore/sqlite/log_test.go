package sqlite

import (
	"context"
	"strconv"
	"sync/atomic"
	"testing"

	"minhbach/eventstore"
	"minhbach/eventstore/logtest"
)

var (
	ctx     = context.Background()
	counter atomic.Int64
)

func event() eventstore.Draft {
	return eventstore.Draft{
		ID:       eventstore.DeriveID("sqlite tests", strconv.FormatInt(counter.Add(1), 10)),
		Type:     "thing.happened",
		Data:     []byte(`{"text":"a payload that a test can find"}`),
		Metadata: []byte(`{}`),
	}
}

func mustAppend(t testing.TB, l *Log, stream string, n int) eventstore.Appended {
	t.Helper()
	var ds []eventstore.Draft
	for range n {
		ds = append(ds, event())
	}
	a, err := l.Append(ctx, stream, eventstore.Any(), ds...)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func mustCount(t testing.TB, l *Log, want int) {
	t.Helper()
	all, err := eventstore.Collect(l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil || len(all) != want {
		t.Fatalf("%d events, want %d: %v", len(all), want, err)
	}
}

func openIn(t testing.TB, dir string, opts Options) *Log {
	t.Helper()
	l, err := Open(ctx, dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func TestContract(t *testing.T) {
	logtest.Run(t, func(t *testing.T) eventstore.Log { return openIn(t, t.TempDir(), Options{}) })
}

// Small bounds make every page, batch and checkpoint boundary occur.
func TestContractWithSmallBounds(t *testing.T) {
	logtest.Run(t, func(t *testing.T) eventstore.Log {
		return openIn(t, t.TempDir(), Options{Readers: 2, CachedStreams: 2, CheckpointPages: 8,
			MaxBatchEvents: 3, MaxBatchBytes: 2048, MaxEventBytes: 10_000, MaxAppend: 900, tailLength: 8, scanWindow: 100})
	})
}
