//go:build cgo

package duckdb

import (
	"context"
	"strconv"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// Group answers with one row a group. Ties in the order asked for are broken by the
// groups themselves.
func (s *Store) Group(ctx context.Context, q analytics.Grouping) (*analytics.Groups, error) {
	t, release, err := s.use(q.Table)
	if err != nil {
		return nil, err
	}
	defer release()
	columns, err := q.Outputs(t.columns)
	if err != nil {
		return nil, err
	}
	limit := q.Limit
	if limit <= 0 {
		limit = 1000
	}
	if limit > analytics.MaxGroups {
		return nil, analytics.ErrLarge.New("what", "số nhóm một trang", "what_en", "groups a page", "max", analytics.MaxGroups)
	}
	groups := sqlText("SELECT ")
	for i, b := range q.By {
		if i > 0 {
			groups.add(", ")
		}
		groups.add(t.bucket(b), " AS o", strconv.Itoa(i))
	}
	for i, a := range q.Figures() {
		if i+len(q.By) > 0 {
			groups.add(", ")
		}
		groups.add(t.figure(a), " AS o", strconv.Itoa(len(q.By)+i))
	}
	groups.add(" FROM ", t.name)
	t.where(groups, q.Where, q.Search)
	for i := range q.By {
		groups.add(map[bool]string{true: " GROUP BY ", false: ", "}[i == 0], strconv.Itoa(i+1))
	}
	text := &statement{args: groups.args}
	text.add("SELECT *, count(*) OVER () FROM (", groups.String(), ")")
	orderGroups(text, q, columns)
	text.span(int64(limit), q.Offset)

	answer := &analytics.Groups{Columns: columns}
	width := len(columns)
	err = s.ask(ctx, text, func(r analytics.Row) error {
		answer.Total, _ = r[width].(int64)
		answer.Rows = append(answer.Rows, r[:width:width])
		return nil
	})
	if err == nil && len(answer.Rows) == 0 && q.Offset > 0 {
		count := &statement{args: groups.args}
		answer.Total, err = s.counted(ctx, count.add("SELECT count(*) FROM (", groups.String(), ")"))
	}
	if err != nil {
		return nil, err
	}
	return answer, nil
}

func orderGroups(text *statement, q analytics.Grouping, columns []dataset.Column) {
	word := " ORDER BY "
	by := func(i int, desc bool) {
		text.add(word, "o", strconv.Itoa(i))
		if columns[i].Type == dataset.Text {
			text.add(collate)
		}
		text.add(direction(desc))
		word = ", "
	}
	for _, o := range q.Order {
		for i, c := range columns {
			if c.Name == o.Column {
				by(i, o.Desc)
			}
		}
	}
	for i := range q.By {
		by(i, false)
	}
	for i := range q.By { // texts that the collation takes for one
		text.add(", o", strconv.Itoa(i))
	}
}

func (t *table) bucket(b analytics.Bucket) string {
	c, _ := t.column(b.Column)
	switch b.Part {
	case "year", "quarter", "month", "day":
		return "CAST(date_trunc('" + b.Part + "', " + c + ") AS DATE)"
	}
	return c
}

func (t *table) figure(a analytics.Aggregate) string {
	if a.Column == "" {
		return "count(*)"
	}
	c, kind := t.column(a.Column)
	switch a.Function {
	case analytics.Count:
		return "count(" + c + ")"
	case analytics.Distinct:
		return "count(DISTINCT " + c + ")"
	case analytics.Sum:
		return "CAST(sum(" + c + ") AS " + sqlTypes[kind] + ")"
	case analytics.Avg:
		return "avg(" + c + ")"
	case analytics.Median:
		return "median(CAST(" + c + " AS DOUBLE))"
	}
	name := map[analytics.Function]string{analytics.Min: "min", analytics.Max: "max"}[a.Function]
	if kind == dataset.Text {
		return "arg_" + name + "(" + c + ", icu_sort_key(" + c + ", 'vi'))"
	}
	return name + "(" + c + ")"
}
