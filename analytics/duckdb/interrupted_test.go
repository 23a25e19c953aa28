//go:build cgo

package duckdb_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/analytics/duckdb"
)

// Given work that is interrupted at any moment, when the store is closed, then the
// process can open the file again: nothing holds the engine in memory.
func TestInterruptedAndOpenedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.duckdb")
	table := analytics.Table{ID: "x", Columns: columns}
	for round := range 200 {
		// The engine waits inside of C for ever, so a context would not help.
		stuck := time.AfterFunc(time.Minute, func() { panic("the file cannot be opened again") })
		s, err := duckdb.Open(t.Context(), duckdb.Options{Path: path})
		stuck.Stop()
		if err != nil {
			t.Fatal(round, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		end := time.AfterFunc(time.Duration(rand.N(6000))*time.Microsecond, cancel)
		for ctx.Err() == nil {
			_, _ = s.Load(ctx, table, many(3, nil)) // how each ends does not matter
			_, _ = s.Profile(ctx, "x")
			_ = s.Drop(ctx, "x")
		}
		end.Stop()
		if err := s.Close(); err != nil {
			t.Fatal(round, err)
		}
	}
}
