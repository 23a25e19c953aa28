package analyticstest

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

func grouping(t *testing.T, s analytics.Store) {
	columns := []dataset.Column{Column("tinh", dataset.Text), Column("ngay", dataset.Date), Column("luc", dataset.DateTime), Column("so", dataset.Integer), Column("gia", dataset.Decimal)}
	on := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.UTC) }
	load(t, s, "x", columns,
		analytics.Row{"Đồng Tháp", on(1, 5), on(1, 5).Add(23 * time.Hour), int64(1), 1.5},
		analytics.Row{"An Giang", on(2, 5), nil, int64(2), 2.5},
		analytics.Row{"An Giang", on(5, 1), on(5, 1), nil, nil},
		analytics.Row{nil, nil, nil, int64(4), 0.5},
		analytics.Row{"An Giang", on(2, 28), nil, int64(4), 3.5})
	group := func(q analytics.Grouping) *analytics.Groups {
		t.Helper()
		q.Table = "x"
		g, err := s.Group(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	same := func(what string, g *analytics.Groups, total int64, want ...analytics.Row) {
		t.Helper()
		if g.Total != total || len(g.Rows) != len(want) || len(want) > 0 && !reflect.DeepEqual(g.Rows, want) {
			t.Errorf("%s: %v of %d, want %v of %d", what, g.Rows, g.Total, want, total)
		}
	}
	same("whole", group(analytics.Grouping{}), 1, analytics.Row{int64(5)})
	g := group(analytics.Grouping{By: []analytics.Bucket{{Column: "tinh"}}, Aggregates: []analytics.Aggregate{
		{Function: analytics.Count}, {Function: analytics.Count, Column: "so"}, {Function: analytics.Sum, Column: "so", As: "tong"},
		{Function: analytics.Avg, Column: "gia"}, {Function: analytics.Min, Column: "ngay"}, {Function: analytics.Max, Column: "tinh"},
		{Function: analytics.Median, Column: "gia"}, {Function: analytics.Distinct, Column: "so"}}})
	same("every function", g, 3,
		analytics.Row{"An Giang", int64(3), int64(2), int64(6), 3.0, on(2, 5), "An Giang", 3.0, int64(2)},
		analytics.Row{"Đồng Tháp", int64(1), int64(1), int64(1), 1.5, on(1, 5), "Đồng Tháp", 1.5, int64(1)},
		analytics.Row{nil, int64(1), int64(1), int64(4), 0.5, nil, nil, 0.5, int64(1)})
	var names []string
	for _, c := range g.Columns {
		names = append(names, c.Name+":"+string(c.Type))
	}
	if got, want := strings.Join(names, " "), "tinh:text count:integer count_so:integer tong:integer avg_gia:decimal min_ngay:date max_tinh:text median_gia:decimal distinct_so:integer"; got != want {
		t.Errorf("columns %s, want %s", got, want)
	}
	for part, want := range map[string][]analytics.Row{
		"year":    {{on(1, 1), int64(4)}, {nil, int64(1)}},
		"quarter": {{on(1, 1), int64(3)}, {on(4, 1), int64(1)}, {nil, int64(1)}},
		"month":   {{on(1, 1), int64(1)}, {on(2, 1), int64(2)}, {on(5, 1), int64(1)}, {nil, int64(1)}},
	} {
		same(part, group(analytics.Grouping{By: []analytics.Bucket{{Column: "ngay", Part: part}}}), int64(len(want)), want...)
	}
	same("day of an instant", group(analytics.Grouping{By: []analytics.Bucket{{Column: "luc", Part: "day"}}, Where: analytics.Not{Expr: analytics.Missing{Column: "luc"}}}), 2,
		analytics.Row{on(1, 5), int64(1)}, analytics.Row{on(5, 1), int64(1)})
	top := analytics.Grouping{By: []analytics.Bucket{{Column: "tinh"}}, Order: []analytics.Order{{Column: "count", Desc: true}, {Column: "tinh", Desc: true}}, Limit: 1}
	same("most first", group(top), 3, analytics.Row{"An Giang", int64(3)})
	top.Offset = 1
	same("the next", group(top), 3, analytics.Row{"Đồng Tháp", int64(1)})
	top.Offset = 9
	same("behind the end", group(top), 3)
	none := analytics.Compare{Column: "so", Op: analytics.Gt, Value: int64(99)}
	same("no row, no group", group(analytics.Grouping{By: []analytics.Bucket{{Column: "tinh"}}, Where: none}), 0)
	same("no row, one figure", group(analytics.Grouping{Where: none, Aggregates: []analytics.Aggregate{{Function: analytics.Count}, {Function: analytics.Sum, Column: "so"}}}), 1, analytics.Row{int64(0), nil})
}

func profile(t *testing.T, s analytics.Store) {
	long := strings.Repeat("đ", 201)
	load(t, s, "x", every,
		analytics.Row{"b", int64(1), 0.5, true, day, instant, point}, analytics.Row{"Ă", int64(3), 1.5, true, nil, nil, point},
		analytics.Row{"b", int64(2), nil, nil, nil, nil, nil}, analytics.Row{long, nil, nil, false, nil, nil, nil})
	for range 2 { // the second answer is the same
		all, err := s.Profile(t.Context(), "x")
		if err != nil || len(all) != len(every) {
			t.Fatal(all, err)
		}
		text, number, hinh := all[0], all[1], all[6]
		if text.Values != 4 || text.Missing != 0 || text.Distinct != 3 || text.Min != "Ă" || text.Max != nil || text.Mean != nil ||
			len(text.Top) != 3 || text.Top[0] != (analytics.Frequent{Value: "b", Count: 2}) {
			t.Errorf("text: %+v", text)
		}
		if number.Values != 3 || number.Missing != 1 || number.Min != int64(1) || number.Max != int64(3) || *number.Mean != 2 || *number.Median != 2 || number.Column != "so" {
			t.Errorf("number: %+v", number)
		}
		if all[3].Distinct != 2 || all[4].Min != day || all[5].Max != instant {
			t.Errorf("others: %+v", all[3:6])
		}
		if hinh.Values != 2 || hinh.Min != nil || hinh.Top != nil {
			t.Errorf("geometry: %+v", hinh)
		}
	}
	_, err := s.Profile(t.Context(), "y")
	refused(t, err, analytics.ErrTable)
}

func comparing(t *testing.T, s analytics.Store) {
	columns := []dataset.Column{Column("ma", dataset.Text), Column("so", dataset.Integer), Column("cu", dataset.Text), Column("doi", dataset.Integer)}
	later := []dataset.Column{Column("moi", dataset.Text), Column("so", dataset.Integer), Column("ma", dataset.Text), Column("doi", dataset.Text)}
	load(t, s, "a", columns,
		analytics.Row{"01", int64(1), "x", int64(7)}, analytics.Row{"02", int64(2), "x", int64(7)}, analytics.Row{"03", nil, "x", int64(7)}, analytics.Row{nil, int64(9), "x", int64(7)})
	load(t, s, "b", later,
		analytics.Row{"m", int64(4), "04", "7"}, analytics.Row{"m", int64(1), "01", "7"}, analytics.Row{"m", int64(22), "02", "7"}, analytics.Row{"m", int64(9), nil, "7"})
	d, err := s.Compare(t.Context(), analytics.Comparison{From: "a", To: "b", Key: []string{"ma"}})
	if err != nil {
		t.Fatal(err)
	}
	if d.Added != 1 || d.Removed != 1 || d.Changed != 1 || d.Same != 2 || d.KeyRepeated {
		t.Errorf("counts: %+v", d)
	}
	if len(d.Columns) != 2 || d.Columns[0].Name != "so" || d.ColumnsAdded[0].Name != "moi" || d.ColumnsRemoved[0].Name != "cu" ||
		len(d.ColumnsRetyped) != 1 || d.ColumnsRetyped[0] != (analytics.Retyped{Column: "doi", From: dataset.Integer, To: dataset.Text}) {
		t.Errorf("columns: %+v", d)
	}
	if !reflect.DeepEqual(d.AddedRows, []analytics.Row{{int64(4), "04"}}) || !reflect.DeepEqual(d.RemovedRows, []analytics.Row{{nil, "03"}}) ||
		!reflect.DeepEqual(d.ChangedRows, []analytics.Changed{{Before: analytics.Row{int64(2), "02"}, After: analytics.Row{int64(22), "02"}}}) {
		t.Errorf("rows: %+v", d)
	}

	// A key that changed its type is compared as it is written.
	d, err = s.Compare(t.Context(), analytics.Comparison{From: "a", To: "b", Key: []string{"ma", "doi"}})
	if err != nil || d.Same != 2 || d.Changed != 1 {
		t.Errorf("retyped key: %+v, %v", d, err)
	}

	// Without a key, and where the key is repeated, rows count as wholes.
	load(t, s, "c", columns[:2], analytics.Row{"x", int64(1)}, analytics.Row{"x", int64(1)}, analytics.Row{"x", nil}, analytics.Row{"y", int64(1)})
	load(t, s, "d", columns[:2], analytics.Row{"y", int64(2)}, analytics.Row{"x", nil}, analytics.Row{"x", int64(1)}, analytics.Row{"y", int64(2)})
	for _, key := range [][]string{nil, {"ma"}} {
		d, err = s.Compare(t.Context(), analytics.Comparison{From: "c", To: "d", Key: key})
		if err != nil || d.Added != 2 || d.Removed != 2 || d.Same != 2 || d.Changed != 0 || d.KeyRepeated != (key != nil) ||
			!reflect.DeepEqual(d.AddedRows, []analytics.Row{{"y", int64(2)}}) || !reflect.DeepEqual(d.RemovedRows, []analytics.Row{{"x", int64(1)}, {"y", int64(1)}}) {
			t.Errorf("wholes by %v: %+v, %v", key, d, err)
		}
	}
	d, err = s.Compare(t.Context(), analytics.Comparison{From: "c", To: "c"})
	if err != nil || d.Same != 4 || d.Added+d.Removed+d.Changed != 0 {
		t.Errorf("with itself: %+v, %v", d, err)
	}
	load(t, s, "e", []dataset.Column{Column("khac", dataset.Text)}, analytics.Row{"z"})
	d, err = s.Compare(t.Context(), analytics.Comparison{From: "c", To: "e"})
	if err != nil || d.Removed != 4 || d.Added != 1 || d.Same != 0 {
		t.Errorf("nothing in common: %+v, %v", d, err)
	}
	_, err = s.Compare(t.Context(), analytics.Comparison{From: "a", To: "b", Key: []string{"cu"}})
	refused(t, err, analytics.ErrColumn)
	_, err = s.Compare(t.Context(), analytics.Comparison{From: "a", To: "z"})
	refused(t, err, analytics.ErrTable)
}
