package disposals

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"minhbach/projections"
	"minhbach/projections/view"
)

// Reader answers what was proposed, decided and done.
type Reader struct{ runner *projections.Runner }

func NewReader(r *projections.Runner) *Reader { return &Reader{runner: r} }

// Disposals lists the lists of agencies, of all when nil, the newest first.
func (r *Reader) Disposals(ctx context.Context, agencies []string) ([]view.Disposal, error) {
	where, args := `1 = 1`, []any{}
	if agencies != nil {
		list, err := json.Marshal(agencies)
		if err != nil {
			return nil, err
		}
		where, args = `agency IN (SELECT value FROM json_each(?))`, append(args, string(list))
	}
	out := []view.Disposal{}
	err := r.runner.Read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT doc FROM list WHERE `+where+` ORDER BY begun DESC`, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var doc string
			if err := rows.Scan(&doc); err != nil {
				return err
			}
			var l view.Disposal
			if err := json.Unmarshal([]byte(doc), &l); err != nil {
				return err
			}
			out = append(out, l)
		}
		return rows.Err()
	})
	return out, err
}

// Disposal by id; view.ErrNotFound when there is none.
func (r *Reader) Disposal(ctx context.Context, id string) (view.Disposal, error) {
	var l view.Disposal
	err := r.runner.Read(ctx, func(db *sql.DB) error {
		var doc string
		if err := db.QueryRowContext(ctx, `SELECT doc FROM list WHERE id = ?`, id).Scan(&doc); err != nil {
			return err
		}
		return json.Unmarshal([]byte(doc), &l)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = view.ErrNotFound
	}
	return l, err
}
