package analyticstest

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

var every = []dataset.Column{
	Column("ten", dataset.Text), Column("so", dataset.Integer), Column("gia", dataset.Decimal), Column("dung", dataset.Boolean),
	Column("ngay", dataset.Date), Column("luc", dataset.DateTime), Column("hinh", dataset.Geometry),
}

var (
	day     = time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)
	instant = time.Date(2026, 1, 31, 8, 30, 15, 123456000, time.UTC)
	point   = `{"type":"Point","coordinates":[105.97,9.6]}`
)

func loading(t *testing.T, s analytics.Store) {
	full := analytics.Row{"Sóc Trăng", int64(math.MaxInt64), 0.1, true, day, instant, point}
	empty := analytics.Row{nil, nil, nil, nil, nil, nil, nil}
	odd := analytics.Row{"a\x00b\n\"'`;--", int64(math.MinInt64), math.MaxFloat64, false,
		time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC), ""}
	load(t, s, "một", every, full, empty, odd)
	p := page(t, s, analytics.Query{Table: "một"})
	for i, want := range []analytics.Row{full, empty, odd} {
		if Text(p.Rows[i]) != Text(want) {
			t.Errorf("row %d is %v, want %v", i+1, p.Rows[i], want)
		}
	}
	if p.Total != 3 || p.Last != nil || len(p.Columns) != len(every) {
		t.Errorf("page: %+v", p)
	}

	// An instant counts in UTC, wherever its zone is; -0 is 0.
	hanoi := time.FixedZone("+07", 7*3600)
	load(t, s, "hai", every, analytics.Row{"x", int64(1), math.Copysign(0, -1), nil, nil, time.Date(2026, 1, 31, 7, 0, 0, 0, hanoi), nil})
	p = page(t, s, analytics.Query{Table: "hai", Select: []string{"luc", "gia"}})
	if got := Text(p.Rows[0]); got != Text(analytics.Row{day, 0.0}) {
		t.Errorf("read back %s", got)
	}

	// A load that fails leaves the table as it was.
	broken := errors.New("the file ended in the middle")
	for name, rows := range map[string]func(yield func(analytics.Row, error) bool){
		"error": func(yield func(analytics.Row, error) bool) {
			for range 5000 {
				if !yield(empty, nil) {
					return
				}
			}
			yield(nil, broken)
		},
		"short row":    Rows(empty, empty[:3]),
		"wrong type":   Rows(empty, analytics.Row{"x", "5", nil, nil, nil, nil, nil}),
		"not a number": Rows(analytics.Row{"x", nil, math.NaN(), nil, nil, nil, nil}),
		"not UTF-8":    Rows(analytics.Row{"x\xff", nil, nil, nil, nil, nil, nil}),
		"year 10000":   Rows(analytics.Row{"x", nil, nil, nil, day.AddDate(8000, 0, 0), nil, nil}),
	} {
		for _, id := range []string{"hai", "mới"} {
			n, err := s.Load(t.Context(), analytics.Table{ID: id, Columns: every}, rows)
			if err == nil || n != 0 || name == "error" && !errors.Is(err, broken) {
				t.Errorf("%s: %d, %v", name, n, err)
			}
			if strings.Contains(name, "type") {
				refused(t, err, analytics.ErrValue)
			}
		}
	}
	all, err := s.Tables(t.Context())
	if err != nil || len(all) != 2 || all["một"] != 3 || all["hai"] != 1 {
		t.Errorf("tables: %v, %v", all, err)
	}
	if got := ids(t, s, analytics.Query{Table: "hai"}); len(got) != 1 {
		t.Errorf("rows after failed loads: %v", got)
	}

	// A load replaces, also by other columns; totals asked before do not stick.
	where := analytics.Compare{Column: "so", Op: analytics.Ge, Value: int64(1)}
	if got := ids(t, s, analytics.Query{Table: "hai", Where: where}); len(got) != 1 {
		t.Errorf("before: %v", got)
	}
	load(t, s, "hai", every[:2], analytics.Row{"y", int64(2)}, analytics.Row{"z", int64(3)})
	if got := ids(t, s, analytics.Query{Table: "hai", Where: where}); len(got) != 2 {
		t.Errorf("after: %v", got)
	}
	load(t, s, "không dòng", every)
	if p := page(t, s, analytics.Query{Table: "không dòng"}); p.Total != 0 || len(p.Rows) != 0 {
		t.Errorf("empty table: %+v", p)
	}

	for range 2 {
		if err := s.Drop(t.Context(), "hai"); err != nil {
			t.Error(err)
		}
	}
	_, err = s.Select(t.Context(), analytics.Query{Table: "hai"})
	refused(t, err, analytics.ErrTable)

	for _, bad := range []analytics.Table{
		{ID: "x"}, {ID: "", Columns: every},
		{ID: "x", Columns: []dataset.Column{Column("a", "blob")}},
		{ID: "x", Columns: []dataset.Column{Column("a", dataset.Text), Column("a", dataset.Text)}},
		{ID: "x", Columns: []dataset.Column{Column("_id", dataset.Integer)}},
		{ID: "x", Columns: []dataset.Column{Column(`a" ; drop table x`, dataset.Text)}},
	} {
		if _, err := s.Load(t.Context(), bad, Rows()); err == nil {
			t.Errorf("loaded %+v", bad)
		}
	}
}
