package datasets

import (
	"encoding/json"

	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/eventstore"
	"minhbach/projections"
)

// dispose leaves of a dataset what its tombstone says, for now and for every earlier
// point: titles, days, hashes and the names of files. What describes the data goes
// from all versions, and no release needs its table any more.
func (s *state) dispose(tx *projections.Tx, w *work, f eventstore.Fact, d dataset.Disposal) error {
	for number := 1; number <= w.Version; number++ {
		if err := empty(tx, w.ID, number); err != nil {
			return err
		}
	}
	w.State, w.Reason, w.Release = editorial.StateDisposed, "", ""
	w.endCycle()
	w.content = titles(w.content)
	paper, err := json.Marshal(d)
	if err != nil {
		return err
	}
	err = tx.Exec(`UPDATE item SET state = 'withdrawn', summary = '', summary_en = '', topics = 'null', keywords = 'null', format = '', licence = '', frequency = '',
		period_from = '', period_to = '', year_from = 0, year_to = 0, rows = 0, columns = 0, bytes = 0, quality = 0, band = '', reason = ?, facets = ?, words = ?, disposal = ?
		WHERE id = ?`, d.Sentence(), facetsOf(w.Agency, "", w.content), wordsOf(w.content), string(paper), w.ID)
	if err != nil {
		return err
	}
	if err := s.endRow(tx, w, f); err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO item SELECT id, ?, ?, ?, agency, slug, state, version, data_version, title, title_en, title_key,
		summary, summary_en, topics, keywords, format, licence, frequency, period_from, period_to, year_from, year_to, rows, columns, bytes,
		quality, band, first_at, ?, data_on, reviewed_on, reason, facets, words, disposal FROM item WHERE id = ? AND to_pos = ?`,
		int64(f.Position), int64(projections.Forever), int64(f.Position), f.Recorded.UnixMicro(), w.ID, int64(f.Position))
}

// empty takes the description out of a version. The hash of the publisher's file
// stays, so that who has it still learns that it was public.
func empty(tx *projections.Tx, id string, number int) error {
	var text string
	found, err := tx.Row(`SELECT content FROM version WHERE id = ? AND number = ?`, []any{id, number}, &text)
	if err != nil || !found {
		return err
	}
	var c dataset.Content
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return err
	}
	left := titles(c)
	if r := c.Release; r != nil {
		left.Release = &dataset.Release{File: editorial.Attachment{SHA256: r.File.SHA256, Name: r.File.Name, MediaType: r.File.MediaType, Size: r.File.Size}}
	}
	raw, err := json.Marshal(left)
	if err != nil {
		return err
	}
	return tx.Exec(`UPDATE version SET content = ?, release = '' WHERE id = ? AND number = ?`, string(raw), id, number)
}

func titles(c dataset.Content) dataset.Content {
	return dataset.Content{Description: dataset.Description{Title: c.Description.Title, TitleEn: c.Description.TitleEn}}
}
