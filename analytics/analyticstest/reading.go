package analyticstest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// Paging by cursor passes every row once, over ties and missing values, in any
// order; by offset too.
func paging(t *testing.T, s analytics.Store) {
	columns := []dataset.Column{Column("a", dataset.Integer), Column("b", dataset.Text), Column("c", dataset.Decimal)}
	var rows []analytics.Row
	for i := range 60 {
		r := analytics.Row{int64(i % 3), []any{"ă", "a", "đ", nil}[i%4], float64(i%2) / 2}
		if i%3 == 2 {
			r[0] = nil
		}
		rows = append(rows, r)
	}
	load(t, s, "x", columns, rows...)
	for _, order := range [][]analytics.Order{
		nil, {{Column: "a"}}, {{Column: "a", Desc: true}}, {{Column: "b"}}, {{Column: "b", Desc: true}, {Column: "a"}},
		{{Column: "c", Desc: true}, {Column: "a", Desc: true}, {Column: "b"}}, {{Column: analytics.RowID, Desc: true}}, {{Column: "a"}, {Column: "a", Desc: true}},
	} {
		for _, where := range []analytics.Expr{nil, analytics.Not{Expr: analytics.Compare{Column: "a", Op: analytics.Eq, Value: int64(1)}}} {
			all := ids(t, s, analytics.Query{Table: "x", Order: order, Where: where})
			var byCursor, byOffset []int64
			q := analytics.Query{Table: "x", Select: []string{analytics.RowID}, Order: order, Where: where, Limit: 7}
			for {
				p := page(t, s, q)
				if p.Total != int64(len(all)) {
					t.Fatalf("total %d", p.Total)
				}
				for _, r := range p.Rows {
					byCursor = append(byCursor, r[0].(int64))
				}
				if q.After = p.Last; p.Last == nil {
					break
				}
			}
			q.After, q.Offset, q.NoTotal = nil, 0, true
			for {
				p := page(t, s, q)
				if p.Total != -1 {
					t.Fatalf("total %d though none was wanted", p.Total)
				}
				for _, r := range p.Rows {
					byOffset = append(byOffset, r[0].(int64))
				}
				if q.Offset += 7; p.Last == nil {
					break
				}
			}
			if !slices.Equal(all, byCursor) || !slices.Equal(all, byOffset) {
				t.Errorf("order %v, where %v:\n    all %v\n cursor %v\n offset %v", order, where, all, byCursor, byOffset)
			}
		}
	}
	if p := page(t, s, analytics.Query{Table: "x", Offset: 1000}); len(p.Rows) != 0 || p.Total != 60 || p.Last != nil {
		t.Errorf("behind the end: %+v", p)
	}
	if p := page(t, s, analytics.Query{Table: "x", Limit: 60}); p.Last != nil {
		t.Errorf("the last page has a cursor: %v", p.Last)
	}
}

func textOrder(t *testing.T, s analytics.Store) {
	want := []any{"an", "An", "anh", "ăn", "Ân", "ba", "cá", "da", "đa", "đường", "Kế Sách", "lò", "lô", "lơ", "Sóc Trăng", "Trần Đề", "ưa", nil}
	var rows []analytics.Row
	for _, v := range want {
		rows = append(rows, analytics.Row{v})
	}
	slices.Reverse(rows)
	load(t, s, "x", []dataset.Column{Column("a", dataset.Text)}, rows...)
	p := page(t, s, analytics.Query{Table: "x", Order: []analytics.Order{{Column: "a"}}})
	for i, r := range p.Rows {
		if r[0] != want[i] {
			t.Errorf("place %d: %v, want %v", i, r[0], want[i])
		}
	}
	if got := page(t, s, analytics.Query{Table: "x", Where: analytics.Between{Column: "a", From: "da", To: "lô"}}); got.Total != 6 {
		t.Errorf("between da and lô: %v", got.Rows)
	}
}

