package datasets

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"minhbach/domain/dataset"
	"minhbach/projections"
	"minhbach/projections/view"
)

// Dataset returns a public dataset as it stood, by id or slug; of one that was
// withdrawn, the tombstone.
func (r *Reader) Dataset(ctx context.Context, idOrSlug string, position uint64) (view.Dataset, error) {
	var d view.Dataset
	err := r.read(ctx, func(db *sql.DB) (err error) {
		d, err = one(ctx, db, idOrSlug, position)
		return err
	})
	return d, err
}

func one(ctx context.Context, db *sql.DB, idOrSlug string, position uint64) (d view.Dataset, err error) {
	id, err := resolve(ctx, db, idOrSlug)
	if err != nil {
		return d, err
	}
	then, args := at(position)
	var dataOn, reviewedOn, disposal string
	d.DatasetItem, err = scanItem(db.QueryRowContext(ctx, `SELECT `+itemColumns+`, data_version, data_on, reviewed_on, reason, disposal FROM item WHERE id = ? AND `+then,
		append([]any{id}, args...)...), &d.DataVersion, &dataOn, &reviewedOn, &d.Reason, &disposal)
	if err != nil {
		return d, orNotFound(err)
	}
	if disposal != "" {
		d.Disposal = new(dataset.Disposal)
		if err := json.Unmarshal([]byte(disposal), d.Disposal); err != nil {
			return d, err
		}
	}
	if d.DataOn, err = date(dataOn); err != nil {
		return d, err
	}
	if d.ReviewedOn, err = date(reviewedOn); err != nil {
		return d, err
	}
	v, err := version(ctx, db, id, d.Version)
	if err != nil {
		return d, err
	}
	d.ContentHash, d.Event, d.ApprovedBy, d.Authority = v.ContentHash, v.Event, v.ApprovedBy, v.Authority
	if d.State != view.Withdrawn {
		d.Content, d.Change = v.Content, v.Change
	}
	d.Later, err = since(ctx, db, id, position)
	return d, err
}

// resolve finds the id of a dataset that is or was public.
func resolve(ctx context.Context, db *sql.DB, idOrSlug string) (id string, err error) {
	for _, column := range []string{"id", "slug"} {
		err = db.QueryRowContext(ctx, `SELECT id FROM item WHERE `+column+` = ? LIMIT 1`, idOrSlug).Scan(&id)
		if !errors.Is(err, sql.ErrNoRows) {
			break
		}
	}
	return id, orNotFound(err)
}

// since tells what has become of the dataset after the point asked for; nil when
// nothing has. A review is no change.
func since(ctx context.Context, db *sql.DB, id string, position uint64) (*view.Later, error) {
	if position == 0 {
		return nil, nil
	}
	var l view.Later
	var changed, updated int64
	row := db.QueryRowContext(ctx, `SELECT state, version, reason, position, updated_at FROM item WHERE id = ? AND to_pos = 9223372036854775807`, id)
	if err := row.Scan(&l.State, &l.Version, &l.Reason, &changed, &updated); err != nil {
		return nil, orNotFound(err)
	}
	if uint64(changed) <= position {
		return nil, nil
	}
	l.At = micro(updated)
	return &l, nil
}

const versionColumns = `number, position, at, replaced_pos, replaced_at, published_on, hash, change, reason, approver, authority, data_version, content, event`

// scanVersion reads a version as it was known at a position.
func scanVersion(row scanner, position uint64) (view.DatasetVersion, error) {
	var v view.DatasetVersion
	var from, published, replacedPos, replaced int64
	var on, authority, content string
	err := row.Scan(&v.Number, &from, &published, &replacedPos, &replaced, &on, &v.ContentHash, &v.Change, &v.Reason, &v.ApprovedBy,
		&authority, &v.DataVersion, &content, &v.Event)
	if err != nil {
		return v, err
	}
	v.Position, v.PublishedAt = uint64(from), micro(published)
	if position == 0 || uint64(replacedPos) <= position {
		v.ReplacedAt = micro(replaced)
	}
	if v.On, err = date(on); err != nil {
		return v, err
	}
	if err := json.Unmarshal([]byte(authority), &v.Authority); err != nil {
		return v, err
	}
	return v, json.Unmarshal([]byte(content), &v.Content)
}

func version(ctx context.Context, db *sql.DB, id string, number int) (view.DatasetVersion, error) {
	v, err := scanVersion(db.QueryRowContext(ctx, `SELECT `+versionColumns+` FROM version WHERE id = ? AND number = ?`, id, number), 0)
	return v, orNotFound(err)
}

// Version returns one public version, by id or slug of the dataset. Of one that is
// withdrawn it has no content.
func (r *Reader) Version(ctx context.Context, idOrSlug string, number int) (view.DatasetVersion, error) {
	var v view.DatasetVersion
	err := r.read(ctx, func(db *sql.DB) error {
		id, err := resolve(ctx, db, idOrSlug)
		if err != nil {
			return err
		}
		gone, err := withdrawn(ctx, db, id, 0)
		if err != nil {
			return err
		}
		if v, err = version(ctx, db, id, number); err == nil && gone {
			v.Content = dataset.Content{}
		}
		return err
	})
	return v, err
}

// Versions lists the public versions that existed at the point, oldest first, by id
// or slug. Of a dataset that was withdrawn by then they have no content.
func (r *Reader) Versions(ctx context.Context, idOrSlug string, position uint64) ([]view.DatasetVersion, error) {
	until := position
	if until == 0 {
		until = projections.Forever
	}
	var out []view.DatasetVersion
	err := r.read(ctx, func(db *sql.DB) error {
		id, err := resolve(ctx, db, idOrSlug)
		if err != nil {
			return err
		}
		gone, err := withdrawn(ctx, db, id, position)
		if err != nil {
			return err
		}
		return each(ctx, db, `SELECT `+versionColumns+` FROM version WHERE id = ? AND position <= ? ORDER BY number`, []any{id, int64(until)}, func(rows *sql.Rows) error {
			v, err := scanVersion(rows, position)
			if gone {
				v.Content = dataset.Content{}
			}
			out = append(out, v)
			return err
		})
	})
	return out, err
}

// withdrawn tells whether only a tombstone stood at the point; not found where
// nothing did.
func withdrawn(ctx context.Context, db *sql.DB, id string, position uint64) (bool, error) {
	then, args := at(position)
	var state view.PublicState
	err := db.QueryRowContext(ctx, `SELECT state FROM item WHERE id = ? AND `+then, append([]any{id}, args...)...).Scan(&state)
	return state == view.Withdrawn, orNotFound(err)
}

// IDs lists every dataset that is or was public, tombstones included.
func (r *Reader) IDs(ctx context.Context) ([]string, error) {
	var ids []string
	err := r.read(ctx, func(db *sql.DB) error {
		return each(ctx, db, `SELECT id FROM item INDEXED BY item_id_now WHERE to_pos = 9223372036854775807 ORDER BY id`, nil, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		})
	})
	return ids, err
}
