package datasets

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/projections/view"
)

// openStates are those in which somebody has something to do.
var openStates = []editorial.State{
	editorial.StateDraft, editorial.StateSubmitted, editorial.StateReturned, editorial.StateApproved,
	editorial.StateCorrection, editorial.StateCorrectionSubmitted, editorial.StateCorrectionReturned, editorial.StateCorrectionApproved,
}

// WorkList returns datasets in hand, those touched last first.
func (r *Reader) WorkList(ctx context.Context, f view.DatasetWorkFilter) ([]view.DatasetWorkItem, error) {
	where, args := "1 = 1", []any{}
	states := f.States
	if states == nil {
		states = openStates
	}
	if !f.All {
		where, args = where+` AND state IN (SELECT value FROM json_each(?))`, append(args, list(states))
	}
	if f.Agencies != nil {
		where, args = where+` AND agency IN (SELECT value FROM json_each(?))`, append(args, list(f.Agencies))
	}
	limit := f.Limit
	if limit <= 0 || limit > 1000 {
		limit = 200
	}
	out := []view.DatasetWorkItem{}
	err := r.read(ctx, func(db *sql.DB) error {
		return each(ctx, db, `SELECT doc FROM work WHERE `+where+` ORDER BY updated_at DESC, id LIMIT ?`, append(args, limit), func(rows *sql.Rows) error {
			var doc string
			if err := rows.Scan(&doc); err != nil {
				return err
			}
			var w work
			err := json.Unmarshal([]byte(doc), &w)
			out = append(out, w.item())
			return err
		})
	})
	return out, err
}

func (w *work) item() view.DatasetWorkItem {
	return view.DatasetWorkItem{
		ID: w.ID, Agency: w.Agency, Slug: w.Slug, State: w.State, Title: w.About.Title, Version: w.Version, Revision: w.Revision,
		UpdatedAt: w.UpdatedAt, PublishAt: w.PublishAt, Rows: w.About.Rows, Rejected: w.About.Rejected, Findings: w.About.Findings,
		FirstOn: w.FirstOn, LastOn: w.LastOn, DataOn: w.DataOn, ReviewedOn: w.ReviewedOn,
	}
}

// Work returns one dataset with its working content, for staff; Public is what
// readers see meanwhile. What its caller may do is not told here.
func (r *Reader) Work(ctx context.Context, id string) (view.DatasetWork, error) {
	var out view.DatasetWork
	err := r.read(ctx, func(db *sql.DB) error {
		var doc, content string
		if err := db.QueryRowContext(ctx, `SELECT doc, content FROM work WHERE id = ?`, id).Scan(&doc, &content); err != nil {
			return orNotFound(err)
		}
		var w work
		if err := json.Unmarshal([]byte(doc), &w); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(content), &w.content); err != nil {
			return err
		}
		out = view.DatasetWork{DatasetWorkItem: w.item(), Content: w.content, ContentHash: dataset.Hash(w.content), Authors: w.Authors, Note: w.Note, Reason: w.Reason}
		if w.Checked == out.ContentHash {
			out.Checklist = w.Checklist
		}
		if w.Cleared != nil && w.Cleared.Content == out.ContentHash {
			out.Cleared = w.Cleared
		}
		if w.Version > 0 && w.State.Public() {
			v, err := version(ctx, db, id, w.Version)
			if err != nil {
				return err
			}
			out.Public = &v.Content
		}
		return nil
	})
	return out, err
}

// Embargoed lists the datasets whose embargo ended at or before now.
func (r *Reader) Embargoed(ctx context.Context, now time.Time) ([]string, error) {
	var ids []string
	err := r.read(ctx, func(db *sql.DB) error {
		return each(ctx, db, `SELECT id FROM work WHERE publish_at > 0 AND publish_at <= ? ORDER BY publish_at, id`, []any{now.UnixMicro()}, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		})
	})
	return ids, err
}
