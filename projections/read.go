package projections

import (
	"context"
	"database/sql"
	"errors"

	"minhbach/eventstore"
)

// ErrNotOpen: the read model is closed.
var ErrNotOpen = errors.New("projections: read model is closed")

// Read lends the current file for queries. A rebuild that swaps the file waits
// for readings under way and leaves them on the old one.
func (r *Runner) Read(ctx context.Context, do func(db *sql.DB) error) error {
	r.mu.Lock()
	f := r.file
	if f == nil {
		r.mu.Unlock()
		return ErrNotOpen
	}
	f.users.Add(1)
	r.mu.Unlock()
	defer f.users.Done()
	return do(f.read)
}

// Seen is how far into the log this read model has looked.
func (r *Runner) Seen() eventstore.Position {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen
}

// Changes counts what may have changed rows: while it stays, so do the answers.
func (r *Runner) Changes() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.changes
}

// Reworked counts what may have changed rows about positions that were seen
// before: a rebuild, or events that had been parked. While it stays, so do answers
// about the past.
func (r *Runner) Reworked() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reworked
}

// Wait returns once the read model has seen the position, or ctx's error.
func (r *Runner) Wait(ctx context.Context, position eventstore.Position) error {
	for {
		r.mu.Lock()
		seen, moved := r.seen, r.moved
		r.mu.Unlock()
		if seen >= position {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-moved:
		}
	}
}
