package publications

import (
	"encoding/json"

	"minhbach/domain/duty"
	"minhbach/eventstore"
	"minhbach/projections"
)

func (s *state) openDuty(tx *projections.Tx, w *work, f eventstore.Fact, d duty.Duty) error {
	w.Duties = append(w.Duties, openDuty{Duty: d, From: uint64(f.Position)})
	return s.writeDuty(tx, w, f, d, nil)
}

func (s *state) meetDuty(tx *projections.Tx, w *work, f eventstore.Fact, rule string, v duty.Verdict) error {
	for i, d := range w.Duties {
		if d.Duty.RuleID == rule && d.Verdict == nil {
			w.Duties[i].Verdict = &v
			if err := s.endDuty(tx, w, f, rule); err != nil {
				return err
			}
			return s.writeDuty(tx, w, f, d.Duty, &v)
		}
	}
	return nil
}

func (s *state) dropDuty(tx *projections.Tx, w *work, f eventstore.Fact, rule string) error {
	for i, d := range w.Duties {
		if d.Duty.RuleID == rule && d.Verdict == nil {
			w.Duties = append(w.Duties[:i:i], w.Duties[i+1:]...)
			return s.endDuty(tx, w, f, rule)
		}
	}
	return nil
}

func (s *state) endDuty(tx *projections.Tx, w *work, f eventstore.Fact, rule string) error {
	return tx.Exec(`UPDATE duty SET to_pos = ? WHERE id = ? AND rule = ? AND to_pos = ?`,
		int64(f.Position), w.ID, rule, int64(projections.Forever))
}

func (s *state) writeDuty(tx *projections.Tx, w *work, f eventstore.Fact, d duty.Duty, v *duty.Verdict) error {
	doc, err := json.Marshal(d)
	if err != nil {
		return err
	}
	verdict := []byte{}
	if v != nil {
		if verdict, err = json.Marshal(v); err != nil {
			return err
		}
	}
	return tx.Exec(`INSERT INTO duty VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		w.ID, d.RuleID, int64(f.Position), int64(projections.Forever), d.AgencyID, d.DueDate.String(), v != nil,
		w.content.Title, w.Version > 0, string(doc), string(verdict))
}
