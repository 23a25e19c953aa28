package text

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"minhbach/projections/search"
)

// lengths in words; only so many bytes of a text are looked through.
const (
	before  = 8
	window  = 32
	examine = 64 << 10
)

// Marker marks the words of a query in original text.
type Marker struct {
	words    map[string]bool
	prefixes []string
}

// NewMarker marks what units match.
func NewMarker(units []Unit) *Marker {
	m := &Marker{words: map[string]bool{}}
	for _, u := range units {
		for i, w := range u.Words {
			m.words[w.Folded] = true
			if u.Prefix && i == len(u.Words)-1 {
				m.prefixes = append(m.prefixes, w.Folded)
			}
		}
	}
	return m
}

func (m *Marker) matches(folded string) bool {
	if m.words[folded] {
		return true
	}
	return slices.ContainsFunc(m.prefixes, func(p string) bool { return strings.HasPrefix(folded, p) })
}

// Whole is all of s, split where it matches. A nil Marker marks nothing.
func (m *Marker) Whole(s string) []search.Fragment {
	if s == "" {
		return nil
	}
	if m == nil {
		return []search.Fragment{{Text: s}}
	}
	return m.split(s, Tokens(s))
}

// split cuts s at its matching tokens; matches with only space between them are
// one.
func (m *Marker) split(s string, tokens []Token) []search.Fragment {
	var out []search.Fragment
	at := 0
	for i := 0; i < len(tokens); i++ {
		if !m.matches(tokens[i].Folded) {
			continue
		}
		start, end := tokens[i].Start, tokens[i].End
		for i+1 < len(tokens) && m.matches(tokens[i+1].Folded) && blank(s[end:tokens[i+1].Start]) {
			i++
			end = tokens[i].End
		}
		if start > at {
			out = append(out, search.Fragment{Text: s[at:start]})
		}
		out = append(out, search.Fragment{Text: s[start:end], Match: true})
		at = end
	}
	if at < len(s) {
		out = append(out, search.Fragment{Text: s[at:]})
	}
	return out
}

func blank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) }) < 0
}

type passage struct {
	source, start, end int // tokens
	score              int
}

// Passages are up to limit places of the texts that match, most telling first.
func (m *Marker) Passages(limit int, texts ...string) [][]search.Fragment {
	if m == nil {
		return nil
	}
	tokens := make([][]Token, len(texts))
	var found []passage
	for k, s := range texts {
		if len(s) > examine {
			texts[k] = s[:strings.LastIndexByte(s[:examine], ' ')+1]
		}
		tokens[k] = Tokens(texts[k])
		found = append(found, m.windows(k, tokens[k])...)
	}
	slices.SortStableFunc(found, func(a, b passage) int { return cmp.Compare(b.score, a.score) })
	var chosen []passage
	for _, p := range found {
		if len(chosen) == limit {
			break
		}
		if !slices.ContainsFunc(chosen, func(c passage) bool { return c.source == p.source && c.start < p.end && p.start < c.end }) {
			chosen = append(chosen, p)
		}
	}
	out := make([][]search.Fragment, 0, len(chosen))
	for _, p := range chosen {
		s, tt := texts[p.source], tokens[p.source][p.start:p.end]
		from, to := tt[0].Start, tt[len(tt)-1].End
		if p.start == 0 {
			from = 0
		}
		if p.end == len(tokens[p.source]) {
			to = len(s)
		}
		shifted := make([]Token, len(tt))
		for i, t := range tt {
			shifted[i] = Token{Start: t.Start - from, End: t.End - from, Folded: t.Folded}
		}
		out = append(out, m.split(s[from:to], shifted))
	}
	return out
}

// windows around each match, scored by how many different words they hold.
func (m *Marker) windows(source int, tokens []Token) []passage {
	var out []passage
	last := -window
	for i, t := range tokens {
		if !m.matches(t.Folded) || i-last < before/2 && len(out) > 50 {
			continue
		}
		last = i
		p := passage{source: source, start: max(0, i-before)}
		p.end = min(len(tokens), p.start+window)
		// Stay within one value of a list.
		for k := i; k > p.start; k-- {
			if tokens[k].Position-tokens[k-1].Position > 1 {
				p.start = k
			}
		}
		for k := i + 1; k < p.end; k++ {
			if tokens[k].Position-tokens[k-1].Position > 1 {
				p.end = k
			}
		}
		seen := map[string]bool{}
		for k := p.start; k < p.end; k++ {
			if m.matches(tokens[k].Folded) {
				p.score++
				if k > p.start && m.matches(tokens[k-1].Folded) {
					p.score += 2
				}
				if !seen[tokens[k].Folded] {
					seen[tokens[k].Folded] = true
					p.score += 10
				}
			}
		}
		out = append(out, p)
	}
	return out
}
