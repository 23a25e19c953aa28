package analyticstest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/domain/fault"
)

func refusals(t *testing.T, s analytics.Store) {
	load(t, s, "x", every, analytics.Row{"a", int64(1), 1.5, true, day, instant, point})
	deep := analytics.Expr(analytics.Missing{Column: "so"})
	for range 200_000 {
		deep = analytics.Not{Expr: deep}
	}
	eq := func(c string, v any) analytics.Expr { return analytics.Compare{Column: c, Op: analytics.Eq, Value: v} }
	for _, c := range []struct {
		q    analytics.Query
		code *fault.Code
	}{
		{analytics.Query{Table: "y"}, analytics.ErrTable},
		{analytics.Query{Select: []string{"khong_co"}}, analytics.ErrColumn},
		{analytics.Query{Select: []string{"so", "so"}}, analytics.ErrColumn},
		{analytics.Query{Select: []string{analytics.RowID}, Distinct: true}, analytics.ErrColumn},
		{analytics.Query{Order: []analytics.Order{{Column: "khong_co"}}}, analytics.ErrColumn},
		{analytics.Query{Order: []analytics.Order{{Column: "hinh"}}}, analytics.ErrOperator},
		{analytics.Query{Order: make([]analytics.Order, 100)}, analytics.ErrLarge},
		{analytics.Query{Where: eq("khong_co", int64(1))}, analytics.ErrColumn},
		{analytics.Query{Where: analytics.Not{Expr: analytics.Missing{Column: "khong_co"}}}, analytics.ErrColumn},
		{analytics.Query{Where: eq("so", "1")}, analytics.ErrValue},
		{analytics.Query{Where: eq("so", 1.0)}, analytics.ErrValue},
		{analytics.Query{Where: eq("so", nil)}, analytics.ErrValue},
		{analytics.Query{Where: eq("hinh", point)}, analytics.ErrOperator},
		{analytics.Query{Where: analytics.Compare{Column: "dung", Op: analytics.Lt, Value: true}}, analytics.ErrOperator},
		{analytics.Query{Where: analytics.Compare{Column: "so", Op: "; --", Value: int64(1)}}, analytics.ErrOperator},
		{analytics.Query{Where: analytics.Match{Column: "so", Kind: analytics.Contains, Text: "1"}}, analytics.ErrOperator},
		{analytics.Query{Where: analytics.Match{Column: "ten", Kind: "regexp", Text: "1"}}, analytics.ErrOperator},
		{analytics.Query{Where: analytics.In{Column: "so", Values: make([]any, 1001)}}, analytics.ErrLarge},
		{analytics.Query{Where: deep}, analytics.ErrLarge},
		{analytics.Query{Where: analytics.And(make([]analytics.Expr, 1000))}, analytics.ErrLarge},
		{analytics.Query{Search: strings.Repeat("a", 5000)}, analytics.ErrLarge},
		{analytics.Query{Search: "a b c d e f g h i j k l m n o p q r s t u"}, analytics.ErrLarge},
		{analytics.Query{Limit: int(s.Features().MaxRows) + 1}, analytics.ErrLarge},
		{analytics.Query{After: analytics.Row{}}, analytics.ErrCursor},
		{analytics.Query{After: analytics.Row{"1"}}, analytics.ErrCursor},
		{analytics.Query{After: analytics.Row{nil}}, analytics.ErrCursor},
		{analytics.Query{After: analytics.Row{int64(1)}, Offset: 1}, analytics.ErrCursor},
		{analytics.Query{After: analytics.Row{int64(1), int64(1)}}, analytics.ErrCursor},
		{analytics.Query{Order: []analytics.Order{{Column: "so"}}, After: analytics.Row{"x", int64(1)}}, analytics.ErrCursor},
		{analytics.Query{Distinct: true, After: analytics.Row{int64(1)}}, analytics.ErrCursor},
	} {
		if c.q.Table == "" {
			c.q.Table = "x"
		}
		_, err := s.Select(t.Context(), c.q)
		refused(t, err, c.code)
		if c.q.Limit == 0 {
			refused(t, s.Stream(t.Context(), c.q, func(analytics.Row) error { return nil }), c.code)
		}
	}
	by := func(c, part string) []analytics.Bucket { return []analytics.Bucket{{Column: c, Part: part}} }
	of := func(f analytics.Function, c, as string) []analytics.Aggregate {
		return []analytics.Aggregate{{Function: f, Column: c, As: as}}
	}
	for _, c := range []struct {
		q    analytics.Grouping
		code *fault.Code
	}{
		{analytics.Grouping{Table: "y"}, analytics.ErrTable},
		{analytics.Grouping{By: by("khong_co", "")}, analytics.ErrColumn},
		{analytics.Grouping{By: by("hinh", "")}, analytics.ErrOperator},
		{analytics.Grouping{By: by(analytics.RowID, "")}, analytics.ErrOperator},
		{analytics.Grouping{By: by("so", "year")}, analytics.ErrOperator},
		{analytics.Grouping{By: by("ngay", "week'")}, analytics.ErrOperator},
		{analytics.Grouping{By: make([]analytics.Bucket, 20)}, analytics.ErrLarge},
		{analytics.Grouping{Aggregates: of("exec", "so", "")}, analytics.ErrOperator},
		{analytics.Grouping{Aggregates: of(analytics.Sum, "ten", "")}, analytics.ErrOperator},
		{analytics.Grouping{Aggregates: of(analytics.Sum, "", "")}, analytics.ErrColumn},
		{analytics.Grouping{Aggregates: of(analytics.Sum, "so", `x"; drop`)}, analytics.ErrName},
		{analytics.Grouping{By: by("so", ""), Aggregates: of(analytics.Count, "", "so")}, analytics.ErrName},
		{analytics.Grouping{Order: []analytics.Order{{Column: "so"}}}, analytics.ErrColumn},
		{analytics.Grouping{Where: eq("so", "1")}, analytics.ErrValue},
		{analytics.Grouping{Limit: 10_001}, analytics.ErrLarge},
	} {
		if c.q.Table == "" {
			c.q.Table = "x"
		}
		_, err := s.Group(t.Context(), c.q)
		refused(t, err, c.code)
	}
	load(t, s, "z", every[1:2], analytics.Row{int64(1) << 62}, analytics.Row{int64(1) << 62})
	_, err := s.Group(t.Context(), analytics.Grouping{Table: "z", Aggregates: of(analytics.Sum, "so", "")})
	refused(t, err, analytics.ErrLarge)
}

