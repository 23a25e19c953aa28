//go:build cgo

package duckdb

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// shapes fills a table whose cells are as large as shapes on a map.
func shapes(t *testing.T, s *Store, rows, size int) {
	t.Helper()
	columns := []dataset.Column{{Name: "so", Type: dataset.Integer}, {Name: "hinh", Type: dataset.Geometry}}
	_, err := s.Load(t.Context(), analytics.Table{ID: "x", Columns: columns}, func(yield func(analytics.Row, error) bool) {
		for i := range rows {
			if !yield(analytics.Row{int64(rows - i), strings.Repeat(fmt.Sprintf("%08d", i*7919), size/8)}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A page of huge cells is refused with a sentence, and a download of them is passed
// on in pieces that stay small.
func TestHugeCells(t *testing.T) {
	const rows, size = 450, 200_000
	s := small(t, Options{})
	shapes(t, s, rows, size)
	if _, err := s.Select(t.Context(), analytics.Query{Table: "x", Limit: rows}); !errors.Is(err, analytics.ErrLarge) && !errors.Is(err, analytics.ErrMemory) {
		t.Errorf("a page of %d MB: %v", rows*size>>20, err)
	}
	if p, err := s.Select(t.Context(), analytics.Query{Table: "x", Limit: 20}); err != nil || len(p.Rows) != 20 {
		t.Errorf("a small page: %v", err)
	}
	for name, q := range map[string]analytics.Query{
		"in file order": {Table: "x"}, "in another": {Table: "x", Order: []analytics.Order{{Column: "so"}}},
		"filtered": {Table: "x", Where: analytics.Compare{Column: "so", Op: analytics.Gt, Value: int64(0)}},
	} {
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		most, seen, last := uint64(0), 0, int64(0)
		err := s.Stream(t.Context(), q, func(r analytics.Row) error {
			if seen++; seen%40 == 0 {
				runtime.GC()
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapAlloc)
			}
			if len(r[1].(string)) != size || r[0] == last {
				t.Errorf("%s: row %d is not whole or comes twice", name, seen)
			}
			last = r[0].(int64)
			return nil
		})
		if err != nil || seen != rows {
			t.Fatalf("%s: %d rows, %v", name, seen, err)
		}
		if held := int64(most) - int64(before.HeapAlloc); held > 40<<20 {
			t.Errorf("%s: %d MB are held at once", name, held>>20)
		}
	}
}

// Slow readers of sorted downloads keep nobody from asking, and there are only so
// many of them.
func TestSlowReadersOfSortedDownloads(t *testing.T) {
	s := small(t, Options{Parallel: 2, Timeout: 5 * time.Second})
	fill(t, s, 2000)
	q := analytics.Query{Table: "x", Order: []analytics.Order{{Column: "ten", Desc: true}}}
	begun, resume, ended := make(chan bool), make(chan bool), make(chan error)
	for range sortedAtOnce {
		go func() {
			first := true
			ended <- s.Stream(t.Context(), q, func(analytics.Row) error {
				if first {
					first = false
					begun <- true
					<-resume
				}
				return nil
			})
		}()
		<-begun
	}
	if p, err := s.Select(t.Context(), analytics.Query{Table: "x", Limit: 1}); err != nil || p.Total != 2000 {
		t.Errorf("while %d downloads stand still: %v", sortedAtOnce, err)
	}
	if err := s.Stream(t.Context(), analytics.Query{Table: "x"}, func(analytics.Row) error { return nil }); err != nil {
		t.Errorf("a download in file order: %v", err)
	}
	if err := s.Stream(t.Context(), q, func(analytics.Row) error { return nil }); !errors.Is(err, analytics.ErrBusy) {
		t.Errorf("one more: %v", err)
	}
	close(resume)
	for range sortedAtOnce {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	if err := s.Stream(t.Context(), q, func(analytics.Row) error { return nil }); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// A download that cannot be sorted in time is refused before its first row.
func TestSortedTooSlow(t *testing.T) {
	s := small(t, Options{Timeout: time.Nanosecond})
	fill(t, s, 1000)
	err := s.Stream(t.Context(), analytics.Query{Table: "x", Order: []analytics.Order{{Column: "ten"}}}, func(analytics.Row) error {
		t.Error("a row came")
		return nil
	})
	if !errors.Is(err, analytics.ErrSlow) && !errors.Is(err, analytics.ErrBusy) {
		t.Errorf("%v", err)
	}
}