func conditions(t *testing.T, s analytics.Store) {
	load(t, s, "x", every,
		analytics.Row{"Đại Ân 1", int64(1), 1.5, true, day, instant, point},
		analytics.Row{"đại ân 2", int64(2), 2.5, false, day.AddDate(0, 0, 1), instant.AddDate(0, 0, 1), nil},
		analytics.Row{nil, nil, nil, nil, nil, nil, nil},
		analytics.Row{norm.NFD.String("ĐẠI ÂN 1"), int64(2), -2.5, nil, nil, nil, point})
	eq := func(c string, v any) analytics.Expr { return analytics.Compare{Column: c, Op: analytics.Eq, Value: v} }
	match := func(k analytics.MatchKind, text string) analytics.Expr {
		return analytics.Match{Column: "ten", Kind: k, Text: text}
	}
	for name, c := range map[string]struct {
		where analytics.Expr
		want  []int64
	}{
		"everything":           {nil, []int64{1, 2, 3, 4}},
		"empty and":            {analytics.And{}, []int64{1, 2, 3, 4}},
		"empty or":             {analytics.Or{}, nil},
		"nil inside":           {analytics.And{nil, eq("so", int64(1))}, []int64{1}},
		"not nothing":          {analytics.Not{}, nil},
		"equal":                {eq("so", int64(2)), []int64{2, 4}},
		"equal text is exact":  {eq("ten", "đại ân 1"), nil},
		"not equal":            {analytics.Compare{Column: "so", Op: analytics.Ne, Value: int64(2)}, []int64{1}},
		"not (equal)":          {analytics.Not{Expr: eq("so", int64(2))}, []int64{1, 3}},
		"not not":              {analytics.Not{Expr: analytics.Not{Expr: eq("so", int64(2))}}, []int64{2, 4}},
		"not (a or b)":         {analytics.Not{Expr: analytics.Or{eq("so", int64(1)), eq("gia", 2.5)}}, []int64{3, 4}},
		"less":                 {analytics.Compare{Column: "gia", Op: analytics.Lt, Value: 0.0}, []int64{4}},
		"from":                 {analytics.Compare{Column: "ngay", Op: analytics.Ge, Value: day.AddDate(0, 0, 1)}, []int64{2}},
		"up to":                {analytics.Compare{Column: "luc", Op: analytics.Le, Value: instant}, []int64{1}},
		"boolean":              {eq("dung", false), []int64{2}},
		"between":              {analytics.Between{Column: "so", From: int64(1), To: int64(2)}, []int64{1, 2, 4}},
		"between backwards":    {analytics.Between{Column: "so", From: int64(2), To: int64(1)}, nil},
		"not between":          {analytics.Not{Expr: analytics.Between{Column: "so", From: int64(2), To: int64(9)}}, []int64{1, 3}},
		"in":                   {analytics.In{Column: "ngay", Values: []any{day, day.AddDate(1, 0, 0)}}, []int64{1}},
		"in nothing":           {analytics.In{Column: "so"}, nil},
		"not in nothing":       {analytics.Not{Expr: analytics.In{Column: "so"}}, []int64{1, 2, 3, 4}},
		"not in":               {analytics.Not{Expr: analytics.In{Column: "so", Values: []any{int64(1)}}}, []int64{2, 3, 4}},
		"missing":              {analytics.Missing{Column: "hinh"}, []int64{2, 3}},
		"not missing":          {analytics.Not{Expr: analytics.Missing{Column: "dung"}}, []int64{1, 2}},
		"contains":             {match(analytics.Contains, "DAI AN"), []int64{1, 2, 4}},
		"contains accented":    {match(analytics.Contains, "đại ấn"), []int64{1, 2, 4}},
		"contains, decomposed": {match(analytics.Contains, norm.NFD.String("Ân")), []int64{1, 2, 4}},
		"contains nothing":     {match(analytics.Contains, ""), []int64{1, 2, 4}},
		"no wildcard":          {match(analytics.Contains, "dai%1"), nil},
		"starts":               {match(analytics.Starts, "đai"), []int64{1, 2, 4}},
		"starts elsewhere":     {match(analytics.Starts, "an"), nil},
		"ends":                 {match(analytics.Ends, "ÂN 1"), []int64{1, 4}},
		"equals":               {match(analytics.Equals, "dai an 1"), []int64{1, 4}},
		"not contains":         {analytics.Not{Expr: match(analytics.Contains, "2")}, []int64{1, 3, 4}},
		"row number":           {analytics.Compare{Column: analytics.RowID, Op: analytics.Gt, Value: int64(2)}, []int64{3, 4}},
	} {
		if got := ids(t, s, analytics.Query{Table: "x", Where: c.where}); !slices.Equal(got, append([]int64{}, c.want...)) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func searching(t *testing.T, s analytics.Store) {
	load(t, s, "x", []dataset.Column{Column("a", dataset.Text), Column("n", dataset.Integer), Column("b", dataset.Text)},
		analytics.Row{"Thị trấn Kế Sách", int64(1), "Sóc Trăng"},
		analytics.Row{"Phường 1", int64(94), "SÓC TRĂNG"},
		analytics.Row{nil, nil, "Đồng Tháp"})
	for search, want := range map[string][]int64{
		"": {1, 2, 3}, "  ": {1, 2, 3}, "soc": {1, 2}, "Sóc": {1, 2}, "ke trang": {1}, "trang SACH": {1}, "dong": {3}, "94": {}, "soc dong": {}, "p": {2, 3},
	} {
		if got := ids(t, s, analytics.Query{Table: "x", Search: search}); !slices.Equal(got, want) {
			t.Errorf("search %q: %v, want %v", search, got, want)
		}
	}
	if got := ids(t, s, analytics.Query{Table: "x", Search: "soc", Where: analytics.Compare{Column: "n", Op: analytics.Gt, Value: int64(5)}}); !slices.Equal(got, []int64{2}) {
		t.Errorf("search and where: %v", got)
	}
	g, err := s.Group(t.Context(), analytics.Grouping{Table: "x", Search: "soc"})
	if err != nil || g.Rows[0][0] != int64(2) {
		t.Errorf("group of a search: %v, %v", g, err)
	}
	load(t, s, "y", []dataset.Column{Column("n", dataset.Integer)}, analytics.Row{int64(94)})
	if got := ids(t, s, analytics.Query{Table: "y", Search: "94"}); len(got) != 0 {
		t.Errorf("a table without texts: %v", got)
	}
}

func distinct(t *testing.T, s analytics.Store) {
	load(t, s, "x", []dataset.Column{Column("a", dataset.Text), Column("n", dataset.Integer)},
		analytics.Row{"b", int64(1)}, analytics.Row{"ă", int64(2)}, analytics.Row{"b", int64(1)}, analytics.Row{nil, nil}, analytics.Row{"b", int64(3)}, analytics.Row{nil, nil})
	p := page(t, s, analytics.Query{Table: "x", Distinct: true, Select: []string{"a"}})
	if !reflect.DeepEqual(p.Rows, []analytics.Row{{"ă"}, {"b"}, {nil}}) || p.Total != 3 || p.Last != nil {
		t.Errorf("%v of %d", p.Rows, p.Total)
	}
	p = page(t, s, analytics.Query{Table: "x", Distinct: true, Order: []analytics.Order{{Column: "n", Desc: true}}, Limit: 2, Offset: 1})
	if !reflect.DeepEqual(p.Rows, []analytics.Row{{"ă", int64(2)}, {"b", int64(1)}}) || p.Total != 4 || p.Last != nil {
		t.Errorf("%v of %d", p.Rows, p.Total)
	}
}

func streaming(t *testing.T, s analytics.Store) {
	const rows = 70_000
	n, err := s.Load(t.Context(), analytics.Table{ID: "x", Columns: []dataset.Column{Column("a", dataset.Text), Column("n", dataset.Integer)}}, func(yield func(analytics.Row, error) bool) {
		for i := range rows {
			if !yield(analytics.Row{fmt.Sprint("dòng ", i%1000), int64(rows - i)}, nil) {
				return
			}
		}
	})
	if err != nil || n != rows {
		t.Fatal(n, err)
	}
	stream := func(q analytics.Query) (out []int64) {
		t.Helper()
		q.Table, q.Select = "x", []string{"n"}
		if err := s.Stream(t.Context(), q, func(r analytics.Row) error {
			out = append(out, r[0].(int64))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	check := func(what string, got []int64, n int, first, last int64) {
		t.Helper()
		if len(got) != n || n > 0 && (got[0] != first || got[n-1] != last) {
			t.Errorf("%s: %d rows", what, len(got))
		}
	}
	all := stream(analytics.Query{})
	check("all", all, rows, rows, 1)
	if !slices.IsSortedFunc(all, func(a, b int64) int { return int(b - a) }) {
		t.Error("not in the order of the file")
	}
	check("limit", stream(analytics.Query{Limit: 20_001, Offset: 5}), 20_001, rows-5, rows-20_005)
	check("after", stream(analytics.Query{After: analytics.Row{int64(69_999)}}), 1, 1, 1)
	rare := analytics.Compare{Column: "a", Op: analytics.Eq, Value: "dòng 999"}
	check("rare", stream(analytics.Query{Where: rare}), rows/1000, rows-999, 1)
	byN := []analytics.Order{{Column: "n"}}
	up := stream(analytics.Query{Order: byN})
	check("sorted", up, rows, 1, rows)
	if !slices.IsSorted(up) {
		t.Error("not sorted")
	}
	check("sorted, filtered and limited", stream(analytics.Query{Order: byN, Where: rare, Limit: 3, Offset: 1}), 3, 1001, 3001)
	check("sorted after", stream(analytics.Query{Order: byN, After: analytics.Row{int64(rows - 1), int64(2)}}), 1, rows, rows)
	seen := 0
	if err := s.Stream(t.Context(), analytics.Query{Table: "x", Select: []string{"a"}, Distinct: true}, func(analytics.Row) error { seen++; return nil }); err != nil || seen != 1000 {
		t.Errorf("distinct: %d, %v", seen, err)
	}
	for _, q := range []analytics.Query{{Table: "x"}, {Table: "x", Order: byN}} {
		enough, seen := errors.New("enough"), 0
		if err := s.Stream(t.Context(), q, func(analytics.Row) error {
			if seen++; seen == 3 {
				return enough
			}
			return nil
		}); !errors.Is(err, enough) || seen != 3 {
			t.Errorf("stopped after %d: %v", seen, err)
		}
	}
	// What is being read stays while it is replaced and dropped.
	seen = 0
	if err := s.Stream(t.Context(), analytics.Query{Table: "x"}, func(analytics.Row) error {
		if seen++; seen == 10 {
			load(t, s, "x", every)
		}
		if seen == 20 {
			return s.Drop(t.Context(), "x")
		}
		return nil
	}); err != nil || seen != rows {
		t.Errorf("replaced under way: %d rows, %v", seen, err)
	}
}
