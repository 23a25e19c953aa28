package analyticstest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// random compares the engine with Reference on questions that nobody thought of.
func random(t *testing.T, s analytics.Store) {
	rounds := 40
	if testing.Short() {
		rounds = 8
	}
	for seed := range uint64(rounds) {
		g := dice{rand.New(rand.NewPCG(seed, 3))}
		ref := NewReference()
		for _, id := range []string{"a", "b"} {
			rows := make([]analytics.Row, g.IntN(120))
			for i := range rows {
				rows[i] = g.row(every)
			}
			load(t, s, id, every, rows...)
			load(t, ref, id, every, rows...)
		}
		for range 30 {
			g.compareSelect(t, s, ref)
			g.compareGroup(t, s, ref)
		}
		q := analytics.Comparison{From: "a", To: "b", Key: [][]string{nil, {"so"}, {"ten", "so", "ngay"}}[g.IntN(3)]}
		want, _ := ref.Compare(t.Context(), q)
		got, err := s.Compare(t.Context(), q)
		if err != nil || fmt.Sprint(got.Added, got.Removed, got.Changed, got.Same, got.KeyRepeated) != fmt.Sprint(want.Added, want.Removed, want.Changed, want.Same, want.KeyRepeated) {
			t.Errorf("seed %d, %+v:\n got %+v, %v\nwant %+v", seed, q, got, err, want)
		}
		if t.Failed() {
			t.Fatalf("at seed %d", seed)
		}
	}
}

type dice struct{ *rand.Rand }

var texts = []string{"", "an", "An", "ăn", "Ân", "anh", "da", "Đa", "đá", "Sóc Trăng", "soc trang", "Kế Sách", "kế", "ke sach 2", "1", "10", "2", "z"}

func (g dice) value(kind dataset.Type) any {
	switch kind {
	case dataset.Text:
		return texts[g.IntN(len(texts))]
	case dataset.Integer:
		return int64(g.IntN(12) - 4)
	case dataset.Decimal:
		return float64(g.IntN(12)-4) / 4
	case dataset.Boolean:
		return g.IntN(2) == 0
	case dataset.Date:
		return time.Date(2025, 11, 20+g.IntN(120), 0, 0, 0, 0, time.UTC)
	case dataset.DateTime:
		return time.Date(2025, 12, 28+g.IntN(8), g.IntN(24), 0, 0, g.IntN(2)*1000, time.UTC)
	}
	return point
}

func (g dice) row(columns []dataset.Column) (r analytics.Row) {
	for _, c := range columns {
		var v any
		if g.IntN(5) > 0 {
			v = g.value(c.Type)
		}
		r = append(r, v)
	}
	return r
}

func (g dice) column(geometry bool) dataset.Column {
	if geometry {
		return every[g.IntN(len(every))]
	}
	return every[g.IntN(len(every)-1)]
}

func (g dice) expr(depth int) analytics.Expr {
	if depth > 0 && g.IntN(2) == 0 {
		list := make([]analytics.Expr, g.IntN(4))
		for i := range list {
			list[i] = g.expr(depth - 1)
		}
		switch g.IntN(3) {
		case 0:
			return analytics.And(list)
		case 1:
			return analytics.Or(list)
		}
		return analytics.Not{Expr: g.expr(depth - 1)}
	}
	c := g.column(false)
	switch k := g.IntN(6); {
	case k == 0:
		return analytics.Missing{Column: g.column(true).Name}
	case k == 1:
		values := make([]any, g.IntN(4))
		for i := range values {
			values[i] = g.value(c.Type)
		}
		return analytics.In{Column: c.Name, Values: values}
	case k == 2 && c.Type != dataset.Boolean:
		return analytics.Between{Column: c.Name, From: g.value(c.Type), To: g.value(c.Type)}
	case k == 3:
		kinds := []analytics.MatchKind{analytics.Contains, analytics.Starts, analytics.Ends, analytics.Equals}
		return analytics.Match{Column: "ten", Kind: kinds[g.IntN(4)], Text: texts[g.IntN(len(texts))]}
	case k == 4:
		return analytics.Compare{Column: analytics.RowID, Op: analytics.Gt, Value: int64(g.IntN(100))}
	}
	ops := []analytics.Op{analytics.Eq, analytics.Ne, analytics.Lt, analytics.Le, analytics.Gt, analytics.Ge}
	if c.Type == dataset.Boolean {
		ops = ops[:2]
	}
	return analytics.Compare{Column: c.Name, Op: ops[g.IntN(len(ops))], Value: g.value(c.Type)}
}