// Texts that would do harm in a statement, wherever text comes from outside: they
// are found as what they are, or refused, and nothing else happens.
func injection(t *testing.T, s analytics.Store) {
	texts := []string{`'`, `''`, `"`, "`", `\`, `'; DROP TABLE minhbach_tables; --`, `" OR 1=1 --`, `$1`, `?`, `%`, `_`, `*`, "\x00", "a\x00'", `'||(SELECT 1)||'`,
		`/* */`, `{{1}}`, "\u202e", "ﬀ", "𝟙"}
	columns := []dataset.Column{Column("a", dataset.Text), Column("select_from", dataset.Text)}
	columns[0].Title, columns[0].Unit = `'); DROP TABLE x; --`, `"`
	var rows []analytics.Row
	for _, text := range texts {
		rows = append(rows, analytics.Row{text, "x"})
	}
	for i, id := range append(texts, "x") {
		load(t, s, id, columns, rows...)
		if i > 2 && id != "x" {
			if err := s.Drop(t.Context(), id); err != nil {
				t.Errorf("Drop(%q): %v", id, err)
			}
		}
	}
	for i, text := range texts {
		want := int64(i + 1)
		for _, where := range []analytics.Expr{
			analytics.Compare{Column: "a", Op: analytics.Eq, Value: text}, analytics.In{Column: "a", Values: []any{text}},
			analytics.Not{Expr: analytics.Compare{Column: "a", Op: analytics.Ne, Value: text}},
		} {
			if got := ids(t, s, analytics.Query{Table: "x", Where: where}); len(got) != 1 || got[0] != want {
				t.Errorf("%v: %v", where, got)
			}
		}
		for _, kind := range []analytics.MatchKind{analytics.Contains, analytics.Starts, analytics.Ends, analytics.Equals} {
			found := false
			for _, n := range ids(t, s, analytics.Query{Table: "x", Where: analytics.Match{Column: "a", Kind: kind, Text: text}}) {
				found = found || n == want
			}
			if !found {
				t.Errorf("%s %q does not find itself", kind, text)
			}
		}
		if _, err := s.Select(t.Context(), analytics.Query{Table: "x", Search: text, Order: []analytics.Order{{Column: "a"}}, After: analytics.Row{text, int64(0)}}); err != nil {
			t.Errorf("search and cursor %q: %v", text, err)
		}
		for _, q := range []analytics.Query{{Table: "x", Select: []string{text}}, {Table: "x", Order: []analytics.Order{{Column: text}}},
			{Table: "x", Where: analytics.Missing{Column: text}}} {
			_, err := s.Select(t.Context(), q)
			refused(t, err, analytics.ErrColumn)
		}
		_, err := s.Group(t.Context(), analytics.Grouping{Table: "x", Aggregates: []analytics.Aggregate{{Function: analytics.Count, As: text}}})
		refused(t, err, analytics.ErrName)
	}
	if got := ids(t, s, analytics.Query{Table: "x"}); len(got) != len(texts) {
		t.Errorf("%d rows are left", len(got))
	}
}

