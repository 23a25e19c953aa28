//go:build cgo

package duckdb_test

import (
	"path/filepath"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/analytics/analyticstest"
	"minhbach/analytics/duckdb"
)

func open(t testing.TB, path string) *duckdb.Store {
	t.Helper()
	s, err := duckdb.Open(t.Context(), duckdb.Options{Path: path, Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestContract(t *testing.T) {
	analyticstest.Run(t, func(t *testing.T) analytics.Store { return open(t, filepath.Join(t.TempDir(), "bảng.duckdb")) })
}