func (g dice) search() string {
	if g.IntN(4) > 0 {
		return ""
	}
	return texts[g.IntN(len(texts))]
}

func (g dice) compareSelect(t *testing.T, s analytics.Store, ref *Reference) {
	q := analytics.Query{Table: "a", Where: g.expr(3), Search: g.search(), Limit: 1 + g.IntN(40), NoTotal: g.IntN(4) == 0, Distinct: g.IntN(4) == 0}
	for range g.IntN(4) {
		if name := g.column(!q.Distinct).Name; !slices.Contains(q.Select, name) {
			q.Select = append(q.Select, name)
		}
	}
	if q.Distinct && q.Select == nil {
		q.Select = []string{"ten", "so"}
	}
	for range g.IntN(3) {
		name := g.column(false).Name
		if q.Distinct {
			name = q.Select[g.IntN(len(q.Select))]
		}
		q.Order = append(q.Order, analytics.Order{Column: name, Desc: g.IntN(2) == 0})
	}
	if g.IntN(3) == 0 {
		q.Offset = int64(g.IntN(30))
	}
	for range 3 { // some pages on
		want, err := ref.Select(t.Context(), q)
		if err != nil {
			t.Fatalf("the reference refuses %+v: %v", q, err)
		}
		got, err := s.Select(t.Context(), q)
		if err != nil {
			t.Errorf("%+v: %v", q, err)
			return
		}
		if got.Total != want.Total || Text(got.Last) != Text(want.Last) || rowsText(got.Rows) != rowsText(want.Rows) {
			t.Errorf("%+v:\n got %d %v %v\nwant %d %v %v", q, got.Total, got.Rows, got.Last, want.Total, want.Rows, want.Last)
			return
		}
		unlimited := q
		unlimited.Limit = len(want.Rows)
		var streamed []analytics.Row
		if err := s.Stream(t.Context(), unlimited, func(r analytics.Row) error { streamed = append(streamed, r); return nil }); err != nil {
			t.Errorf("stream %+v: %v", unlimited, err)
		} else if len(want.Rows) > 0 && rowsText(streamed) != rowsText(want.Rows) {
			t.Errorf("stream %+v:\n got %v\nwant %v", unlimited, streamed, want.Rows)
		}
		if q.After, q.Offset = want.Last, 0; q.After == nil {
			return
		}
	}
}

func (g dice) compareGroup(t *testing.T, s analytics.Store, ref *Reference) {
	q := analytics.Grouping{Table: "a", Where: g.expr(2), Search: g.search(), Limit: 1 + g.IntN(50), Offset: int64(g.IntN(2) * g.IntN(5))}
	for range g.IntN(3) {
		b := analytics.Bucket{Column: g.column(false).Name}
		if b.Column == "ngay" || b.Column == "luc" {
			b.Part = append(analytics.Parts(), "")[g.IntN(5)]
		}
		if !slices.ContainsFunc(q.By, func(o analytics.Bucket) bool { return o.Name() == b.Name() }) {
			q.By = append(q.By, b)
		}
	}
	for i := range g.IntN(4) {
		c := g.column(true)
		all := analytics.Functions(c.Type)
		q.Aggregates = append(q.Aggregates, analytics.Aggregate{Function: analytics.Function(all[g.IntN(len(all))]), Column: c.Name, As: fmt.Sprint("x", i)})
	}
	if len(q.Aggregates) > 0 && g.IntN(2) == 0 {
		q.Order = []analytics.Order{{Column: "x0", Desc: g.IntN(2) == 0}}
	}
	want, err := ref.Group(t.Context(), q)
	if err != nil {
		t.Fatalf("the reference refuses %+v: %v", q, err)
	}
	got, err := s.Group(t.Context(), q)
	if err != nil || got.Total != want.Total || rowsText(got.Rows) != rowsText(want.Rows) {
		t.Errorf("%+v: %v\n got %+v\nwant %+v", q, err, got, want)
	}
}

// rowsText spells rows with decimals to twelve places: sums depend on their order.
func rowsText(rows []analytics.Row) string {
	out := ""
	for _, r := range rows {
		r = slices.Clone(r)
		for i, v := range r {
			if f, ok := v.(float64); ok {
				r[i] = math.Round(f*1e12)/1e12 + 0
			}
		}
		out += Text(r) + "\n"
	}
	return out
}
