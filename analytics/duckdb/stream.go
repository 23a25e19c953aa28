//go:build cgo

package duckdb

import (
	"context"
	"database/sql"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// Stream passes rows on window by window, so that memory does not grow with the
// table and a slow reader keeps nobody else from asking. In file order a window is a
// range of _id; any other order is first written to a temporary table, which the
// engine may put on disk. Only ctx limits its time.
func (s *Store) Stream(ctx context.Context, q analytics.Query, yield func(analytics.Row) error) error {
	t, release, err := s.use(q.Table)
	if err != nil {
		return err
	}
	defer release()
	columns, err := q.Outputs(t.columns)
	if err != nil {
		return err
	}
	if len(q.Order) > 0 || q.Distinct {
		return s.streamSorted(ctx, t, q, columns, yield)
	}
	return s.streamInOrder(ctx, t, q, columns, yield)
}

// window is how many rows are held at a time: fewer of wide ones.
func window(columns []dataset.Column) int64 {
	return max(512, min(16_384, 300_000/int64(len(columns))))
}

func (s *Store) streamInOrder(ctx context.Context, t *table, q analytics.Query, columns []dataset.Column, yield func(analytics.Row) error) error {
	size := window(columns)
	span, last, skip, left := size, int64(0), q.Offset, int64(q.Limit)
	if q.After != nil {
		last = q.After[0].(int64)
	}
	for last < t.rows {
		text := sqlText("SELECT ")
		t.list(text, columns)
		text.add(", _id FROM ", t.name)
		word := " WHERE "
		if t.where(text, q.Where, q.Search) {
			word = " AND "
		}
		end := min(t.rows, last+span)
		text.add(word, "_id > ").number(last).add(" AND _id <= ").number(end).add(" ORDER BY _id").span(size, 0)
		rows, err := s.fetch(ctx, nil, text)
		if err != nil {
			return err
		}
		width := len(columns)
		for _, r := range rows {
			last = r[width].(int64)
			if skip > 0 {
				skip--
				continue
			}
			if err := yield(r[:width:width]); err != nil {
				return err
			}
			if left--; left == 0 {
				return nil
			}
		}
		if int64(len(rows)) == size {
			span = size
			continue
		}
		last = end
		if int64(len(rows)) < size/4 { // few rows are chosen: look further at once
			span = min(span*4, 4_000_000)
		}
	}
	return nil
}

func (s *Store) streamSorted(ctx context.Context, t *table, q analytics.Query, columns []dataset.Column, yield func(analytics.Row) error) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return failure(ctx, err)
	}
	defer func() { _ = conn.Close() }()
	defer func() { // sessions go back to the pool without it
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "DROP TABLE IF EXISTS temp.sorted")
	}()
	// Statements that make a table take no bound values, so the rows are chosen by
	// one that inserts.
	text := sqlText("CREATE TEMP TABLE sorted (")
	for i, c := range columns {
		if i > 0 {
			text.add(", ")
		}
		name, kind := t.column(c.Name)
		text.add(name, " ", sqlTypes[kind])
	}
	text.add(")")
	if _, err := conn.ExecContext(ctx, text.String()); err != nil {
		return failure(ctx, err)
	}
	insert := t.page(q, columns, q.Limit, false)
	chosen := &statement{args: insert.args}
	chosen.add("INSERT INTO temp.sorted ", insert.String())
	if _, err := s.fetch(ctx, conn, chosen); err != nil {
		return err
	}
	size := window(columns)
	for from := int64(0); ; from += size {
		rows, err := s.fetch(ctx, conn, sqlText("SELECT * FROM temp.sorted WHERE rowid >= ").number(from).add(" AND rowid < ").number(from+size).add(" ORDER BY rowid"))
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := yield(r); err != nil {
				return err
			}
		}
		if int64(len(rows)) < size {
			return nil
		}
	}
}

func (s *Store) fetch(ctx context.Context, conn *sql.Conn, text *statement) (rows []analytics.Row, err error) {
	err = s.on(ctx, conn, text, func(r analytics.Row) error {
		rows = append(rows, r)
		return nil
	})
	return rows, err
}
