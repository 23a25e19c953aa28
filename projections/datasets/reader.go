package datasets

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"minhbach/domain/calendar"
	"minhbach/projections"
	"minhbach/projections/view"
)

// Reader answers questions. Positions are of the log; 0 means now. ApprovedBy is
// an account id in its answers; the caller knows the names.
type Reader struct {
	runner *projections.Runner
	kept   kept
}

func NewReader(r *projections.Runner) *Reader { return &Reader{runner: r} }

func (r *Reader) read(ctx context.Context, do func(db *sql.DB) error) error {
	return r.runner.Read(ctx, do)
}

// at is the condition for a temporal row at a position, with its arguments. Now has
// a form of its own because partial indexes serve it.
func at(position uint64) (string, []any) {
	if position == 0 {
		return "to_pos = 9223372036854775807", nil
	}
	return "from_pos <= ? AND to_pos > ?", []any{int64(position), int64(position)}
}

func orNotFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return view.ErrNotFound
	}
	return err
}

// scanner is a row or the current one of rows.
type scanner interface{ Scan(dest ...any) error }

func micro(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

func date(text string) (calendar.Date, error) {
	if text == "" {
		return calendar.Date{}, nil
	}
	return calendar.Parse(text)
}

// each runs a query and hands every row over.
func each(ctx context.Context, db *sql.DB, query string, args []any, row func(*sql.Rows) error) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// list is a JSON list of values for json_each.
func list[T any](values []T) string {
	raw, err := json.Marshal(values)
	if err != nil {
		panic("datasets: " + err.Error()) // strings and numbers always marshal
	}
	return string(raw)
}
