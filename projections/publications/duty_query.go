package publications

import (
	"context"
	"database/sql"
	"encoding/json"

	"minhbach/domain/duty"
	"minhbach/projections/view"
)

// Duties lists deadlines, the nearest first.
func (r *Reader) Duties(ctx context.Context, f view.DutyFilter, position uint64) ([]view.Duty, error) {
	where, args := "1 = 1", []any{}
	if f.Open {
		where += " AND met = 0"
	}
	if f.Public {
		where += " AND public = 1"
	}
	if len(f.Agencies) > 0 {
		where += " AND agency IN (SELECT value FROM json_each(?))"
		list, err := json.Marshal(f.Agencies)
		if err != nil {
			return nil, err
		}
		args = append(args, string(list))
	}
	var out []view.Duty
	err := r.read(ctx, func(db *sql.DB) (err error) {
		out, err = duties(ctx, db, where, args, position)
		return err
	})
	return out, err
}

func duties(ctx context.Context, db *sql.DB, where string, args []any, position uint64) ([]view.Duty, error) {
	then, more := at(position)
	rows, err := db.QueryContext(ctx, `SELECT id, title, met, duty, verdict FROM duty WHERE `+where+` AND `+then+` ORDER BY due, id, rule`, append(args, more...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []view.Duty
	for rows.Next() {
		var d view.Duty
		var doc, verdict string
		if err := rows.Scan(&d.Publication, &d.Title, &d.Met, &doc, &verdict); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(doc), &d.Duty); err != nil {
			return nil, err
		}
		if verdict != "" {
			d.Verdict = new(duty.Verdict)
			if err := json.Unmarshal([]byte(verdict), d.Verdict); err != nil {
				return nil, err
			}
		}
		out = append(out, d)
	}
	return out, rows.Err()
}
