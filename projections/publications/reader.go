package publications

import (
	"context"
	"database/sql"
	"errors"

	"minhbach/projections"
)

// Reader answers questions. Positions are of the log; 0 means now.
type Reader struct{ runner *projections.Runner }

func NewReader(r *projections.Runner) *Reader { return &Reader{runner: r} }

// ErrNotFound: nothing of that name is public (or, for work, exists) at that point.
var ErrNotFound = errors.New("publications: not found")

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
		return ErrNotFound
	}
	return err
}

// scanner is a row or the current one of rows.
type scanner interface{ Scan(dest ...any) error }
