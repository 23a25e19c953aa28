package publications

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"minhbach/domain/duty"
	"minhbach/domain/publication"
	"minhbach/projections"
)

// work is what the reducers remember of one publication between its events.
type work struct {
	ID         string                 `json:"id"`
	Agency     string                 `json:"agency"`
	Kind       publication.Kind       `json:"kind"`
	Slug       string                 `json:"slug"`
	State      publication.State      `json:"state"`
	Version    int                    `json:"version"`
	Revision   int64                  `json:"revision"`
	Creator    string                 `json:"creator"`
	Authors    []string               `json:"authors,omitempty"` // of the present cycle
	Reason     string                 `json:"reason,omitempty"`
	Note       string                 `json:"note,omitempty"`
	Checklist  map[string]string      `json:"checklist,omitempty"`
	Checked    string                 `json:"checked,omitempty"` // hash that the checklist is for
	Approver   string                 `json:"approver,omitempty"`
	Authority  *publication.Authority `json:"authority,omitempty"`
	PublishAt  time.Time              `json:"publish_at,omitzero"`
	FirstAt    time.Time              `json:"first_at,omitzero"`
	UpdatedAt  time.Time              `json:"updated_at"`
	ArchivedAt time.Time              `json:"archived_at,omitzero"`
	Duties     []openDuty             `json:"duties,omitempty"`

	content publication.Content
	dirty   bool
}

type openDuty struct {
	Duty    duty.Duty     `json:"duty"`
	Verdict *duty.Verdict `json:"verdict,omitempty"`
	From    uint64        `json:"from"`
}

// state caches the publications of the running batches.
type state struct {
	open map[string]*work
}

// cacheSize bounds how many publications stay decoded between batches.
const cacheSize = 4096

func (s *state) load(tx *projections.Tx, stream string) (*work, error) {
	id := strings.TrimPrefix(stream, "publication-")
	if w, ok := s.open[id]; ok {
		return w, nil
	}
	var doc, content string
	found, err := tx.Row(`SELECT doc, content FROM work WHERE id = ?`, []any{id}, &doc, &content)
	if err != nil {
		return nil, err
	}
	w := &work{ID: id}
	if found {
		if err := json.Unmarshal([]byte(doc), w); err != nil {
			return nil, fmt.Errorf("reading work row of %s: %w", id, err)
		}
		if err := json.Unmarshal([]byte(content), &w.content); err != nil {
			return nil, fmt.Errorf("reading work content of %s: %w", id, err)
		}
	}
	s.open[id] = w
	return w, nil
}

// Flush implements projections.State.
func (s *state) Flush(tx *projections.Tx) error {
	for _, w := range s.open {
		if !w.dirty {
			continue
		}
		doc, err := json.Marshal(w)
		if err != nil {
			return err
		}
		content, err := json.Marshal(w.content)
		if err != nil {
			return err
		}
		publishAt := int64(0)
		if !w.PublishAt.IsZero() {
			publishAt = w.PublishAt.UnixMicro()
		}
		err = tx.Exec(`INSERT INTO work VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET agency = excluded.agency, state = excluded.state, due = excluded.due,
			publish_at = excluded.publish_at, updated_at = excluded.updated_at, doc = excluded.doc, content = excluded.content`,
			w.ID, w.Agency, string(w.State), w.due(), publishAt, w.UpdatedAt.UnixMicro(), string(doc), string(content))
		if err != nil {
			return err
		}
		w.dirty = false
	}
	if len(s.open) > cacheSize {
		clear(s.open)
	}
	return nil
}

// noDue sorts after every date.
const noDue = "9999-12-31"

func (w *work) due() string {
	due := noDue
	for _, d := range w.Duties {
		if d.Verdict == nil {
			due = min(due, d.Duty.DueDate.String())
		}
	}
	return due
}
