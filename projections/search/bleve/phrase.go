package bleve

import (
	"math/bits"
	"slices"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"minhbach/projections/search/text"
)

var placedFields = [4]string{fieldTitle, fieldKeywords, fieldSummary, fieldBody}

const (
	inTitle = iota
	inKeywords
	inSummary
	inBody
)

// phrases looks for words that follow each other in the documents of a segment,
// which have to be asked for in ascending order.
type phrases struct {
	seg   segment.Segment
	words []text.Word
	where [4][text.MaxWords]*places // by field and word
}

// places of a word in a field.
type places struct {
	has  func(doc uint32) bool
	it   segment.PostingsIterator
	at   segment.Posting
	done bool
}

// enough tells whether a document has as many units as the plan needs, phrases
// looked at.
func (ph *phrases) enough(p *plan, doc uint32, mask uint32) (bool, error) {
	have := 0
	for i := range p.units {
		u := &p.units[i]
		if u.bit != 0 && mask&u.bit != 0 {
			have++
			continue
		}
		if mask&u.mask != u.mask {
			continue
		}
		if (u.Phrase || u.bit != 0) && bits.OnesCount32(u.mask) > 1 {
			ok, err := ph.follow(doc, u.words, inTitle, inKeywords, inSummary, inBody)
			if err != nil {
				return false, err
			}
			if !ok {
				continue
			}
		}
		have++
	}
	return have >= p.need, nil
}

// follow tells whether words stand one behind the other in one of the fields.
func (ph *phrases) follow(doc uint32, words []int, fields ...int) (bool, error) {
	for _, field := range fields {
		ok, err := ph.followIn(doc, words, field)
		if ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

func (ph *phrases) followIn(doc uint32, words []int, field int) (bool, error) {
	for _, w := range words {
		p, err := ph.open(field, w)
		if err != nil || !p.has(doc) {
			return false, err
		}
	}
	var starts, next []uint64
	for i, w := range words {
		p, err := ph.posting(field, w, doc)
		if err != nil || p == nil {
			return false, err
		}
		next = next[:0]
		for _, l := range p.Locations() {
			begin := l.Pos() - uint64(i)
			if i == 0 || slices.Contains(starts, begin) {
				next = append(next, begin)
			}
		}
		if len(next) == 0 {
			return false, nil
		}
		starts, next = next, starts
	}
	return true, nil
}

// open the postings of a word in a field; what they have can be asked without
// reading places.
func (ph *phrases) open(field, word int) (*places, error) {
	if w := ph.where[field][word]; w != nil {
		return w, nil
	}
	dict, err := ph.seg.Dictionary(placedFields[field])
	if err != nil {
		return nil, err
	}
	list, err := dict.PostingsList([]byte(ph.words[word].Folded), nil, nil)
	if err != nil {
		return nil, err
	}
	w := &places{it: list.Iterator(true, true, true, nil), has: func(uint32) bool { return list.Count() > 0 }}
	if o, ok := w.it.(segment.OptimizablePostingsIterator); ok {
		if set := o.ActualBitmap(); set != nil {
			w.has = set.Contains
		}
	}
	ph.where[field][word] = w
	return w, nil
}

// posting of a word in a document; nil where it is not.
func (ph *phrases) posting(field, word int, doc uint32) (segment.Posting, error) {
	w, err := ph.open(field, word)
	if err != nil {
		return nil, err
	}
	if !w.done && (w.at == nil || w.at.Number() < uint64(doc)) {
		p, err := w.it.Advance(uint64(doc))
		if err != nil {
			return nil, err
		}
		w.at, w.done = p, p == nil
	}
	if w.done || w.at.Number() != uint64(doc) {
		return nil, nil
	}
	return w.at, nil
}
