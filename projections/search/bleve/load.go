package bleve

import (
	"strings"

	"minhbach/projections/search"
	"minhbach/projections/search/text"
)

// passages of a hit at most.
const passages = 3

// original texts of a hit.
type original struct{ title, keywords, summary, body string }

func (r *run) original(h hit) (original, error) {
	var o original
	err := r.segs[h.seg].VisitDocument(uint64(h.doc), func(field string, _ byte, value []byte, _ []uint64) bool {
		switch field {
		case fieldTitle:
			o.title = string(value)
		case fieldKeywords:
			o.keywords = string(value)
		case fieldSummary:
			o.summary = string(value)
		case fieldBody:
			o.body = string(value)
		}
		return true
	})
	return o, err
}

// load shows a hit.
func (r *run) load(h hit, m *text.Marker) (search.Hit, error) {
	cols := r.cols[h.seg]
	out := search.Hit{ID: cols.ids[h.doc], Score: h.rank}
	if kind := cols.field[colKind]; kind.one != nil && kind.one[h.doc] != 0 {
		out.Kind = kind.values[kind.one[h.doc]-1]
	}
	o, err := r.original(h)
	if err != nil {
		return out, err
	}
	out.Title = m.Whole(o.title)
	if m == nil {
		return out, nil
	}
	out.Passages = m.Passages(passages, o.summary, o.body)
	if left := passages - len(out.Passages); left > 0 {
		out.Passages = append(out.Passages, m.Passages(left, strings.Split(o.keywords, text.Gap)...)...)
	}
	return out, nil
}
