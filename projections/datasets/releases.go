package datasets

import (
	"context"
	"database/sql"
	"encoding/json"

	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
)

// Release is a release whose rows are needed: everything that rebuilding its table
// takes is in Data.
type Release struct {
	Dataset string
	ID      string
	Public  bool // part of a version that is or was public
	Data    dataset.Release
}

// Releases lists every release that a version or the work in hand of a dataset
// refers to, once each, by dataset and then in the order in which they came.
func (r *Reader) Releases(ctx context.Context) ([]Release, error) {
	var out []Release
	// One that stayed over several versions is told as the newest has it; number 0
	// marks the one in hand.
	query := `SELECT id, number, max(number), content FROM version WHERE release <> '' GROUP BY id, release
		UNION ALL SELECT id, 0, 1 << 40, content FROM work WHERE release <> '' AND state <> ?
			AND NOT EXISTS (SELECT 1 FROM version AS v WHERE v.id = work.id AND v.release = work.release)
		ORDER BY 1, 3`
	err := r.read(ctx, func(db *sql.DB) error {
		return each(ctx, db, query, []any{string(editorial.StateDiscarded)}, func(rows *sql.Rows) error {
			var rel Release
			var number, order int64
			var content string
			if err := rows.Scan(&rel.Dataset, &number, &order, &content); err != nil {
				return err
			}
			var c struct {
				Release dataset.Release `json:"release"`
			}
			err := json.Unmarshal([]byte(content), &c)
			rel.ID, rel.Public, rel.Data = c.Release.ID, number > 0, c.Release
			out = append(out, rel)
			return err
		})
	})
	return out, err
}
