package publications

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/hex"

	"minhbach/domain/publication"
	"minhbach/projections"
	"minhbach/projections/view"
)

// name notes which hashes a new public version answers to.
func name(tx *projections.Tx, w *work, number int, content string) error {
	hashes := []string{content}
	for _, a := range w.content.Attachments {
		hashes = append(hashes, a.SHA256)
	}
	for _, hash := range hashes {
		key, ok := shortKey(hash)
		if !ok {
			continue
		}
		if err := tx.Exec(`INSERT INTO named VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, key, w.ID, number); err != nil {
			return err
		}
	}
	return nil
}

// shortKey is the first eight bytes of a SHA-256 in hex.
func shortKey(hash string) (int64, bool) {
	raw, err := hex.DecodeString(hash)
	if err != nil || len(raw) != 32 {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(raw)), true
}

// Uses lists the versions that a SHA-256 stands for, the first that became public
// first, at most limit of them. Nothing of drafts is among them.
func (r *Reader) Uses(ctx context.Context, sha256 string, limit int) ([]view.Use, error) {
	key, ok := shortKey(sha256)
	if !ok {
		return nil, nil
	}
	type place struct {
		id     string
		number int
	}
	var out []view.Use
	err := r.read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT v.id, v.number FROM named AS n JOIN version AS v ON v.id = n.id AND v.number = n.number
			WHERE n.hash = ? ORDER BY v.position LIMIT ?`, key, limit)
		if err != nil {
			return err
		}
		defer rows.Close()
		var places []place
		for rows.Next() {
			var p place
			if err := rows.Scan(&p.id, &p.number); err != nil {
				return err
			}
			places = append(places, p)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		for _, p := range places {
			u, ok, err := use(ctx, db, p.id, p.number, sha256)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, u)
			}
		}
		return nil
	})
	return out, err
}

func use(ctx context.Context, db *sql.DB, id string, number int, sha256 string) (u view.Use, ok bool, err error) {
	v, err := version(ctx, db, id, number)
	if err != nil {
		return u, false, err
	}
	u = view.Use{Version: v.Number, Event: v.Event, PublishedAt: v.PublishedAt, ReplacedAt: v.ReplacedAt}
	if v.ContentHash != sha256 {
		file, attached := attachment(v.Content.Attachments, sha256)
		if !attached {
			return u, false, nil // begins alike
		}
		u.File = file.Name
	}
	item, err := scanItem(db.QueryRowContext(ctx, `SELECT `+itemColumns+`, reason FROM item WHERE id = ? AND to_pos = 9223372036854775807`, id), &u.Reason)
	u.Item = &item
	return u, err == nil, orNotFound(err)
}

func attachment(list []publication.Attachment, sha256 string) (publication.Attachment, bool) {
	for _, a := range list {
		if a.SHA256 == sha256 {
			return a, true
		}
	}
	return publication.Attachment{}, false
}
