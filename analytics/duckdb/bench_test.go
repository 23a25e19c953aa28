//go:build cgo

package duckdb

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

func benchStore(b *testing.B) *Store {
	b.Helper()
	s, err := Open(b.Context(), Options{Path: filepath.Join(b.TempDir(), "t.duckdb"), Timeout: time.Minute})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

func peak(b *testing.B) {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if strings.HasPrefix(line, "VmHWM:") {
			kb, _ := strconv.ParseFloat(strings.Fields(line)[1], 64)
			b.ReportMetric(kb/1024, "MB-peak")
		}
	}
}

// processor is the time that this process had on processors.
func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// wide is a table such as CKAN's loaders are measured with: 46 columns, 16 of text.
func wide() []dataset.Column {
	columns := make([]dataset.Column, 46)
	for i := range columns {
		columns[i] = dataset.Column{Name: fmt.Sprint("c", i), Type: []dataset.Type{dataset.Text, dataset.Integer, dataset.Decimal}[i%3]}
	}
	columns[43].Type, columns[44].Type, columns[45].Type = dataset.Date, dataset.DateTime, dataset.Boolean
	return columns
}

func wideRow(columns []dataset.Column, i int) analytics.Row {
	row := make(analytics.Row, len(columns))
	for k, c := range columns {
		switch c.Type {
		case dataset.Text:
			row[k] = "Xã Đại Ân " + strconv.Itoa((i*31+k)%(10*(k+1)*(k+1)))
		case dataset.Integer:
			row[k] = int64(i*k) % 100_003
		case dataset.Decimal:
			row[k] = float64(i%9973) / 7
		case dataset.Boolean:
			row[k] = i%2 == 0
		default:
			row[k] = time.Date(2020, 1, 1+i%2000, 0, 0, 0, 0, time.UTC)
		}
	}
	return row
}

// BenchmarkLoad is the engine's part of a load: 1 M rows × 46 columns from Go values.
func BenchmarkLoad(b *testing.B) {
	s := benchStore(b)
	columns := wide()
	const rows = 1_000_000
	var making time.Duration
	before := processor()
	for b.Loop() {
		n, err := s.Load(b.Context(), analytics.Table{ID: "x", Columns: columns}, func(yield func(analytics.Row, error) bool) {
			for i := range rows {
				start := time.Now()
				row := wideRow(columns, i)
				making += time.Since(start)
				if !yield(row, nil) {
					return
				}
			}
		})
		if err != nil || n != rows {
			b.Fatal(n, err)
		}
	}
	cpu := processor() - before
	perRun := (b.Elapsed() - making).Seconds() / float64(b.N)
	b.ReportMetric(rows/perRun, "rows/s")
	b.ReportMetric((cpu-making).Seconds()/float64(b.N), "cpu-s/load") // tells the work on a busy machine
	peak(b)
	start, n := time.Now(), 0
	if err := s.Stream(b.Context(), analytics.Query{Table: "x"}, func(analytics.Row) error { n++; return nil }); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(n)/time.Since(start).Seconds(), "streamed-rows/s")
	start = time.Now()
	if _, err := s.Profile(b.Context(), "x"); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(time.Since(start).Seconds(), "profile-s")
}

// large is a table that the engine makes itself: province, year, value, commune, day.
func large(b *testing.B, rows int64) *Store {
	s := benchStore(b)
	columns := []dataset.Column{{Name: "tinh", Type: dataset.Text}, {Name: "nam", Type: dataset.Integer}, {Name: "gia", Type: dataset.Decimal}, {Name: "xa", Type: dataset.Text}, {Name: "ngay", Type: dataset.Date}}
	t := newTable("x", "t_bench", columns, rows)
	if _, err := s.db.Exec(t.create()); err != nil {
		b.Fatal(err)
	}
	if _, err := s.db.Exec(`INSERT INTO t_bench SELECT range + 1, 'Tỉnh ' || (range % 63), 2000 + range % 26, (range * 7919 % 100003) / 7, 'Xã Đại Ân ' || (range * 31 % 1000003),
		DATE '2000-01-01' + CAST(range % 9000 AS INTEGER), 'tinh ' || (range % 63), 'xa dai an ' || (range * 31 % 1000003) FROM range(` + strconv.FormatInt(rows, 10) + `)`); err != nil {
		b.Fatal(err)
	}
	s.put("x", t)
	return s
}