func cancellation(t *testing.T, s analytics.Store) {
	load(t, s, "x", every[:2], analytics.Row{"a", int64(1)}, analytics.Row{"b", int64(2)})
	over, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Select(over, analytics.Query{Table: "x", Where: analytics.Compare{Column: "so", Op: analytics.Gt, Value: int64(0)}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Select: %v", err)
	}
	if _, err = s.Group(over, analytics.Grouping{Table: "x"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Group: %v", err)
	}
	if _, err = s.Load(over, analytics.Table{ID: "y", Columns: every[:2]}, Rows()); !errors.Is(err, context.Canceled) {
		t.Errorf("Load: %v", err)
	}
	// While rows come in.
	during, cancel := context.WithCancel(t.Context())
	_, err = s.Load(during, analytics.Table{ID: "x", Columns: every[:2]}, func(yield func(analytics.Row, error) bool) {
		for i := range 100_000 {
			if i == 50_000 {
				cancel()
			}
			if !yield(analytics.Row{"c", int64(i)}, nil) {
				return
			}
		}
		t.Error("the load went on")
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Load: %v", err)
	}
	// While rows go out.
	during, cancel = context.WithCancel(t.Context())
	defer cancel()
	err = s.Stream(during, analytics.Query{Table: "x", Order: []analytics.Order{{Column: "so"}}}, func(analytics.Row) error {
		cancel()
		return during.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Stream: %v", err)
	}
	if got := ids(t, s, analytics.Query{Table: "x"}); len(got) != 2 {
		t.Errorf("rows: %v", got)
	}
}

// Readers see the table before or after a load, never part of it, and never wait
// until a load has ended.
func concurrency(t *testing.T, s analytics.Store) {
	const size = 3000
	rows := func(mark int64) func(yield func(analytics.Row, error) bool) {
		return func(yield func(analytics.Row, error) bool) {
			for i := range size {
				if !yield(analytics.Row{fmt.Sprint(i % 7), mark}, nil) {
					return
				}
			}
		}
	}
	if _, err := s.Load(t.Context(), analytics.Table{ID: "x", Columns: every[:2]}, rows(0)); err != nil {
		t.Fatal(err)
	}
	// A load that waits for a reader: it would stand still if readers waited for it.
	read := make(chan struct{})
	go func() {
		defer close(read)
		if p, err := s.Select(t.Context(), analytics.Query{Table: "x"}); err != nil || p.Total != size {
			t.Errorf("during a load: %v, %v", p, err)
		}
	}()
	if _, err := s.Load(t.Context(), analytics.Table{ID: "y", Columns: every[:2]}, func(yield func(analytics.Row, error) bool) {
		for i := range 2000 {
			if i == 1500 {
				<-read
			}
			if !yield(analytics.Row{"y", int64(i)}, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	var over atomic.Bool
	for range 4 {
		group.Go(func() {
			for !over.Load() {
				q := analytics.Grouping{Table: "x", Aggregates: []analytics.Aggregate{{Function: analytics.Count}, {Function: analytics.Min, Column: "so"}, {Function: analytics.Max, Column: "so"}}}
				if g, err := s.Group(t.Context(), q); err != nil || g.Rows[0][0] != int64(size) || g.Rows[0][1] != g.Rows[0][2] {
					t.Errorf("read %v, %v", g, err)
					return
				}
				where := analytics.Match{Column: "ten", Kind: analytics.Equals, Text: "3"}
				n := 0
				if err := s.Stream(t.Context(), analytics.Query{Table: "x", Where: where}, func(analytics.Row) error { n++; return nil }); err != nil || n != size/7 && n != size/7+1 {
					t.Errorf("streamed %d, %v", n, err)
					return
				}
			}
		})
	}
	var loads sync.WaitGroup
	for w := range 2 {
		loads.Go(func() {
			for i := range 6 {
				if _, err := s.Load(t.Context(), analytics.Table{ID: "x", Columns: every[:2]}, rows(int64(w*100+i))); err != nil {
					t.Errorf("load: %v", err)
				}
			}
		})
	}
	loads.Wait()
	over.Store(true)
	group.Wait()
}
