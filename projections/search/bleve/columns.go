package bleve

import (
	"strconv"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// column holds the values of one field of the documents of a segment.
type column struct {
	values []string // code-1
	one    []uint32 // code of each document, 0 none; nil where many is set
	start  []uint32 // of many, by document
	many   []uint32
}

// columns of a segment, which never changes. Loaded from the dictionaries at the
// first query and kept while the segment is.
type columns struct {
	once  sync.Once
	err   error
	ids   []string
	field map[string]*column
	times map[string][]int64 // microseconds; 0 none
	// weight of each document; nil: 1
	weight []float32

	ordered sync.Once
	order   []string // sort keys of titles, for lists by title only
}

// columnCache by id of segment.
type columnCache struct {
	mu   sync.Mutex
	byID map[uint64]*columns
}

var columnFields = []string{colKind, colType, colSection, colAgency, colTopic, colKeyword, colFormat, colLicence, colBand, colYear, colState}

// of gives the columns of the segments of s, and forgets those of segments that
// were merged away.
func (c *columnCache) of(s *scorch.IndexSnapshot) ([]*columns, error) {
	segments := s.Segments()
	out := make([]*columns, len(segments))
	c.mu.Lock()
	kept := make(map[uint64]*columns, len(segments))
	for i, seg := range segments {
		cols := c.byID[seg.Id()]
		if cols == nil {
			cols = &columns{}
		}
		kept[seg.Id()], out[i] = cols, cols
	}
	c.byID = kept
	c.mu.Unlock()
	for i, seg := range segments {
		out[i].once.Do(func() { out[i].err = out[i].load(seg.Segment()) })
		if out[i].err != nil {
			return nil, out[i].err
		}
	}
	return out, nil
}

func (c *columns) load(seg segment.Segment) error {
	n := int(seg.Count())
	c.ids = make([]string, n)
	for i := range n {
		id, err := seg.DocID(uint64(i))
		if err != nil {
			return err
		}
		c.ids[i] = string(id)
	}
	c.field = map[string]*column{}
	for _, name := range columnFields {
		col, err := loadColumn(seg, name, n)
		if err != nil {
			return err
		}
		c.field[name] = col
	}
	c.times = map[string][]int64{}
	for _, name := range []string{colPublished, colUpdated} {
		times := make([]int64, n)
		err := eachTerm(seg, name, func(term string, docs []uint32) error {
			v, err := strconv.ParseInt(term, 16, 64)
			for _, d := range docs {
				times[d] = v
			}
			return err
		})
		if err != nil {
			return err
		}
		c.times[name] = times
	}
	return eachTerm(seg, colWeight, func(term string, docs []uint32) error {
		w, err := strconv.ParseFloat(term, 32)
		if c.weight == nil {
			c.weight = make([]float32, n)
			for i := range c.weight {
				c.weight[i] = 1
			}
		}
		for _, d := range docs {
			c.weight[d] = float32(w)
		}
		return err
	})
}

func loadColumn(seg segment.Segment, name string, n int) (*column, error) {
	col := &column{one: make([]uint32, n)}
	type pair struct{ doc, code uint32 }
	var more []pair
	err := eachTerm(seg, name, func(term string, docs []uint32) error {
		col.values = append(col.values, strings.Clone(term))
		code := uint32(len(col.values))
		for _, d := range docs {
			if col.one[d] == 0 {
				col.one[d] = code
			} else {
				more = append(more, pair{d, code})
			}
		}
		return nil
	})
	if err != nil || len(more) == 0 {
		return col, err
	}
	col.start = make([]uint32, n+1)
	for d, code := range col.one {
		if code != 0 {
			col.start[d+1]++
		}
	}
	for _, p := range more {
		col.start[p.doc+1]++
	}
	for d := range n {
		col.start[d+1] += col.start[d]
	}
	col.many = make([]uint32, col.start[n])
	next := append([]uint32(nil), col.start[:n]...)
	for d, code := range col.one {
		if code != 0 {
			col.many[next[d]] = code
			next[d]++
		}
	}
	for _, p := range more {
		col.many[next[p.doc]] = p.code
		next[p.doc]++
	}
	col.one = nil
	return col, nil
}

// codes of a document.
func (c *column) codes(doc uint32) []uint32 {
	if c.one != nil {
		if c.one[doc] == 0 {
			return nil
		}
		return c.one[doc : doc+1]
	}
	return c.many[c.start[doc]:c.start[doc+1]]
}

// titles are the sort keys, loaded when a list by title is first asked for.
func (c *columns) titles(seg segment.Segment) ([]string, error) {
	var err error
	c.ordered.Do(func() {
		order := make([]string, seg.Count())
		err = eachTerm(seg, colOrder, func(term string, docs []uint32) error {
			for _, d := range docs {
				order[d] = term
			}
			return nil
		})
		c.order = order
	})
	return c.order, err
}

// eachTerm goes through a field of a segment. The slice is only lent.
func eachTerm(seg segment.Segment, field string, do func(term string, docs []uint32) error) error {
	dict, err := seg.Dictionary(field)
	if err != nil {
		return err
	}
	var list segment.PostingsList
	var it segment.PostingsIterator
	var docs []uint32
	entries := dict.AutomatonIterator(nil, nil, nil)
	for {
		entry, err := entries.Next()
		if err != nil || entry == nil {
			return err
		}
		if list, err = dict.PostingsList([]byte(entry.Term), nil, list); err != nil {
			return err
		}
		docs = docs[:0]
		it = list.Iterator(false, false, false, it)
		for {
			p, err := it.Next()
			if err != nil {
				return err
			}
			if p == nil {
				break
			}
			docs = append(docs, uint32(p.Number()))
		}
		if err := do(entry.Term, docs); err != nil {
			return err
		}
	}
}
