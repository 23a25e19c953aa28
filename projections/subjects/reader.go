package subjects

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"sync"

	"minhbach/projections"
	"minhbach/projections/view"
)

// Reader answers what is under way.
type Reader struct {
	runner *projections.Runner

	mu           sync.Mutex
	restricted   map[string]bool // every public page asks
	restrictedAt uint64          // of the runner's changes
}

func NewReader(r *projections.Runner) *Reader { return &Reader{runner: r} }

// Subjects lists all, what is owed soonest first.
func (r *Reader) Subjects(ctx context.Context) ([]view.Subject, error) {
	out := []view.Subject{}
	err := r.runner.Read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT doc FROM subject ORDER BY due = '', due, state, id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var doc string
			if err := rows.Scan(&doc); err != nil {
				return err
			}
			var s view.Subject
			if err := json.Unmarshal([]byte(doc), &s); err != nil {
				return err
			}
			out = append(out, s)
		}
		return rows.Err()
	})
	return out, err
}

// Subject by id; view.ErrNotFound when nothing was ever done about the person's data.
func (r *Reader) Subject(ctx context.Context, id string) (view.Subject, error) {
	var s view.Subject
	err := r.runner.Read(ctx, func(db *sql.DB) error {
		var doc string
		if err := db.QueryRowContext(ctx, `SELECT doc FROM subject WHERE id = ?`, id).Scan(&doc); err != nil {
			return err
		}
		return json.Unmarshal([]byte(doc), &s)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = view.ErrNotFound
	}
	return s, err
}

// Restricted lists whose data is hidden. The map is shared: do not change it.
func (r *Reader) Restricted(ctx context.Context) (map[string]bool, error) {
	changes := r.runner.Changes()
	r.mu.Lock()
	if r.restricted != nil && r.restrictedAt == changes {
		defer r.mu.Unlock()
		return r.restricted, nil
	}
	r.mu.Unlock()
	out := map[string]bool{}
	err := r.runner.Read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT id FROM subject WHERE restricted = 1`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			out[id] = true
		}
		return rows.Err()
	})
	if err == nil {
		r.mu.Lock()
		r.restricted, r.restrictedAt = out, changes
		r.mu.Unlock()
	}
	return out, err
}
