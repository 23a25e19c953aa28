package sqlite

import (
	"context"
	"testing"

	"minhbach/eventstore"
	"minhbach/eventstore/logtest"
)

func openIn(t testing.TB, dir string, opts Options) *Log {
	t.Helper()
	l, err := Open(context.Background(), dir, opts)
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
