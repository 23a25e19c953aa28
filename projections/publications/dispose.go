package publications

import (
	"encoding/json"

	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/projections"
)

// dispose leaves of an item what its tombstone says, for now and for every earlier
// point: titles, days, numbers, hashes and the names of files. The texts go from all
// versions and from the work in hand.
func (s *state) dispose(tx *projections.Tx, w *work, f eventstore.Fact, d publication.Disposal) error {
	for number := 1; number <= w.Version; number++ {
		if err := empty(tx, w.ID, number); err != nil {
			return err
		}
	}
	w.State, w.Reason, w.Note = publication.StateDisposed, "", ""
	w.content = publication.Content{Language: w.content.Language, Title: w.content.Title}
	paper, err := json.Marshal(d)
	if err != nil {
		return err
	}
	err = tx.Exec(`UPDATE item SET state = 'withdrawn', summary = '', languages = '[]', attachments = 0, reason = ?, disposal = ? WHERE id = ?`,
		d.Sentence(), string(paper), w.ID)
	if err != nil {
		return err
	}
	if err := tx.Exec(`UPDATE item SET to_pos = ? WHERE id = ? AND to_pos = ?`, int64(f.Position), w.ID, int64(projections.Forever)); err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO item SELECT id, ?, ?, agency, kind, section, slug, state, version, language, title, title_key, title_fold, summary,
		languages, number, number_fold, issued_on, year, first_at, first_on, ?, attachments, reason, disposal FROM item WHERE id = ? AND to_pos = ?`,
		int64(f.Position), int64(projections.Forever), f.Recorded.UnixMicro(), w.ID, int64(f.Position))
}

// empty takes the text out of a version. The hashes of its files stay, so that who
// has one of them still learns that it was public.
func empty(tx *projections.Tx, id string, number int) error {
	var text string
	found, err := tx.Row(`SELECT content FROM version WHERE id = ? AND number = ?`, []any{id, number}, &text)
	if err != nil || !found {
		return err
	}
	var c publication.Content
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return err
	}
	left := publication.Content{Language: c.Language, Title: c.Title}
	for _, a := range c.Attachments {
		left.Attachments = append(left.Attachments, publication.Attachment{SHA256: a.SHA256, Name: a.Name, MediaType: a.MediaType, Size: a.Size})
	}
	raw, err := json.Marshal(left)
	if err != nil {
		return err
	}
	return tx.Exec(`UPDATE version SET content = ? WHERE id = ? AND number = ?`, string(raw), id, number)
}
