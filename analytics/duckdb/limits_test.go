//go:build cgo

package duckdb

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

func small(t *testing.T, o Options) *Store {
	t.Helper()
	o.Path = filepath.Join(t.TempDir(), "t.duckdb")
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func fill(t *testing.T, s *Store, rows int) {
	t.Helper()
	columns := []dataset.Column{{Name: "ten", Type: dataset.Text}, {Name: "so", Type: dataset.Integer}}
	if _, err := s.Load(t.Context(), analytics.Table{ID: "x", Columns: columns}, func(yield func(analytics.Row, error) bool) {
		for i := range rows {
			if !yield(analytics.Row{fmt.Sprintf("%032d", i*7919), int64(i)}, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
}

// Whatever statement somebody smuggled in, files, network and settings stay shut.
func TestHardened(t *testing.T) {
	s := small(t, Options{})
	fill(t, s, 10)
	secret := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(secret, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"SELECT * FROM read_csv('" + secret + "')", "SELECT * FROM '" + secret + "'", "SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM glob('/*')",
		"COPY minhbach_tables TO '" + secret + "2'", "ATTACH '" + secret + ".db'", "INSTALL httpfs", "LOAD httpfs", "SELECT * FROM 'http://127.0.0.1:9/x.csv'",
		"SET memory_limit='10GB'", "SET GLOBAL enable_external_access=true", "SET lock_configuration=false", "RESET lock_configuration", "SET threads=64",
		"EXPORT DATABASE '" + secret + "3'", "IMPORT DATABASE '/tmp'", "SELECT * FROM read_xlsx('x.xlsx')", "CREATE PERSISTENT SECRET s (TYPE S3)",
	} {
		if _, err := s.db.ExecContext(t.Context(), text); err == nil {
			t.Errorf("%s went through", text)
		}
	}
	left, err := filepath.Glob(secret + "*")
	if err != nil || len(left) != 1 {
		t.Errorf("files: %v, %v", left, err)
	}
}

func TestTooSlow(t *testing.T) {
	s := small(t, Options{Timeout: time.Nanosecond})
	fill(t, s, 10)
	_, err := s.Select(t.Context(), analytics.Query{Table: "x", Order: []analytics.Order{{Column: "ten"}}})
	if !errors.Is(err, analytics.ErrSlow) {
		t.Errorf("%v", err)
	}
	if err := s.Stream(t.Context(), analytics.Query{Table: "x"}, func(analytics.Row) error { return nil }); err != nil {
		t.Errorf("a stream has no such limit: %v", err)
	}
}

// A question that is too large for the memory is refused; the next one is answered.
func TestTooMuchMemory(t *testing.T) {
	s := small(t, Options{Memory: "40MB", Temp: "1MB", Timeout: time.Minute})
	fill(t, s, 1_000_000)
	for range 3 {
		_, err := s.Group(t.Context(), analytics.Grouping{Table: "x", By: []analytics.Bucket{{Column: "ten"}, {Column: "so"}},
			Aggregates: []analytics.Aggregate{{Function: analytics.Median, Column: "so"}, {Function: analytics.Distinct, Column: "ten"}}})
		if !errors.Is(err, analytics.ErrMemory) {
			t.Errorf("%v", err)
		}
		err = s.Stream(t.Context(), analytics.Query{Table: "x", Order: []analytics.Order{{Column: "ten", Desc: true}}}, func(analytics.Row) error { return nil })
		if !errors.Is(err, analytics.ErrMemory) {
			t.Errorf("sorted stream: %v", err)
		}
		p, err := s.Select(t.Context(), analytics.Query{Table: "x", Where: analytics.Compare{Column: "so", Op: analytics.Lt, Value: int64(5)}})
		if err != nil || p.Total != 5 {
			t.Errorf("afterwards: %v", err)
		}
	}
	if IsBroken(analytics.ErrMemory.New()) {
		t.Error("too little memory is no damage")
	}
}

// Replaced tables leave nothing behind, and totals of them are forgotten.
func TestNothingPilesUp(t *testing.T) {
	s := small(t, Options{})
	for range 4 {
		fill(t, s, 1000)
		if _, err := s.Select(t.Context(), analytics.Query{Table: "x", Search: "7"}); err != nil {
			t.Fatal(err)
		}
	}
	var tables int
	if err := s.db.QueryRow("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 't\\_%' ESCAPE '\\'").Scan(&tables); err != nil || tables != 1 {
		t.Errorf("%d tables, %v", tables, err)
	}
	if n := len(s.totals.all); n != 1 {
		t.Errorf("%d totals are kept", n)
	}
	for i := range 5000 {
		s.totals.put(fmt.Sprint("k", i), int64(i))
	}
	if _, old := s.totals.get("k10"); old || len(s.totals.all) != 2000 || s.totals.ages.Len() != 2000 {
		t.Errorf("%d totals are kept", len(s.totals.all))
	}
	s.totals.put(strings.Repeat("k", 5000), 1)
	if len(s.totals.all) != 2000 {
		t.Error("a long question is kept")
	}
}

// A table that a process left half dropped is dropped when the file is opened.
func TestLeftover(t *testing.T) {
	s := small(t, Options{})
	fill(t, s, 10)
	tb, release, err := s.use("x")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Drop(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.use("x"); !errors.Is(err, analytics.ErrTable) {
		t.Errorf("dropped: %v", err)
	}
	count := func() (n int) {
		if err := s.db.QueryRow("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", tb.name).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if count() != 1 {
		t.Error("a table in use was removed")
	}
	found := map[string]bool{"minhbach_tables": true, tb.name: true}
	if err := s.readTables(t.Context(), found); err != nil || count() != 0 {
		t.Errorf("left over: %v", err)
	}
	release()
	if _, err := s.db.Exec("UPDATE minhbach_format SET version = 99"); err != nil {
		t.Fatal(err)
	}
	if err := s.readCatalogue(t.Context()); !IsBroken(err) {
		t.Errorf("another format: %v", err)
	}
	if _, err := s.db.Exec("DROP TABLE minhbach_format"); err != nil {
		t.Fatal(err)
	}
	if err := s.readCatalogue(t.Context()); !IsBroken(err) {
		t.Errorf("another program: %v", err)
	}
}
