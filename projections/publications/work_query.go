package publications

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"minhbach/domain/publication"
	"minhbach/projections/view"
)

// openStates are those in which somebody has something to do.
var openStates = []publication.State{
	publication.StateDraft, publication.StateSubmitted, publication.StateReturned, publication.StateApproved,
	publication.StateCorrection, publication.StateCorrectionSubmitted, publication.StateCorrectionReturned, publication.StateCorrectionApproved,
}

// WorkList returns work items, the nearest legal deadline first, then the oldest.
func (r *Reader) WorkList(ctx context.Context, f view.WorkFilter) ([]view.WorkItem, error) {
	states := f.States
	if len(states) == 0 {
		states = openStates
	}
	stateList, err := json.Marshal(states)
	if err != nil {
		return nil, err
	}
	where, args := `state IN (SELECT value FROM json_each(?))`, []any{string(stateList)}
	if f.Agencies != nil {
		list, err := json.Marshal(f.Agencies)
		if err != nil {
			return nil, err
		}
		where, args = where+` AND agency IN (SELECT value FROM json_each(?))`, append(args, string(list))
	}
	if f.Author != "" {
		where, args = where+` AND EXISTS (SELECT 1 FROM json_each(doc, '$.authors') WHERE value = ?)`, append(args, f.Author)
	}
	limit := f.Limit
	if limit <= 0 || limit > 500 {
		limit = 200
	}
	out := []view.WorkItem{}
	err = r.read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT doc, content ->> '$.title' FROM work WHERE `+where+` ORDER BY due, updated_at, id LIMIT ?`, append(args, limit)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var doc, title string
			if err := rows.Scan(&doc, &title); err != nil {
				return err
			}
			var w work
			if err := json.Unmarshal([]byte(doc), &w); err != nil {
				return err
			}
			it := w.item()
			it.Title = title
			out = append(out, it)
		}
		return rows.Err()
	})
	return out, err
}

func (w *work) item() view.WorkItem {
	it := view.WorkItem{
		ID: w.ID, Agency: w.Agency, Kind: w.Kind, Slug: w.Slug, State: w.State, Version: w.Version,
		Revision: w.Revision, Authors: w.Authors, UpdatedAt: w.UpdatedAt, PublishAt: w.PublishAt, Title: w.content.Title,
	}
	switch {
	case w.State.Tombstone():
		it.Public = view.Withdrawn
	case w.State == publication.StateArchived:
		it.Public = view.Archived
	case w.State.Public():
		it.Public = view.Published
	}
	for _, d := range w.Duties {
		if d.Verdict == nil && (it.Due.IsZero() || d.Duty.DueDate.Before(it.Due)) {
			it.Due = d.Duty.DueDate
			it.Duty = &view.Duty{Duty: d.Duty, Publication: w.ID}
		}
	}
	return it
}

// Work returns one publication with its working content, for staff.
func (r *Reader) Work(ctx context.Context, id string) (view.Work, error) {
	var out view.Work
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
		out = view.Work{WorkItem: w.item(), Content: w.content, Reason: w.Reason, Note: w.Note}
		out.ContentHash = publication.Hash(w.content)
		out.Stale = w.content.Stale()
		if w.Checked == out.ContentHash {
			out.Checklist = w.Checklist
		}
		for _, d := range w.Duties {
			out.Duties = append(out.Duties, view.Duty{Duty: d.Duty, Publication: w.ID, Title: w.content.Title, Met: d.Verdict != nil, Verdict: d.Verdict})
		}
		if w.Version > 0 {
			v, err := version(ctx, db, id, w.Version)
			if err != nil {
				return err
			}
			out.Live = v.Content
		}
		return nil
	})
	return out, err
}

// Embargoed lists the publications whose embargo ended at or before now.
func (r *Reader) Embargoed(ctx context.Context, now time.Time) ([]string, error) {
	var ids []string
	err := r.read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT id FROM work WHERE publish_at > 0 AND publish_at <= ? ORDER BY publish_at, id`, now.UnixMicro())
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return rows.Err()
	})
	return ids, err
}
