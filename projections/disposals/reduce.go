package disposals

import (
	"encoding/json"
	"strings"

	"minhbach/domain/disposal"
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
	l := view.Disposal{ID: id, State: disposal.StateNew}
	var doc string
	found, err := tx.Row(`SELECT doc FROM list WHERE id = ?`, []any{id}, &doc)
	if err != nil {
		return err
	}
	if found {
		if err := json.Unmarshal([]byte(doc), &l); err != nil {
			return err
		}
	}
	switch e := f.Payload.(type) {
	case disposal.Proposed:
		l.State, l.Agency, l.Proposed, l.At = disposal.StateProposed, e.Agency, e, f.Recorded
	case disposal.Approved:
		l.State, l.Approved = disposal.StateApproved, e
	case disposal.Refused:
		l.State, l.Refused = disposal.StateRefused, e
	case disposal.CarriedOut:
		l.State, l.Done, l.DoneAt, l.Ended = disposal.StateCarriedOut, e, f.Recorded, uint64(f.Position)
	}
	l.Revision = int64(f.Revision)
	raw, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO list VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, ended = excluded.ended, doc = excluded.doc`,
		l.ID, l.Agency, string(l.State), int64(f.Position), int64(l.Ended), string(raw))
}
