package ingest

// delimiters in the order in which a tie is settled.
const delimiters = "\t;,|^~:\x1F"

// sniff tells the delimiter of a text from its beginning: the one that cuts most
// records into the same number of cells, at least two. A text without any has one
// column, and a comma does no harm.
func sniff(head string, whole bool) byte {
	best, top := byte(','), 0.0
	for i := range len(delimiters) {
		if v := regular(head, delimiters[i], whole); v > top*1.02 {
			best, top = delimiters[i], v
		}
	}
	return best
}

// regular weighs a delimiter: the share of records that have the most usual
// number of cells, with a little for more cells; 0 when that number is one.
func regular(head string, delim byte, whole bool) float64 {
	limits := Limits{}.orDefault()
	s := newSplitter(nil, delim, limits)
	s.eof = whole
	b := &batch{}
	if _, err := s.records(head, b); err != nil && len(b.rows) == 0 {
		return 0
	}
	width, records := map[int]int{}, 0
	for _, r := range b.rows {
		if r.last == r.first {
			continue
		}
		records++
		if r.bad == nil {
			width[r.last-r.first]++
		}
	}
	usual, count := 0, 0
	for w, n := range width {
		if w > 1 && (n > count || n == count && w > usual) {
			usual, count = w, n
		}
	}
	if usual < 2 {
		return 0
	}
	return float64(count)/float64(records) + 0.02*float64(min(usual, 20))/20
}
