package publications

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/fold"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/projections"
)

var zeroTime time.Time

// goPublic records a new public version and makes it what readers see.
func (s *state) goPublic(tx *projections.Tx, w *work, f eventstore.Fact, number int, hash, reason string) error {
	content, err := json.Marshal(w.content)
	if err != nil {
		return err
	}
	authority := []byte("{}")
	if w.Authority != nil {
		if authority, err = json.Marshal(w.Authority); err != nil {
			return err
		}
	}
	err = tx.Exec(`UPDATE version SET replaced_pos = ?, replaced_at = ? WHERE id = ? AND number = ?`,
		int64(f.Position), f.Recorded.UnixMicro(), w.ID, number-1)
	if err != nil {
		return err
	}
	err = tx.Exec(`INSERT INTO version VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)`,
		w.ID, number, int64(f.Position), f.Recorded.UnixMicro(), int64(projections.Forever), hash, reason,
		w.Creator, w.Approver, string(authority), w.content.Title, string(content), f.ID.String())
	if err != nil {
		return err
	}
	if err := name(tx, w, number, hash); err != nil {
		return err
	}
	w.Version, w.State, w.PublishAt, w.Reason, w.Note = number, publication.StatePublished, zeroTime, "", ""
	w.Authors, w.Checklist, w.Checked = nil, nil, ""
	for _, d := range w.Duties {
		// From now on the public sees them, not before.
		if err := s.endDuty(tx, w, f, d.Duty.RuleID); err != nil {
			return err
		}
		if err := s.writeDuty(tx, w, f, d.Duty, d.Verdict); err != nil {
			return err
		}
	}
	return s.change(tx, w, f, "published", reason)
}

// change ends the present public row and begins the next.
func (s *state) change(tx *projections.Tx, w *work, f eventstore.Fact, public, reason string) error {
	if public != "published" {
		// A correction in hand is lost with the item: readers saw the public version.
		if err := s.restorePublic(tx, w); err != nil {
			return err
		}
	}
	if err := tx.Exec(`UPDATE item SET to_pos = ? WHERE id = ? AND to_pos = ?`, int64(f.Position), w.ID, int64(projections.Forever)); err != nil {
		return err
	}
	c := w.content
	if public == "withdrawn" {
		// A tombstone has the title, so that people know what is gone, and no content.
		c.Summary, c.Translations, c.Attachments = "", nil, nil
	}
	kind, _ := publication.KindOf(w.Kind)
	number, issued := numberOf(c.Details)
	first := calendar.DateOf(w.FirstAt)
	year, issuedText := first.Year(), ""
	if !issued.IsZero() {
		year, issuedText = issued.Year(), issued.String()
	}
	languages, err := json.Marshal(slices.Sorted(maps.Keys(c.Translations)))
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')`,
		w.ID, int64(f.Position), int64(projections.Forever), w.Agency, string(w.Kind), kind.Section, w.Slug, public, w.Version,
		c.Language, c.Title, []byte(fold.SortKey(c.Title)), fold.String(c.Title), c.Summary, string(languages),
		number, fold.String(number), issuedText, year, w.FirstAt.UnixMicro(), first.String(), f.Recorded.UnixMicro(),
		len(c.Attachments), reason)
}

// restorePublic sets the working content back to the newest public version.
func (s *state) restorePublic(tx *projections.Tx, w *work) error {
	var content string
	found, err := tx.Row(`SELECT content FROM version WHERE id = ? AND number = ?`, []any{w.ID, w.Version}, &content)
	if err != nil || !found {
		return err
	}
	w.content = publication.Content{}
	return json.Unmarshal([]byte(content), &w.content)
}

// numberOf is the number that people cite an item by, and its date of issue.
func numberOf(d publication.Details) (string, calendar.Date) {
	switch {
	case d.Document != nil:
		return d.Document.Number, d.Document.IssuedOn
	case d.Plan != nil:
		return d.Plan.Decision, d.Plan.ApprovedOn
	case d.Gazette != nil:
		return d.Gazette.Issue, d.Gazette.Date
	case d.Project != nil:
		return d.Project.Decision, d.Project.ApprovedOn
	}
	return "", calendar.Date{}
}
