package datasets

import (
	"encoding/hex"
	"encoding/json"

	"minhbach/domain/dataset"
	"minhbach/domain/dataset/quality"
	"minhbach/domain/editorial"
	"minhbach/domain/fold"
	"minhbach/eventstore"
	"minhbach/projections"
)

// goPublic records a new public version and makes it what readers see.
func (s *state) goPublic(tx *projections.Tx, w *work, f eventstore.Fact, e dataset.Revised) error {
	if release := releaseID(w.content); release != w.Release || w.DataVersion == 0 {
		w.Release, w.DataVersion, w.DataOn = release, e.Version, e.On
	}
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
	if w.Version > 0 {
		err = tx.Exec(`UPDATE version SET replaced_pos = ?, replaced_at = ? WHERE id = ? AND number = ?`,
			int64(f.Position), f.Recorded.UnixMicro(), w.ID, w.Version)
		if err != nil {
			return err
		}
		if err := s.endRow(tx, w, f); err != nil {
			return err
		}
	}
	err = tx.Exec(`INSERT INTO version VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		w.ID, e.Version, int64(f.Position), f.Recorded.UnixMicro(), int64(projections.Forever), e.On.String(), e.Content,
		string(e.Change), e.Reason, w.Approver, string(authority), w.DataVersion, w.Release, string(content), f.ID.String())
	if err != nil {
		return err
	}
	if err := name(tx, w, e); err != nil {
		return err
	}
	w.Version, w.State, w.Reason = e.Version, editorial.StatePublished, ""
	w.LastOn, w.ReviewedOn = e.On, e.On
	w.endCycle()
	return s.show(tx, w, f, "published", e.Reason)
}

// leave ends the public row and begins that of what was withdrawn or archived. A
// revision in hand is lost with it: readers saw the public version.
func (s *state) leave(tx *projections.Tx, w *work, f eventstore.Fact, public, reason string) error {
	if err := s.restorePublic(tx, w); err != nil {
		return err
	}
	if err := s.endRow(tx, w, f); err != nil {
		return err
	}
	return s.show(tx, w, f, public, reason)
}

// show writes what the public sees from now on.
func (s *state) show(tx *projections.Tx, w *work, f eventstore.Fact, public, reason string) error {
	c, points, band := w.content, 0, ""
	if public == "withdrawn" {
		// A tombstone has the title, so that people know what is gone, and no content.
		c = dataset.Content{Description: dataset.Description{Title: c.Description.Title, TitleEn: c.Description.TitleEn}}
	} else {
		points, band = quality.AtPublication(c, w.FirstOn)
	}
	d := c.Description
	lists := [2]string{}
	for i, list := range [][]string{d.Topics, d.Keywords} {
		raw, err := json.Marshal(list)
		if err != nil {
			return err
		}
		lists[i] = string(raw)
	}
	r := dataset.Release{}
	if c.Release != nil {
		r = *c.Release
	}
	from, to := years(d)
	titleKey, err := hex.DecodeString(fold.SortKey(d.Title)) // half as long
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')`,
		w.ID, int64(f.Position), int64(projections.Forever), int64(f.Position), w.Agency, w.Slug, public, w.Version, w.DataVersion,
		d.Title, d.TitleEn, titleKey, d.Summary, d.SummaryEn, lists[0], lists[1],
		r.Reading.Format, d.Licence, string(d.Frequency), d.PeriodFrom.String(), d.PeriodTo.String(), from, to,
		r.Rows, len(r.Columns), r.File.Size, points, band, w.FirstAt.UnixMicro(), f.Recorded.UnixMicro(),
		w.DataOn.String(), w.ReviewedOn.String(), reason, facetsOf(w.Agency, band, c), wordsOf(c))
}

func (s *state) endRow(tx *projections.Tx, w *work, f eventstore.Fact) error {
	return tx.Exec(`UPDATE item SET to_pos = ? WHERE id = ? AND to_pos = ?`, int64(f.Position), w.ID, int64(projections.Forever))
}

// review repeats the present public row with the day of the review.
func (s *state) review(tx *projections.Tx, w *work, f eventstore.Fact) error {
	if err := s.endRow(tx, w, f); err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO item SELECT id, ?, ?, position, agency, slug, state, version, data_version, title, title_en, title_key,
		summary, summary_en, topics, keywords, format, licence, frequency, period_from, period_to, year_from, year_to, rows, columns, bytes,
		quality, band, first_at, updated_at, data_on, ?, reason, facets, words, disposal FROM item WHERE id = ? AND to_pos = ?`,
		int64(f.Position), int64(projections.Forever), w.ReviewedOn.String(), w.ID, int64(f.Position))
}

// public reads the newest public version's content.
func (s *state) public(tx *projections.Tx, w *work) (c dataset.Content, err error) {
	if w.Version == 0 {
		return c, nil
	}
	var content string
	found, err := tx.Row(`SELECT content FROM version WHERE id = ? AND number = ?`, []any{w.ID, w.Version}, &content)
	if err != nil || !found {
		return c, err
	}
	return c, json.Unmarshal([]byte(content), &c)
}

// restorePublic sets the working content back to the newest public version.
func (s *state) restorePublic(tx *projections.Tx, w *work) (err error) {
	w.content, err = s.public(tx, w)
	return err
}

// detach gives the release in hand up: what was public is in hand again.
func (s *state) detach(tx *projections.Tx, w *work) error {
	c, err := s.public(tx, w)
	w.content.Release = c.Release
	return err
}
