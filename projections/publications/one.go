package publications

import (
	"context"
	"database/sql"
	"encoding/json"

	"minhbach/domain/publication"
	"minhbach/projections/view"
)

// Publication returns a public item with content as it stood. Drafter and
// ApprovedBy are account ids here; the caller knows the names.
func (r *Reader) Publication(ctx context.Context, id string, position uint64) (view.Publication, error) {
	where, args := at(position)
	return r.publication(ctx, `id = ? AND `+where, append([]any{id}, args...), position)
}

// ByAddress finds an item by its permanent address.
func (r *Reader) ByAddress(ctx context.Context, agency, section, slug string, position uint64) (view.Publication, error) {
	where, args := at(position)
	return r.publication(ctx, `agency = ? AND section = ? AND slug = ? AND `+where, append([]any{agency, section, slug}, args...), position)
}

func (r *Reader) publication(ctx context.Context, where string, args []any, position uint64) (view.Publication, error) {
	var p view.Publication
	var disposal string
	err := r.read(ctx, func(db *sql.DB) error {
		item, err := scanItem(db.QueryRowContext(ctx, `SELECT `+itemColumns+`, reason, disposal FROM item WHERE `+where, args...), &p.Reason, &disposal)
		if err != nil {
			return orNotFound(err)
		}
		p.Item = item
		if disposal != "" {
			p.Disposal = new(publication.Disposal)
			if err := json.Unmarshal([]byte(disposal), p.Disposal); err != nil {
				return err
			}
		}
		v, err := version(ctx, db, item.ID, item.Version)
		if err != nil {
			return err
		}
		p.ContentHash, p.Event, p.ApprovedBy, p.Authority, p.Drafter = v.ContentHash, v.Event, v.ApprovedBy, v.Authority, v.creator
		if item.State != view.Withdrawn {
			p.Content = *v.Content
			p.Stale = p.Content.Stale()
		}
		if p.Duties, err = duties(ctx, db, `id = ? AND public = 1`, []any{item.ID}, position); err != nil {
			return err
		}
		p.Later, err = since(ctx, db, item.ID, position)
		return err
	})
	return p, err
}

// since tells what has become of the item after the point asked for; nil when
// nothing has.
func since(ctx context.Context, db *sql.DB, id string, position uint64) (*view.Later, error) {
	if position == 0 {
		return nil, nil
	}
	var l view.Later
	var from, updated int64
	row := db.QueryRowContext(ctx, `SELECT state, version, reason, from_pos, updated_at FROM item WHERE id = ? AND to_pos = 9223372036854775807`, id)
	if err := row.Scan(&l.State, &l.Version, &l.Reason, &from, &updated); err != nil {
		return nil, orNotFound(err)
	}
	if uint64(from) <= position {
		return nil, nil
	}
	l.At = micro(updated)
	return &l, nil
}

type fullVersion struct {
	view.Version
	creator string
}

const versionColumns = `number, position, at, replaced_at, hash, reason, creator, approver, authority, title, event`

func scanVersion(row scanner, more ...any) (fullVersion, error) {
	var v fullVersion
	var position, published, replaced int64
	var authority string
	dest := []any{&v.Number, &position, &published, &replaced, &v.ContentHash, &v.Reason, &v.creator, &v.ApprovedBy, &authority, &v.Title, &v.Event}
	if err := row.Scan(append(dest, more...)...); err != nil {
		return v, err
	}
	v.Position, v.PublishedAt, v.ReplacedAt = uint64(position), micro(published), micro(replaced)
	return v, json.Unmarshal([]byte(authority), &v.Authority)
}

func version(ctx context.Context, db *sql.DB, id string, number int) (fullVersion, error) {
	var content string
	v, err := scanVersion(db.QueryRowContext(ctx, `SELECT `+versionColumns+`, content FROM version WHERE id = ? AND number = ?`, id, number), &content)
	if err != nil {
		return v, orNotFound(err)
	}
	v.Content = &publication.Content{}
	return v, json.Unmarshal([]byte(content), v.Content)
}

// Version returns one public version with its content.
func (r *Reader) Version(ctx context.Context, id string, number int) (view.Version, error) {
	var v fullVersion
	err := r.read(ctx, func(db *sql.DB) (err error) {
		v, err = version(ctx, db, id, number)
		return err
	})
	return v.Version, err
}

// Versions lists the public versions that existed at the point, oldest first.
func (r *Reader) Versions(ctx context.Context, id string, position uint64) ([]view.Version, error) {
	query, args := `SELECT `+versionColumns+` FROM version WHERE id = ?`, []any{id}
	if position != 0 {
		query, args = query+` AND position <= ?`, append(args, int64(position))
	}
	var out []view.Version
	err := r.read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, query+` ORDER BY number`, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			v, err := scanVersion(rows)
			if err != nil {
				return err
			}
			out = append(out, v.Version)
		}
		return rows.Err()
	})
	if err == nil && len(out) == 0 {
		err = view.ErrNotFound
	}
	return out, err
}
