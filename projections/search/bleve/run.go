package bleve

import (
	"context"
	"math"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"minhbach/projections/search/text"
)

// a field of full text: what a word in it is worth, and its usual length.
type scored struct {
	name    string
	weight  float64
	average float64
}

var (
	foldedFields = []scored{{fieldTitle, 5, 10}, {fieldKeywords, 3, 12}, {fieldSummary, 2, 30}, {fieldBody, 1, 300}}
	exactFields  = []scored{{exactTitle, 2.5, 10}, {exactRest, 0.5, 340}}
)

// pairWeight of two neighbouring words of the title, beyond what each is worth.
const pairWeight = 8

// BM25: how soon repetition stops to count, and how much length does.
const (
	k1 = 1.2
	bb = 0.7
)

// run is one look at a snapshot.
type run struct {
	ctx  context.Context
	snap *scorch.IndexSnapshot
	segs []*scorch.SegmentSnapshot
	cols []*columns
	docs float64
}

func (ix *Index) run(ctx context.Context, s *scorch.IndexSnapshot) (*run, error) {
	cols, err := ix.cols.of(s)
	if err != nil {
		return nil, err
	}
	r := &run{ctx: ctx, snap: s, segs: s.Segments(), cols: cols}
	for _, seg := range r.segs {
		r.docs += float64(seg.Count())
	}
	return r, nil
}

// tally is what the documents of a segment have, by number.
type tally struct {
	score []float32
	mask  []uint32 // words and numbers
	exact []uint32 // words as typed
	whole []bool   // the whole number of the document was asked for; nil: of none
}

var tallies = sync.Pool{New: func() any { return &tally{} }}

func newTally(n int) *tally {
	t := tallies.Get().(*tally)
	if cap(t.mask) < n {
		*t = tally{score: make([]float32, n), mask: make([]uint32, n), exact: make([]uint32, n)}
		return t
	}
	t.score, t.mask, t.exact, t.whole = t.score[:n], t.mask[:n], t.exact[:n], nil
	clear(t.score)
	clear(t.mask)
	clear(t.exact)
	return t
}

// found is what a plan matches: per segment its documents, ascending, and their
// tally. Release it.
type found struct {
	plan    *plan
	docs    [][]uint32
	tallies []*tally
	total   int // before filters
}

func (f *found) release() {
	for _, t := range f.tallies {
		tallies.Put(t)
	}
	f.tallies = nil
}

// count of documents with a word, roughly: those of its commonest field.
func (r *run) count(folded string) (int, error) {
	total := 0
	for _, seg := range r.segs {
		most := 0
		for _, f := range foldedFields {
			n, err := termCount(seg, f.name, folded)
			if err != nil {
				return 0, err
			}
			most = max(most, n)
		}
		total += most
	}
	return total, nil
}

func termCount(seg *scorch.SegmentSnapshot, field, term string) (int, error) {
	dict, err := seg.Segment().Dictionary(field)
	if err != nil {
		return 0, err
	}
	list, err := dict.PostingsList([]byte(term), seg.Deleted(), nil)
	if err != nil {
		return 0, err
	}
	return int(list.Count()), nil
}

func (r *run) rarity(count int) float64 {
	n := float64(count)
	return math.Log(1 + (r.docs-n+0.5)/(n+0.5))
}

// find all documents that a plan matches.
func (r *run) find(p *plan) (*found, error) {
	f := &found{plan: p, docs: make([][]uint32, len(r.segs))}
	idf := make([]float64, len(p.words))
	var absent uint32 // words that no document has
	for i, w := range p.words {
		n, err := r.count(w.Folded)
		if err != nil {
			return nil, err
		}
		if n == 0 && i != p.prefix {
			absent |= 1 << i
		}
		idf[i] = r.rarity(n)
	}
	for i := range r.segs {
		f.tallies = append(f.tallies, newTally(int(r.segs[i].Segment().Count())))
	}
	if p.hopeless(absent) {
		return f, nil
	}
	for i := range r.segs {
		err := r.ctx.Err()
		if err == nil {
			f.docs[i], err = r.findIn(r.segs[i], p, idf, f.tallies[i])
		}
		if err != nil {
			f.release()
			return nil, err
		}
		f.total += len(f.docs[i])
	}
	if p.loose && len(p.words) > 1 && f.total <= nearMost {
		if err := r.near(f, idf); err != nil {
			f.release()
			return nil, err
		}
	}
	return f, nil
}

