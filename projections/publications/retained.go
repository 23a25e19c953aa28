package publications

import (
	"context"
	"database/sql"
	"encoding/json"

	"minhbach/domain/calendar"
	"minhbach/domain/disposal"
	"minhbach/domain/publication"
	"minhbach/projections/view"
)

// Retained lists the archived items of agencies, of all when nil, the longest
// archived first.
func (r *Reader) Retained(ctx context.Context, agencies []string) ([]view.Retained, error) {
	where, args := `state IN (?, ?)`, []any{string(publication.StateArchived), string(publication.StateWithdrawnArchived)}
	if agencies != nil {
		list, err := json.Marshal(agencies)
		if err != nil {
			return nil, err
		}
		where, args = where+` AND agency IN (SELECT value FROM json_each(?))`, append(args, string(list))
	}
	out := []view.Retained{}
	err := r.read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT doc, content ->> '$.title', coalesce(content ->> '$.details.document.expired_on', '') FROM work WHERE `+where+
			` ORDER BY doc ->> '$.archived_at', id`, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var doc, expired string
			one := view.Retained{Sort: disposal.Publication}
			if err := rows.Scan(&doc, &one.Title, &expired); err != nil {
				return err
			}
			var w work
			if err := json.Unmarshal([]byte(doc), &w); err != nil {
				return err
			}
			one.ID, one.Agency, one.Kind, one.ArchivedAt = w.ID, w.Agency, string(w.Kind), w.ArchivedAt
			if expired != "" {
				if one.ExpiredOn, err = calendar.Parse(expired); err != nil {
					return err
				}
			}
			out = append(out, one)
		}
		return rows.Err()
	})
	return out, err
}

// Holding tells which of the files, named by SHA-256, a public version or the work
// in hand of an item names that was not disposed of.
func (r *Reader) Holding(ctx context.Context, files []string) (map[string]bool, error) {
	wanted, held := map[string]bool{}, map[string]bool{}
	for _, hash := range files {
		wanted[hash] = true
	}
	err := r.read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT a.value ->> '$.sha256' FROM work, json_each(work.content, '$.attachments') AS a WHERE work.state <> ?
			UNION ALL SELECT a.value ->> '$.sha256' FROM version, json_each(version.content, '$.attachments') AS a
			WHERE EXISTS (SELECT 1 FROM work WHERE work.id = version.id AND work.state <> ?)`,
			string(publication.StateDisposed), string(publication.StateDisposed))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var hash string
			if err := rows.Scan(&hash); err != nil {
				return err
			}
			if wanted[hash] {
				held[hash] = true
			}
		}
		return rows.Err()
	})
	return held, err
}
