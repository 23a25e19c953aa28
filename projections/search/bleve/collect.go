package bleve

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"minhbach/projections/search"
	"minhbach/projections/search/text"
)

// What is so that it stands above every score.
const (
	asTyped     = 1e3 // every word typed with diacritics stands so in the document
	itsNumber   = 1e6 // of a document, in part
	wholeNumber = 2e6
)

// hit is a document of a segment on its way into a page.
type hit struct {
	seg  int
	doc  uint32
	rank float64
}

// everything is what the empty text finds.
func (r *run) everything() *found {
	f := &found{plan: planOf(nil, 0)}
	for _, s := range r.segs {
		var docs []uint32
		deleted := s.Deleted()
		for d := range uint32(s.Segment().Count()) {
			if deleted == nil || !deleted.Contains(d) {
				docs = append(docs, d)
			}
		}
		f.docs = append(f.docs, docs)
		f.total += len(docs)
	}
	return f
}

// collect filters what was found, counts facets and makes the page.
func (r *run) collect(q search.Query, f *found, units []text.Unit) (*search.Result, error) {
	out := &search.Result{}
	facets := newFacets(q)
	top := &ranking{run: r, order: q.Order, want: q.Offset + q.Limit}
	if q.Order == search.ByTitle {
		for i, s := range r.segs {
			titles, err := r.cols[i].titles(s.Segment())
			if err != nil {
				return nil, err
			}
			top.titles = append(top.titles, titles)
		}
	}
	for i := range r.segs {
		if err := r.ctx.Err(); err != nil {
			return nil, err
		}
		cols := r.cols[i]
		keep := newFilter(q, cols)
		counting := facets.on(cols)
		for _, d := range f.docs[i] {
			if !keep.passes(d) {
				continue
			}
			out.Total++
			counting.count(d)
			h := hit{seg: i, doc: d}
			if f.tallies != nil {
				h.rank = rank(f.plan, f.tallies[i], cols, d)
			}
			top.offer(h)
		}
		counting.finish()
	}
	out.Facets = facets.result()
	page := top.sorted()
	page = page[min(q.Offset, len(page)):]
	var marker *text.Marker
	if q.Highlight && len(units) > 0 {
		marker = text.NewMarker(units)
	}
	for _, h := range page {
		shown, err := r.load(h, marker)
		if err != nil {
			return nil, err
		}
		out.Hits = append(out.Hits, shown)
	}
	return out, nil
}

func rank(p *plan, t *tally, cols *columns, d uint32) float64 {
	score := float64(t.score[d])
	if cols.weight != nil {
		score *= float64(cols.weight[d])
	}
	score = min(score, asTyped-1)
	if p.exactly(t.exact[d]) {
		score += asTyped
	}
	if t.whole != nil && t.whole[d] {
		return score + wholeNumber
	}
	for i := range p.units {
		if b := p.units[i].bit; b != 0 && t.mask[d]&b != 0 {
			return score + itsNumber
		}
	}
	return score
}

// filter of a query on the columns of a segment.
type filter struct {
	cols  []*column
	wants []map[uint32]bool
	times []span
}

type span struct {
	values   []int64
	from, to int64
}

func newFilter(q search.Query, cols *columns) *filter {
	f := &filter{}
	want := func(name string, values []string) {
		if len(values) == 0 {
			return
		}
		col, codes := cols.field[name], map[uint32]bool{}
		for _, v := range values {
			if i, ok := slices.BinarySearch(col.values, norm.NFC.String(v)); ok { // dictionaries are in order
				codes[uint32(i+1)] = true
			}
		}
		f.cols, f.wants = append(f.cols, col), append(f.wants, codes)
	}
	want(colKind, q.Kinds)
	want(colType, q.Types)
	want(colSection, q.Sections)
	want(colAgency, q.Agencies)
	want(colTopic, q.Topics)
	want(colKeyword, q.Keywords)
	want(colFormat, q.Formats)
	want(colLicence, q.Licences)
	want(colBand, q.Bands)
	want(colState, q.States)
	var years []string
	for _, y := range q.Years {
		years = append(years, strconv.Itoa(y))
	}
	want(colYear, years)
	within := func(name string, s search.Span) {
		if s.From.IsZero() && s.To.IsZero() {
			return
		}
		f.times = append(f.times, span{cols.times[name], micro(s.From, -1<<63), micro(s.To, 1<<63-1)})
	}
	within(colPublished, q.Published)
	within(colUpdated, q.Updated)
	return f
}

func micro(t time.Time, open int64) int64 {
	if t.IsZero() {
		return open
	}
	return t.UnixMicro()
}

func (f *filter) passes(doc uint32) bool {
	for i, col := range f.cols {
		if !slices.ContainsFunc(col.codes(doc), func(code uint32) bool { return f.wants[i][code] }) {
			return false
		}
	}
	for _, s := range f.times {
		if v := s.values[doc]; v == 0 || v < s.from || v > s.to {
			return false
		}
	}
	return true
}

// compare two hits in an order; ids decide at last, so that pages are stable.
func (k *ranking) compare(a, b hit) int {
	ca, cb := k.run.cols[a.seg], k.run.cols[b.seg]
	c := 0
	switch k.order {
	case search.ByTitle:
		c = strings.Compare(k.titles[a.seg][a.doc], k.titles[b.seg][b.doc])
	case search.ByUpdated:
		c = descending(ca.times[colUpdated][a.doc], cb.times[colUpdated][b.doc])
	case search.ByRelevance:
		c = descending(a.rank, b.rank)
		if c == 0 {
			c = descending(ca.times[colPublished][a.doc], cb.times[colPublished][b.doc])
		}
	case search.ByNewest:
		c = descending(ca.times[colPublished][a.doc], cb.times[colPublished][b.doc])
	}
	if c == 0 {
		c = strings.Compare(ca.ids[a.doc], cb.ids[b.doc])
	}
	return c
}

func descending[T int64 | float64](a, b T) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}
