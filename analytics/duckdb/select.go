//go:build cgo

package duckdb

import (
	"context"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// Select answers with rows. A page of an unfiltered table is a range of _id, and
// exact totals are counted once for a table and condition.
func (s *Store) Select(ctx context.Context, q analytics.Query) (*analytics.Page, error) {
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
		limit = 100
	}
	if limit > analytics.MaxRows {
		return nil, analytics.ErrLarge.New("what", "số dòng một trang", "what_en", "rows a page", "max", analytics.MaxRows)
	}
	page := &analytics.Page{Columns: columns, Total: -1}
	if !q.NoTotal {
		if page.Total, err = s.total(ctx, t, q, columns); err != nil {
			return nil, err
		}
	}
	if page.Total == 0 || page.Total >= 0 && q.Offset >= page.Total {
		return page, nil
	}
	width := len(columns)
	err = s.ask(ctx, t.page(q, columns, limit+1, true), func(r analytics.Row) error {
		if len(page.Rows) == limit {
			if last := page.Rows[limit-1]; !q.Distinct {
				page.Last = last[width:cap(last):cap(last)]
			}
			return nil
		}
		page.Rows = append(page.Rows, r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, r := range page.Rows {
		page.Rows[i] = r[:width:width]
	}
	return page, nil
}

// page is the statement for the rows that q chooses, in order: the columns asked for
// and, where wanted, the cursor behind them. A limit of 0 is none.
func (t *table) page(q analytics.Query, columns []dataset.Column, limit int, cursor bool) *statement {
	if q.Distinct {
		return t.distinct(q, columns, limit)
	}
	text := sqlText("SELECT ")
	t.list(text, columns)
	if cursor {
		for _, o := range q.Order {
			c, _ := t.column(o.Column)
			text.add(", ", c)
		}
		text.add(", _id")
	}
	text.add(" FROM ", t.name)
	filtered := t.where(text, q.Where, q.Search)
	if !filtered && len(q.Order) == 0 && limit > 0 { // then _id counts the rows
		from := max(q.Offset, 0)
		if q.After != nil {
			from = q.After[0].(int64)
		}
		from = max(0, min(from, t.rows))
		return text.add(" WHERE _id > ").number(from).add(" AND _id <= ").number(from + int64(limit)).add(" ORDER BY _id")
	}
	if q.After != nil {
		text.add(map[bool]string{true: " AND ", false: " WHERE "}[filtered])
		t.after(text, q.Order, q.After)
	}
	text.add(" ORDER BY ")
	for _, o := range q.Order {
		c, _ := t.ordered(o.Column)
		text.add(c, direction(o.Desc), ", ")
	}
	return text.add("_id").span(int64(limit), q.Offset)
}

// distinct rows are ordered by what q says, then by all their values.
func (t *table) distinct(q analytics.Query, columns []dataset.Column, limit int) *statement {
	text := sqlText("SELECT * FROM (SELECT DISTINCT ")
	t.list(text, columns)
	text.add(" FROM ", t.name)
	t.where(text, q.Where, q.Search)
	text.add(") ORDER BY ")
	for _, o := range q.Order {
		c, _ := t.ordered(o.Column)
		text.add(c, direction(o.Desc), ", ")
	}
	for i, o := range columns {
		if i > 0 {
			text.add(", ")
		}
		c, kind := t.ordered(o.Name)
		text.add(c, direction(false))
		if plain, _ := t.column(o.Name); kind == dataset.Text { // texts that the collation takes for one
			text.add(", ", plain)
		}
	}
	return text.span(int64(limit), q.Offset)
}

func (t *table) list(text *statement, columns []dataset.Column) {
	for i, c := range columns {
		if i > 0 {
			text.add(", ")
		}
		name, _ := t.column(c.Name)
		text.add(name)
	}
}

func direction(desc bool) string {
	if desc {
		return " DESC NULLS LAST"
	}
	return " ASC NULLS LAST"
}

// after writes that a row stands behind the cursor in the order: at the first value
// that differs it is later, and no value is later than any.
func (t *table) after(text *statement, order []analytics.Order, cursor analytics.Row) {
	text.add("(")
	for i := range len(order) + 1 {
		if i > 0 {
			text.add(" OR ")
		}
		text.add("(")
		for k := range i {
			c, kind := t.ordered(order[k].Column)
			if cursor[k] == nil {
				text.add(c, " IS NULL AND ")
			} else {
				text.add(c, " = ").bind(kind, cursor[k]).add(" AND ")
			}
		}
		switch {
		case i == len(order):
			text.add("_id > ").bind(dataset.Integer, cursor[i])
		case cursor[i] == nil:
			text.add("false")
		default:
			c, kind := t.ordered(order[i].Column)
			sign := " > "
			if order[i].Desc {
				sign = " < "
			}
			text.add("(", c, sign).bind(kind, cursor[i]).add(" OR ", c, " IS NULL)")
		}
		text.add(")")
	}
	text.add(")")
}
