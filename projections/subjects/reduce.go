package subjects

import (
	"encoding/json"
	"slices"
	"strings"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/subject"
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
	if _, read := f.Payload.(subject.Viewed); !ours || read {
		return nil
	}
	s := view.Subject{ID: id, State: subject.StateNone}
	var doc string
	found, err := tx.Row(`SELECT doc FROM subject WHERE id = ?`, []any{id}, &doc)
	if err != nil {
		return err
	}
	if found {
		if err := json.Unmarshal([]byte(doc), &s); err != nil {
			return err
		}
	}
	apply(&s, f)
	s.Revision = int64(f.Revision)
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO subject VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, due = excluded.due, restricted = excluded.restricted, revision = excluded.revision, doc = excluded.doc`,
		s.ID, string(s.State), s.Due().String(), s.Restricted, s.Revision, string(raw))
}

func apply(s *view.Subject, f eventstore.Fact) {
	switch e := f.Payload.(type) {
	case subject.ErasureRequested:
		s.State, s.Basis, s.RequestedBy, s.ReceivedOn, s.Notified = subject.StateRequested, e.Basis, e.By, e.ReceivedOn, false
		s.AnswerDue, s.EraseDue = due(e.Acknowledge), due(e.Execute)
	case subject.Acknowledged:
		s.State = subject.StateAcknowledged
	case subject.ErasureExtended:
		s.EraseDue = e.Execute.DueDate
	case subject.ErasureRefused:
		s.State = subject.StateRefused
	case subject.ErasureOrdered:
		s.State, s.Ordered = subject.StateOrdered, uint64(f.Position)
	case subject.Erased:
		s.State, s.Erased, s.ErasedAt = subject.StateErased, uint64(f.Position), f.Recorded
	case subject.Notified:
		s.Notified = true
	case subject.Restricted:
		s.Restricted = true
	case subject.RestrictionLifted:
		s.Restricted = false
	case subject.HoldPlaced:
		s.Holds = append(s.Holds, view.Hold{ID: e.Hold, Ground: e.Ground, Until: e.Until})
	case subject.HoldLifted:
		s.Holds = slices.DeleteFunc(s.Holds, func(h view.Hold) bool { return h.ID == e.Hold })
	}
}

func due(d *duty.Duty) calendar.Date {
	if d == nil {
		return calendar.Date{}
	}
	return d.DueDate
}
