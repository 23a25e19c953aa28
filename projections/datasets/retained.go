package datasets

import (
	"context"
	"database/sql"
	"encoding/json"

	"minhbach/domain/disposal"
	"minhbach/domain/editorial"
	"minhbach/projections/view"
)

// DatasetKind stands for datasets among the kinds of content that have a time of
// retention.
const DatasetKind = "dataset"

// Retained lists the archived datasets of agencies, of all when nil, the longest
// archived first.
func (r *Reader) Retained(ctx context.Context, agencies []string) ([]view.Retained, error) {
	where, args := `state IN (?, ?)`, []any{string(editorial.StateArchived), string(editorial.StateWithdrawnArchived)}
	if agencies != nil {
		where, args = where+` AND agency IN (SELECT value FROM json_each(?))`, append(args, list(agencies))
	}
	out := []view.Retained{}
	err := r.read(ctx, func(db *sql.DB) error {
		return each(ctx, db, `SELECT doc FROM work WHERE `+where+` ORDER BY doc ->> '$.archived_at', id`, args, func(rows *sql.Rows) error {
			var doc string
			if err := rows.Scan(&doc); err != nil {
				return err
			}
			var w work
			err := json.Unmarshal([]byte(doc), &w)
			out = append(out, view.Retained{Sort: disposal.Dataset, ID: w.ID, Agency: w.Agency, Kind: DatasetKind, Title: w.About.Title, ArchivedAt: w.ArchivedAt})
			return err
		})
	})
	return out, err
}

// Holding tells which of the files, named by SHA-256, a public version or the work
// in hand of a dataset names that was not disposed of.
func (r *Reader) Holding(ctx context.Context, files []string) (map[string]bool, error) {
	wanted, held := map[string]bool{}, map[string]bool{}
	for _, hash := range files {
		wanted[hash] = true
	}
	err := r.read(ctx, func(db *sql.DB) error {
		query := `SELECT content ->> '$.release.file.sha256', content ->> '$.release.report' FROM work WHERE release <> '' AND state <> ?
			UNION ALL SELECT content ->> '$.release.file.sha256', content ->> '$.release.report' FROM version WHERE release <> ''`
		return each(ctx, db, query, []any{string(editorial.StateDisposed)}, func(rows *sql.Rows) error {
			var file, report sql.NullString
			err := rows.Scan(&file, &report)
			for _, hash := range []string{file.String, report.String} {
				if wanted[hash] {
					held[hash] = true
				}
			}
			return err
		})
	})
	return held, err
}
