//go:build cgo

package duckdb

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"io"
	"time"

	driver "github.com/duckdb/duckdb-go/v2"

	"minhbach/analytics"
)

// ask answers one question within the limits of time and of questions at a time.
func (s *Store) ask(ctx context.Context, q *statement, yield func(analytics.Row) error) error {
	limited, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	held := 0
	err := s.on(limited, nil, q, func(r analytics.Row) error {
		if held += weight(r); held > answerBytes {
			return analytics.ErrLarge.New("what", "MB trong một câu trả lời", "what_en", "MB in one answer", "max", answerBytes>>20)
		}
		return yield(r)
	})
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		return analytics.ErrSlow.New("limit", s.timeout.Round(time.Second).String()).Because(err)
	}
	return err
}

// answerBytes is how much the rows of one answer may hold: a page of ten thousand
// rows is small as a rule, but cells may be as large as a shape of a province.
const answerBytes = 32 << 20

// weight of a row in memory.
func weight(r analytics.Row) int {
	n := 24 * len(r)
	for _, v := range r {
		if s, ok := v.(string); ok {
			n += len(s)
		}
	}
	return n
}

// on runs a statement on a connection, one of its own where conn is nil. The rows
// may be kept.
func (s *Store) on(ctx context.Context, conn *sql.Conn, q *statement, yield func(analytics.Row) error) error {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if conn == nil {
		var err error
		if conn, err = s.db.Conn(ctx); err != nil {
			return failure(ctx, err)
		}
		defer func() { _ = conn.Close() }()
	}
	return failure(ctx, conn.Raw(func(raw any) error {
		rows, err := raw.(sqldriver.QueryerContext).QueryContext(ctx, q.String(), q.args)
		if err != nil {
			return err
		}
		err = each(rows, yield)
		return errors.Join(err, rows.Close())
	}))
}

func each(rows sqldriver.Rows, yield func(analytics.Row) error) error {
	width := len(rows.Columns())
	values := make([]sqldriver.Value, width)
	var block []any
	for {
		if err := rows.Next(values); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if len(block) < width {
			block = make([]any, 64*width)
		}
		row := block[:width:width]
		block = block[width:]
		for i, v := range values {
			row[i] = v
		}
		if err := yield(row); err != nil {
			return err
		}
	}
}

// number answers with the one integer that q selects.
func (s *Store) number(ctx context.Context, q *statement) (n int64, err error) {
	err = s.ask(ctx, q, func(r analytics.Row) error {
		n, _ = r[0].(int64)
		return nil
	})
	return n, err
}

// failure says in the contract's words what the engine said in its own.
func failure(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var d *driver.Error
	if errors.As(err, &d) {
		switch d.Type {
		case driver.ErrorTypeOutOfMemory:
			return analytics.ErrMemory.New().Because(err)
		case driver.ErrorTypeOutOfRange, driver.ErrorTypeConversion:
			return analytics.ErrLarge.New("what", "tổng", "what_en", "for a sum", "max", "9223372036854775807").Because(err)
		}
	}
	return err
}
