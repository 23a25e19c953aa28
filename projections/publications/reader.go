package publications

import (
	"context"
	"database/sql"
	"errors"

	"minhbach/projections"
	"minhbach/projections/view"
)

// Reader answers questions. Positions are of the log; 0 means now.
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