// nearMost matches in which nearness is looked at.
const nearMost = 2000

// near raises what has the words one behind the other in summary or body; in the
// title neighbours have counted already.
func (r *run) near(f *found, idf []float64) error {
	every, sum := make([]int, len(idf)), float32(0)
	for i := range idf {
		every[i] = i
		sum += float32(idf[i])
	}
	for i, docs := range f.docs {
		if len(docs) == 0 {
			continue
		}
		ph := phrases{seg: r.segs[i].Segment(), words: f.plan.words}
		for _, d := range docs {
			ok, err := ph.follow(d, every, inSummary, inBody)
			if err != nil {
				return err
			}
			if ok {
				f.tallies[i].score[d] += sum
			}
		}
	}
	return nil
}

func (r *run) findIn(s *scorch.SegmentSnapshot, p *plan, idf []float64, t *tally) ([]uint32, error) {
	seg := s.Segment()
	c := cursor{seg: seg, except: s}
	for i, w := range p.words {
		bit := uint32(1) << i
		for _, f := range foldedFields {
			if err := c.each(f.name, w.Folded, true, func(d uint32, tf, norm float64) {
				t.mask[d] |= bit
				t.score[d] += float32(idf[i] * f.weight * saturated(tf, norm, f.average))
			}); err != nil {
				return nil, err
			}
			if i == p.prefix {
				if err := c.prefix(f.name, w.Folded, func(d uint32) {
					t.mask[d] |= bit
					t.score[d] += float32(f.weight / 4)
				}); err != nil {
					return nil, err
				}
			}
		}
		for _, f := range exactFields {
			if err := c.each(f.name, w.Exact, true, func(d uint32, tf, norm float64) {
				t.exact[d] |= bit
				t.score[d] += float32(idf[i] * f.weight * saturated(tf, norm, f.average))
			}); err != nil {
				return nil, err
			}
		}
	}
	for i, pair := range p.pairs {
		worth := float32(pairWeight * max(idf[i], idf[i+1]))
		if err := c.each(fieldPairs, pair, false, func(d uint32, _, _ float64) { t.score[d] += worth }); err != nil {
			return nil, err
		}
	}
	for _, u := range p.units {
		if u.bit == 0 {
			continue
		}
		mark := func(d uint32) { t.mask[d] |= u.bit }
		if err := c.each(fieldNumber, u.Number, false, func(d uint32, _, _ float64) { mark(d) }); err != nil {
			return nil, err
		}
		if u.Prefix {
			if err := c.prefix(fieldNumber, u.Number, mark); err != nil {
				return nil, err
			}
		}
		if err := c.each(fieldWhole, u.Number, false, func(d uint32, _, _ float64) {
			if t.whole == nil {
				t.whole = make([]bool, len(t.mask))
			}
			t.whole[d] = true
		}); err != nil {
			return nil, err
		}
	}
	return choose(seg, p, t)
}

// choose the documents that have enough.
func choose(seg segment.Segment, p *plan, t *tally) ([]uint32, error) {
	var docs []uint32
	if all := p.all(); all != 0 {
		for d, mask := range t.mask {
			if mask&all == all {
				docs = append(docs, uint32(d))
			}
		}
	} else {
		ph := phrases{seg: seg, words: p.words}
		for d, mask := range t.mask {
			if mask == 0 {
				continue
			}
			can, sure := p.maybe(mask)
			if can && !sure {
				var err error
				if can, err = ph.enough(p, uint32(d), mask); err != nil {
					return nil, err
				}
			}
			if can {
				docs = append(docs, uint32(d))
			}
		}
	}
	return docs, nil
}

func saturated(tf, norm, average float64) float64 {
	length := average
	if norm > 0 {
		length = 1 / (norm * norm)
	}
	return tf * (k1 + 1) / (tf + k1*(1-bb+bb*length/average))
}

// unquoted units are the words of phrases and numbers one by one.
func unquoted(units []text.Unit) []text.Unit {
	var out []text.Unit
	for _, u := range units {
		if !u.Phrase {
			out = append(out, u)
			continue
		}
		for _, w := range u.Words {
			out = append(out, text.Unit{Words: []text.Word{w}, Typed: w.Folded})
		}
	}
	return out
}