// percentiles runs f b.N times with the number of the run and reports p50 and p95.
func percentiles(b *testing.B, f func(i int) error) {
	var took []time.Duration
	before := processor()
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		if err := f(i); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	b.ReportMetric(float64((processor()-before).Microseconds())/1000/float64(b.N), "cpu-ms/op") // tells the work on a busy machine
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

// BenchmarkPage asks 13 M rows for 100 rows and the exact total, each time another
// page, beside a sequential scan of the same table.
func BenchmarkPage(b *testing.B) {
	const rows = 13_000_000
	s := large(b, rows)
	sel := func(q analytics.Query) func(int) error {
		return func(i int) error {
			q := q
			q.Table = "x"
			p, err := s.Select(b.Context(), q)
			if err == nil && (len(p.Rows) != 100 || p.Total < 100) {
				err = fmt.Errorf("%d rows of %d", len(p.Rows), p.Total)
			}
			return err
		}
	}
	b.Run("any-page", func(b *testing.B) {
		percentiles(b, func(i int) error { return sel(analytics.Query{Offset: int64(i) * 99_991 % (rows - 100)})(i) })
	})
	b.Run("cursor", func(b *testing.B) {
		percentiles(b, func(i int) error {
			return sel(analytics.Query{After: analytics.Row{int64(i) * 99_991 % (rows - 100)}})(i)
		})
	})
	year := analytics.Compare{Column: "nam", Op: analytics.Eq, Value: int64(2019)}
	b.Run("where", func(b *testing.B) {
		percentiles(b, func(i int) error {
			return sel(analytics.Query{Where: year, After: analytics.Row{int64(i) * 99_991 % (rows - 10_000)}})(i)
		})
	})
	b.Run("where-new-total", func(b *testing.B) {
		percentiles(b, func(i int) error {
			return sel(analytics.Query{Where: analytics.And{year, analytics.Compare{Column: "gia", Op: analytics.Gt, Value: float64(i) / 1e6}}})(i)
		})
	})
	b.Run("order-number", func(b *testing.B) {
		percentiles(b, sel(analytics.Query{Order: []analytics.Order{{Column: "gia", Desc: true}}}))
	})
	b.Run("order-text-63", func(b *testing.B) {
		percentiles(b, sel(analytics.Query{Order: []analytics.Order{{Column: "tinh"}}}))
	})
	b.Run("order-text-1M", func(b *testing.B) {
		percentiles(b, sel(analytics.Query{Order: []analytics.Order{{Column: "xa"}}}))
	})
	b.Run("contains-new-total", func(b *testing.B) {
		percentiles(b, func(i int) error {
			return sel(analytics.Query{Where: analytics.Match{Column: "xa", Kind: analytics.Contains, Text: "ĐẠI ÂN " + strconv.Itoa(100+i%800)}})(i)
		})
	})
	b.Run("search-new-total", func(b *testing.B) {
		percentiles(b, func(i int) error { return sel(analytics.Query{Search: "tinh ân " + strconv.Itoa(100+i%800)})(i) })
	})
	b.Run("sequential-scan", func(b *testing.B) {
		percentiles(b, func(i int) error {
			_, err := s.number(b.Context(), sqlText("SELECT CAST(sum(length(c0)) + sum(c1) + sum(length(c3)) AS BIGINT) FROM t_bench"))
			return err
		})
	})
	peak(b)
}

// BenchmarkGroup groups 10 M rows, beside a sequential scan of the same table.
func BenchmarkGroup(b *testing.B) {
	s := large(b, 10_000_000)
	group := func(groups int64, by ...analytics.Bucket) func(int) error {
		return func(int) error {
			g, err := s.Group(b.Context(), analytics.Grouping{Table: "x", By: by, Aggregates: []analytics.Aggregate{
				{Function: analytics.Count}, {Function: analytics.Sum, Column: "gia"}, {Function: analytics.Avg, Column: "gia"}}})
			if err == nil && g.Total != groups {
				err = fmt.Errorf("%d groups", g.Total)
			}
			return err
		}
	}
	b.Run("province", func(b *testing.B) { percentiles(b, group(63, analytics.Bucket{Column: "tinh"})) })
	b.Run("province-year", func(b *testing.B) {
		percentiles(b, group(63*26, analytics.Bucket{Column: "tinh"}, analytics.Bucket{Column: "nam"}))
	})
	b.Run("month", func(b *testing.B) { percentiles(b, group(296, analytics.Bucket{Column: "ngay", Part: "month"})) })
	b.Run("commune-1M", func(b *testing.B) { percentiles(b, group(1_000_003, analytics.Bucket{Column: "xa"})) })
	b.Run("median", func(b *testing.B) {
		percentiles(b, func(int) error {
			_, err := s.Group(b.Context(), analytics.Grouping{Table: "x", By: []analytics.Bucket{{Column: "tinh"}}, Aggregates: []analytics.Aggregate{{Function: analytics.Median, Column: "gia"}, {Function: analytics.Distinct, Column: "xa"}}})
			return err
		})
	})
	b.Run("sequential-scan", func(b *testing.B) {
		percentiles(b, func(i int) error {
			_, err := s.number(b.Context(), sqlText("SELECT CAST(sum(length(c0)) + sum(c1) + sum(length(c3)) AS BIGINT) FROM t_bench"))
			return err
		})
	})
	peak(b)
}
