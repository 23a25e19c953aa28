//go:build cgo

package duckdb

import (
	"context"
	"math"
	"unicode/utf8"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

const (
	exactDistinct = 10_000
	fewValues     = 1_000 // up to which the most frequent are listed
	longText      = 200   // characters
)

// Profile describes every column; it is worked out once for a table.
func (s *Store) Profile(ctx context.Context, id string) ([]analytics.Profile, error) {
	t, release, err := s.use(id)
	if err != nil {
		return nil, err
	}
	defer release()
	t.profiling.Lock()
	defer t.profiling.Unlock()
	if t.profile == nil {
		t.profile = s.recalled(ctx, t)
	}
	if t.profile != nil {
		return t.profile, nil
	}
	all := make([]analytics.Profile, 0, len(t.columns))
	for _, c := range t.columns {
		p, err := s.describe(ctx, t, c)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	s.keep(ctx, t, all)
	t.profile = all
	return all, nil
}

func (s *Store) describe(ctx context.Context, t *table, c dataset.Column) (analytics.Profile, error) {
	p := analytics.Profile{Column: c.Name}
	name, _ := t.column(c.Name)
	number := c.Type == dataset.Integer || c.Type == dataset.Decimal
	ends := t.figure(analytics.Aggregate{Function: analytics.Min, Column: c.Name}) + ", " + t.figure(analytics.Aggregate{Function: analytics.Max, Column: c.Name})
	text := sqlText("SELECT count(", name, ")")
	switch c.Type {
	case dataset.Geometry:
	case dataset.Text:
		text.add(", approx_count_distinct(", name, ")")
	default:
		text.add(", approx_count_distinct(", name, "), ", ends)
	}
	if number {
		text.add(", avg(", name, "), median(CAST(", name, " AS DOUBLE))")
	}
	text.add(" FROM ", t.name)
	err := s.ask(ctx, text, func(r analytics.Row) error {
		p.Values, _ = r[0].(int64)
		p.Missing = t.rows - p.Values
		if len(r) > 1 {
			p.Distinct, _ = r[1].(int64)
		}
		if len(r) > 3 {
			p.Min, p.Max = r[2], r[3]
		}
		if len(r) > 5 {
			p.Mean, p.Median = figure(r[4]), figure(r[5])
		}
		return nil
	})
	if err != nil || c.Type == dataset.Geometry {
		return p, err
	}
	if c.Type == dataset.Text { // collation is dear, so each different text is looked at once
		err = s.ask(ctx, sqlText("SELECT ", ends, " FROM (SELECT DISTINCT ", name, " FROM ", t.name, ")"), func(r analytics.Row) error {
			p.Min, p.Max = short(r[0]), short(r[1])
			return nil
		})
		if err != nil {
			return p, err
		}
	}
	if p.Distinct <= exactDistinct*5/4 {
		if p.Distinct, err = s.number(ctx, sqlText("SELECT count(DISTINCT ", name, ") FROM ", t.name)); err != nil {
			return p, err
		}
	}
	if p.Distinct > fewValues {
		return p, nil
	}
	order, _ := t.ordered(c.Name)
	err = s.ask(ctx, sqlText("SELECT ", name, ", count(*) FROM ", t.name, " WHERE ", name, " IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, ", order, ", 1 LIMIT 10"), func(r analytics.Row) error {
		n, _ := r[1].(int64)
		p.Top = append(p.Top, analytics.Frequent{Value: r[0], Count: n})
		return nil
	})
	return p, err
}

func short(v any) any {
	if s, ok := v.(string); ok && utf8.RuneCountInString(s) > longText {
		return nil
	}
	return v
}

func figure(v any) *float64 {
	f, ok := v.(float64)
	if !ok || math.IsInf(f, 0) || math.IsNaN(f) {
		return nil
	}
	return &f
}
