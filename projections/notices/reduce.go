package notices

import (
	"encoding/json"
	"strings"
	"time"

	"minhbach/domain/notice"
	"minhbach/eventstore"
	"minhbach/projections"
	"minhbach/projections/view"
)

type state struct{}

// Flush implements projections.State; nothing is kept back.
func (state) Flush(*projections.Tx) error { return nil }

// Reduce implements projections.State.
func (state) Reduce(tx *projections.Tx, f eventstore.Fact) error {
	id, ours := strings.CutPrefix(f.Stream, Prefix)
	if !ours {
		return nil
	}
	n := view.Notice{ID: id, State: notice.StateNew}
	var doc string
	found, err := tx.Row(`SELECT doc FROM notice WHERE id = ?`, []any{id}, &doc)
	if err != nil {
		return err
	}
	if found {
		if err := json.Unmarshal([]byte(doc), &n); err != nil {
			return err
		}
	}
	n.Until, n.EndedAt = time.Time{}, time.Time{}
	switch e := f.Payload.(type) {
	case notice.Written:
		n.State, n.Written, n.At = notice.StateWaiting, e, f.Recorded
	case notice.Sent:
		n.State, n.Tries, n.Cause, n.EndedAt = notice.StateSent, e.Try, "", f.Recorded
	case notice.Deferred:
		n.State, n.Tries, n.Cause, n.Until = notice.StateDeferred, e.Try, e.Cause, e.Until
	case notice.Failed:
		n.State, n.Tries, n.Cause, n.EndedAt = notice.StateFailed, e.Try, e.Cause, f.Recorded
	case notice.Reopened:
		n.State, n.Tries = notice.StateWaiting, 0
	}
	n.Revision = int64(f.Revision)
	raw, err := json.Marshal(n)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO notice VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state, doc = excluded.doc`,
		id, string(n.State), int64(f.Position), string(raw))
}
