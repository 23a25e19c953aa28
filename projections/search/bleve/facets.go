package bleve

import (
	"cmp"
	"slices"

	"minhbach/projections/search"
)

// facetColumns by the names of the contract.
var facetColumns = map[string]string{
	"kind": colKind, "type": colType, "section": colSection, "agency": colAgency, "topic": colTopic,
	"keyword": colKeyword, "format": colFormat, "licence": colLicence, "band": colBand, "year": colYear, "state": colState,
}

// facets count the values of the documents found.
type facets struct {
	names []string
	limit int
	sums  []map[string]int
}

func newFacets(q search.Query) *facets {
	f := &facets{names: q.Facets, limit: q.FacetLimit}
	for range f.names {
		f.sums = append(f.sums, map[string]int{})
	}
	return f
}

// counting is the count within a segment, by code.
type counting struct {
	facets *facets
	cols   []*column
	counts [][]int
}

func (f *facets) on(cols *columns) *counting {
	c := &counting{facets: f}
	for _, name := range f.names {
		col := cols.field[facetColumns[name]]
		c.cols = append(c.cols, col)
		c.counts = append(c.counts, make([]int, len(col.values)+1))
	}
	return c
}

func (c *counting) count(doc uint32) {
	for i, col := range c.cols {
		if col.one != nil {
			c.counts[i][col.one[doc]]++
			continue
		}
		for _, code := range col.many[col.start[doc]:col.start[doc+1]] {
			c.counts[i][code]++
		}
	}
}

func (c *counting) finish() {
	for i, col := range c.cols {
		for code, n := range c.counts[i][1:] {
			if n > 0 {
				c.facets.sums[i][col.values[code]] += n
			}
		}
	}
}

func (f *facets) result() map[string][]search.Count {
	if len(f.names) == 0 {
		return nil
	}
	out := map[string][]search.Count{}
	for i, name := range f.names {
		var counts []search.Count
		for v, n := range f.sums[i] {
			counts = append(counts, search.Count{Value: v, Count: n})
		}
		slices.SortFunc(counts, func(a, b search.Count) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
		})
		out[name] = counts[:min(len(counts), f.limit)]
	}
	return out
}
