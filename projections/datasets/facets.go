package datasets

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/domain/fold"
	"minhbach/projections/view"
)

// Facet names, and the letter before their values in the facets column.
var facetNames = map[byte]string{
	'a': "agency", 't': "topic", 'k': "keyword", 'f': "format", 'l': "licence", 'b': "band", 'y': "year",
}

// maxYears bounds how many years of one dataset are counted; the newest count.
const maxYears = 200

// facetsOf lists what is counted of a dataset: a line for each value, its letter
// first, line ends all around, so that one look finds a value and one walk counts
// them all.
func facetsOf(agency, band string, c dataset.Content) string {
	var b strings.Builder
	b.WriteByte('\n')
	add := func(letter byte, value string) {
		if value == "" {
			return
		}
		b.WriteByte(letter)
		b.WriteString(strings.ReplaceAll(value, "\n", " "))
		b.WriteByte('\n')
	}
	add('a', agency)
	add('b', band)
	add('l', c.Description.Licence)
	if c.Release != nil {
		add('f', c.Release.Reading.Format)
	}
	for _, t := range distinct(c.Description.Topics) {
		add('t', t)
	}
	for _, k := range distinct(c.Description.Keywords) {
		add('k', k)
	}
	if from, to := years(c.Description); from > 0 {
		for y := max(from, to-maxYears+1); y <= to; y++ {
			add('y', strconv.Itoa(y))
		}
	}
	return b.String()
}

func distinct(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// years of the period that the data speaks of; an end that is open is the other's.
func years(d dataset.Description) (from, to int) {
	switch f, t := d.PeriodFrom, d.PeriodTo; {
	case f.IsZero() && t.IsZero():
		return 0, 0
	case f.IsZero():
		return t.Year(), t.Year()
	case t.IsZero():
		return f.Year(), f.Year()
	default:
		return min(f.Year(), t.Year()), max(f.Year(), t.Year())
	}
}

// wordsOf lists the distinct folded words by which a dataset is found.
func wordsOf(c dataset.Content) string {
	d := c.Description
	texts := append([]string{d.Title, d.TitleEn, d.Summary, d.SummaryEn}, d.Keywords...)
	if c.Release != nil {
		for _, column := range c.Release.Columns {
			texts = append(texts, column.Title, column.TitleEn, column.Name)
		}
	}
	var b strings.Builder
	seen := map[string]bool{}
	for _, text := range texts {
		for _, word := range fold.Tokens(text) {
			if !seen[word] {
				seen[word] = true
				b.WriteByte(' ')
				b.WriteString(word)
			}
		}
	}
	return b.String()
}

// tally counts the lines of facets columns.
type tally map[string]*int

func (t tally) add(facets []byte) {
	for len(facets) > 0 {
		line, rest, _ := bytes.Cut(facets, []byte{'\n'})
		facets = rest
		if len(line) == 0 {
			continue // between one dataset's lines and the next's
		}
		if n := t[string(line)]; n != nil {
			*n++
		} else {
			t[string(line)] = ptr(1)
		}
	}
}

func ptr(n int) *int { return &n }

// counts sorts a tally: every facet with its values, the most frequent first.
func (t tally) counts() map[string][]view.Count {
	out := map[string][]view.Count{}
	for _, name := range facetNames {
		out[name] = []view.Count{}
	}
	for line, n := range t {
		name := facetNames[line[0]]
		out[name] = append(out[name], view.Count{Value: line[1:], Count: *n})
	}
	for _, list := range out {
		slices.SortFunc(list, func(a, b view.Count) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
		})
	}
	return out
}
