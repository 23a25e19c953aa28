package bleve

import (
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// cursor reads postings of a segment and uses its buffers again.
type cursor struct {
	seg    segment.Segment
	except *scorch.SegmentSnapshot
	dicts  map[string]segment.TermDictionary
	list   segment.PostingsList
	it     segment.PostingsIterator
	bare   segment.PostingsIterator // without frequencies
}

func (c *cursor) dict(field string) (segment.TermDictionary, error) {
	if d := c.dicts[field]; d != nil {
		return d, nil
	}
	d, err := c.seg.Dictionary(field)
	if err != nil {
		return nil, err
	}
	if c.dicts == nil {
		c.dicts = map[string]segment.TermDictionary{}
	}
	c.dicts[field] = d
	return d, nil
}

// each live document with a term, ascending.
func (c *cursor) each(field, term string, frequencies bool, do func(doc uint32, tf, norm float64)) error {
	dict, err := c.dict(field)
	if err != nil {
		return err
	}
	return c.postings(dict, []byte(term), frequencies, do)
}

func (c *cursor) postings(dict segment.TermDictionary, term []byte, frequencies bool, do func(doc uint32, tf, norm float64)) error {
	if dict.Cardinality() == 0 { // the segment has no such field, and its lists cannot be used again
		return nil
	}
	var err error
	if c.list, err = dict.PostingsList(term, c.except.Deleted(), c.list); err != nil {
		return err
	}
	var it segment.PostingsIterator
	if frequencies {
		c.it = c.list.Iterator(true, true, false, c.it)
		it = c.it
	} else {
		c.bare = c.list.Iterator(false, false, false, c.bare)
		it = c.bare
	}
	for {
		p, err := it.Next()
		if err != nil {
			return err
		}
		if p == nil {
			return nil
		}
		if frequencies {
			do(uint32(p.Number()), float64(p.Frequency()), p.Norm())
		} else {
			do(uint32(p.Number()), 1, 0)
		}
	}
}

// prefix goes through the documents with a longer term that begins so; a document
// may come several times.
func (c *cursor) prefix(field, begin string, do func(doc uint32)) error {
	dict, err := c.dict(field)
	if err != nil {
		return err
	}
	entries := dict.AutomatonIterator(nil, []byte(begin), append([]byte(begin), 0xff))
	for {
		entry, err := entries.Next()
		if err != nil || entry == nil {
			return err
		}
		if entry.Term == begin {
			continue
		}
		if err := c.postings(dict, []byte(entry.Term), false, func(d uint32, _, _ float64) { do(d) }); err != nil {
			return err
		}
	}
}
