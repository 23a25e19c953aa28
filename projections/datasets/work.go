package datasets

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/projections"
)

// work is what the reducers remember of one dataset between its events.
type work struct {
	ID          string                       `json:"id"`
	Agency      string                       `json:"agency"`
	Slug        string                       `json:"slug"`
	State       editorial.State              `json:"state"`
	Version     int                          `json:"version"`
	DataVersion int                          `json:"data_version,omitempty"`
	Release     string                       `json:"release,omitempty"` // public one
	Revision    int64                        `json:"revision"`
	Authors     []string                     `json:"authors,omitempty"` // of the present cycle
	Reason      string                       `json:"reason,omitempty"`
	Note        string                       `json:"note,omitempty"`
	Checklist   map[string]string            `json:"checklist,omitempty"`
	Checked     string                       `json:"checked,omitempty"` // hash that the checklist is for
	Cleared     *dataset.PersonalDataCleared `json:"cleared,omitempty"`
	Approver    string                       `json:"approver,omitempty"`
	Authority   *dataset.Authority           `json:"authority,omitempty"`
	PublishAt   time.Time                    `json:"publish_at,omitzero"`
	FirstAt     time.Time                    `json:"first_at,omitzero"`
	FirstOn     calendar.Date                `json:"first_on,omitzero"`
	LastOn      calendar.Date                `json:"last_on,omitzero"`
	DataOn      calendar.Date                `json:"data_on,omitzero"`
	ReviewedOn  calendar.Date                `json:"reviewed_on,omitzero"`
	UpdatedAt   time.Time                    `json:"updated_at"`
	ArchivedAt  time.Time                    `json:"archived_at,omitzero"`
	About       about                        `json:"about"`

	content dataset.Content
	dirty   bool
}

// about is what a list shows of the content in hand.
type about struct {
	Title    string `json:"title"`
	Rows     int64  `json:"rows,omitempty"`
	Rejected int64  `json:"rejected,omitempty"`
	Findings int64  `json:"findings,omitempty"`
}

func aboutOf(c dataset.Content) about {
	a := about{Title: c.Description.Title}
	if c.Release != nil {
		a.Rows, a.Rejected = c.Release.Rows, c.Release.Rejected
		for _, f := range c.Release.Findings {
			a.Findings += f.Count
		}
	}
	return a
}

func releaseID(c dataset.Content) string {
	if c.Release == nil {
		return ""
	}
	return c.Release.ID
}

// state caches the datasets of the running batches.
type state struct {
	open map[string]*work
}

// cacheSize bounds how many datasets stay decoded between batches.
const cacheSize = 4096

func (s *state) load(tx *projections.Tx, stream string) (*work, error) {
	id := strings.TrimPrefix(stream, "dataset-")
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
		w.About = aboutOf(w.content)
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
			ON CONFLICT (id) DO UPDATE SET agency = excluded.agency, state = excluded.state, publish_at = excluded.publish_at,
			updated_at = excluded.updated_at, release = excluded.release, doc = excluded.doc, content = excluded.content`,
			w.ID, w.Agency, string(w.State), publishAt, w.UpdatedAt.UnixMicro(), releaseID(w.content), string(doc), string(content))
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
