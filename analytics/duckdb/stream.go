//go:build cgo

package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"time"

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

// window is how many rows are held at a time: fewer of wide ones, and fewer again
// once cells turn out to be large.
func window(columns []dataset.Column) int64 {
	return max(512, min(16_384, 300_000/int64(len(columns))))
}

// firstWindow is how many rows are read before anything is known of their size.
const firstWindow = 1024

// windowBytes is how much one window may hold, but for its last row.
const windowBytes = 16 << 20

// errFull ends a window that holds enough.
var errFull = errors.New("duckdb: enough for one window")

func (s *Store) streamInOrder(ctx context.Context, t *table, q analytics.Query, columns []dataset.Column, yield func(analytics.Row) error) error {
	size := min(firstWindow, window(columns))
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
		rows, full, err := s.fetch(ctx, nil, text)
		if errors.Is(err, analytics.ErrMemory) && size > 1 {
			size = max(1, size/8)
			span = size
			continue
		}
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
		if full { // so many fit; go on behind the last
			size = max(1, int64(len(rows))/2)
			span = size
			continue
		}
		if int64(len(rows)) == size {
			size = min(2*size, window(columns))
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
	select { // a sorted table lies in the temporary space for as long as its reader takes
	case s.sorted <- struct{}{}:
		defer func() { <-s.sorted }()
	default:
		return analytics.ErrBusy.New()
	}
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
	if err := s.sort(ctx, conn, chosen); err != nil {
		return err
	}
	size := min(firstWindow, window(columns))
	for from := int64(0); ; {
		rows, full, err := s.fetch(ctx, conn, sqlText("SELECT * FROM temp.sorted WHERE rowid >= ").number(from).add(" AND rowid < ").number(from+size).add(" ORDER BY rowid"))
		if errors.Is(err, analytics.ErrMemory) && size > 1 {
			size = max(1, size/8)
			continue
		}
		if err != nil {
			return err
		}
		from += int64(len(rows))
		for _, r := range rows {
			if err := yield(r); err != nil {
				return err
			}
		}
		switch {
		case full:
			size = max(1, int64(len(rows))/2)
		case int64(len(rows)) < size:
			return nil
		default:
			size = min(2*size, window(columns))
		}
	}
}

// sort writes the rows in order. It takes half of the places at most, so that short
// questions are answered meanwhile, and is given up when it takes too long.
func (s *Store) sort(ctx context.Context, conn *sql.Conn, insert *statement) error {
	limit := sortingTime * s.timeout
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	select {
	case s.sorting <- struct{}{}:
		defer func() { <-s.sorting }()
	case <-limited.Done():
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return analytics.ErrBusy.New()
	}
	err := s.on(limited, conn, insert, func(analytics.Row) error { return nil })
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		return analytics.ErrSlow.New("limit", limit.Round(time.Second).String()).Because(err)
	}
	return err
}

// sortingTime is how many times longer than a question a download may be sorted.
const sortingTime = 6

// sortedAtOnce is how many sorted downloads may be on their way.
const sortedAtOnce = 16

// fetch holds the rows of a window; full tells that there are more than it may hold.
func (s *Store) fetch(ctx context.Context, conn *sql.Conn, text *statement) (rows []analytics.Row, full bool, err error) {
	held := 0
	err = s.on(ctx, conn, text, func(r analytics.Row) error {
		rows = append(rows, r)
		if held += weight(r); held >= windowBytes {
			return errFull
		}
		return nil
	})
	if errors.Is(err, errFull) {
		return rows, true, nil
	}
	return rows, false, err
}
