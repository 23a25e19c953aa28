package notices

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"minhbach/domain/notice"
	"minhbach/projections"
	"minhbach/projections/view"
)

// Reader answers what is in the outbox.
type Reader struct{ runner *projections.Runner }

func NewReader(r *projections.Runner) *Reader { return &Reader{runner: r} }

// Notices lists notices, the newest first.
func (r *Reader) Notices(ctx context.Context, f view.NoticeFilter) ([]view.Notice, error) {
	if f.Limit <= 0 {
		f.Limit = 200
	}
	where, args := `WHERE true`, []any{}
	if f.Open {
		where, args = where+` AND state <> ?`, append(args, string(notice.StateSent))
	}
	if len(f.States) > 0 {
		where += ` AND state IN (?` + strings.Repeat(`, ?`, len(f.States)-1) + `)`
		for _, s := range f.States {
			args = append(args, string(s))
		}
	}
	if f.Before != "" {
		where, args = where+` AND written < (SELECT written FROM notice WHERE id = ?)`, append(args, f.Before)
	}
	out := []view.Notice{}
	err := r.runner.Read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT doc FROM notice `+where+` ORDER BY written DESC LIMIT ?`, append(args, f.Limit)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var (
				doc string
				n   view.Notice
			)
			if err := rows.Scan(&doc); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(doc), &n); err != nil {
				return err
			}
			out = append(out, n)
		}
		return rows.Err()
	})
	return out, err
}

// NoticeCounts tells how many notices are in each state.
func (r *Reader) NoticeCounts(ctx context.Context) (view.NoticeCounts, error) {
	out := view.NoticeCounts{}
	err := r.runner.Read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT state, count(*) FROM notice GROUP BY state`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var (
				state string
				n     int
			)
			if err := rows.Scan(&state, &n); err != nil {
				return err
			}
			out[notice.State(state)] = n
		}
		return rows.Err()
	})
	return out, err
}
