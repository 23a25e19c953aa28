package bleve

import (
	"cmp"
	"slices"
	"strings"

	"minhbach/projections/search"
	"minhbach/projections/search/text"
)

// correction of a query: its units with unknown words replaced.
type correction struct {
	units    []text.Unit
	replaced map[int]bool // units that are not as they were typed
}

// tries of whole corrections, and candidates for one word.
const (
	corrections = 6
	candidates  = 3
)

// correct replaces the words that no document has by words that some have: what a
// keyboard without Vietnamese made of them, two words typed as one, or a word that
// differs by one key.
func (r *run) correct(units []text.Unit) ([]correction, error) {
	out := []correction{{replaced: map[int]bool{}}}
	unknown := false
	for _, u := range units {
		options := [][]text.Unit{{u}}
		if u.Number == "" && !u.Phrase {
			n, err := r.count(u.Words[0].Folded)
			if err != nil {
				return nil, err
			}
			if n == 0 {
				unknown = true
				if options, err = r.meant(u.Words[0].Folded); err != nil || len(options) == 0 {
					return nil, err
				}
			}
		}
		var next []correction
		for _, c := range out {
			for _, o := range options {
				grown := correction{units: append(slices.Clone(c.units), o...), replaced: map[int]bool{}}
				for i := range c.replaced {
					grown.replaced[i] = true
				}
				if len(options) > 1 || o[0].Typed == "" {
					for i := range o {
						grown.replaced[len(c.units)+i] = true
					}
				}
				next = append(next, grown)
			}
		}
		out = next[:min(len(next), corrections)]
	}
	if !unknown {
		return nil, nil
	}
	return out, nil
}

// meant are known words in place of an unknown one, likeliest first.
func (r *run) meant(folded string) ([][]text.Unit, error) {
	unit := func(w string) text.Unit { return text.Unit{Words: []text.Word{{Folded: w, Exact: w}}} }
	var out [][]text.Unit
	for _, w := range text.Leftovers(folded) {
		n, err := r.count(w)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, []text.Unit{unit(w)})
		}
	}
	split, err := r.split(folded)
	if err != nil {
		return nil, err
	}
	if split != "" {
		out = append(out, []text.Unit{unit(split), unit(folded[len(split):])})
	}
	near, err := r.oneKeyAway(folded)
	if err != nil {
		return nil, err
	}
	for _, w := range near {
		if !slices.ContainsFunc(out, func(o []text.Unit) bool { return len(o) == 1 && o[0].Words[0].Folded == w }) {
			out = append(out, []text.Unit{unit(w)})
		}
	}
	return out[:min(len(out), candidates)], nil
}

// split cuts a word where both parts are neighbours in some title; the first part.
func (r *run) split(folded string) (string, error) {
	best, most := "", 0
	for i := 1; i < len(folded); i++ {
		if folded[i]&0xC0 == 0x80 {
			continue
		}
		total := 0
		for _, s := range r.segs {
			n, err := termCount(s, fieldPairs, folded[:i]+" "+folded[i:])
			if err != nil {
				return "", err
			}
			total += n
		}
		if total > most {
			best, most = folded[:i], total
		}
	}
	return best, nil
}

// longestWord that is looked for with a key wrong, in bytes. An automaton for more is
// large, and no word is so long.
const longestWord = 48

// oneKeyAway are the words one key away, commonest first.
func (r *run) oneKeyAway(folded string) ([]string, error) {
	if len(folded) < 3 || len(folded) > longestWord || strings.Trim(folded, "0123456789") == "" {
		return nil, nil
	}
	known := map[string]int{}
	for i := 0; i+1 < len(folded); i++ { // two keys in the wrong order
		if folded[i] < 0x80 && folded[i+1] < 0x80 {
			w := folded[:i] + folded[i+1:i+2] + folded[i:i+1] + folded[i+2:]
			n, err := r.count(w)
			if err != nil {
				return nil, err
			}
			if n > 0 {
				known[w] = n
			}
		}
	}
	for _, f := range foldedFields {
		dict, err := r.snap.FieldDictFuzzy(f.name, folded, 1, "")
		if err != nil {
			return nil, err
		}
		for {
			e, err := dict.Next()
			if err != nil {
				dict.Close()
				return nil, err
			}
			if e == nil {
				break
			}
			known[e.Term] += int(e.Count) * int(f.weight)
		}
		if err := dict.Close(); err != nil {
			return nil, err
		}
	}
	var out []string
	for w := range known {
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b string) int {
		// The first key is seldom the wrong one.
		return cmp.Or(cmp.Compare(other(a, folded), other(b, folded)), cmp.Compare(known[b], known[a]), cmp.Compare(a, b))
	})
	return out[:min(len(out), candidates)], nil
}

func other(w, typed string) int {
	if w[0] == typed[0] {
		return 0
	}
	return 1
}

// spellers are the hits that are asked how to write a word.
const spellers = 10

// spell writes a correction the way the best documents that have it do, with
// accents where any of them has some.
func (r *run) spell(c correction, f *found) (string, error) {
	top := &ranking{run: r, order: search.ByRelevance, want: spellers}
	for i, docs := range f.docs {
		for _, d := range docs {
			top.offer(hit{i, d, rank(f.plan, f.tallies[i], r.cols[i], d)})
		}
	}
	type writing struct {
		count  int
		marked bool
	}
	written := map[string]map[string]*writing{}
	for i := range c.replaced {
		written[c.units[i].Words[0].Folded] = map[string]*writing{}
	}
	for _, h := range top.sorted() {
		o, err := r.original(h)
		if err != nil {
			return "", err
		}
		seen := map[string]bool{}
		for _, s := range []string{o.title, o.keywords, o.summary, o.body} {
			text.Each(s, func(t text.Token) bool {
				if ways := written[t.Folded]; ways != nil && !seen[t.Folded] {
					seen[t.Folded] = true
					w := lower(s[t.Start:t.End])
					if ways[w] == nil {
						ways[w] = &writing{marked: t.Exact(s) != t.Folded}
					}
					ways[w].count++
				}
				return true
			})
		}
	}
	best := func(folded string) string {
		chosen := folded
		for w, is := range written[folded] {
			was := written[folded][chosen]
			if was == nil || is.marked && !was.marked || is.marked == was.marked && (is.count > was.count || is.count == was.count && w < chosen) {
				chosen = w
			}
		}
		return chosen
	}
	var words []string
	for i, u := range c.units {
		switch {
		case c.replaced[i]:
			words = append(words, best(u.Words[0].Folded))
		case u.Phrase:
			words = append(words, `"`+u.Typed+`"`)
		default:
			words = append(words, u.Typed)
		}
	}
	return strings.Join(words, " "), nil
}

// part of a text that finds something by itself: the known words as long as they
// occur together, else the rarest of them.
func (r *run) part(units []text.Unit) (string, error) {
	rarest, count := "", 0
	var known []text.Unit
	for _, u := range units {
		if u.Number != "" {
			continue
		}
		n, err := r.count(u.Words[0].Folded)
		if err != nil {
			return "", err
		}
		if n == 0 {
			continue
		}
		known = append(known, u)
		if rarest == "" || n < count {
			rarest, count = u.Typed, n
		}
	}
	if len(known) > 1 && len(known) < len(units) {
		f, err := r.find(planOf(known, len(known)))
		if err != nil {
			return "", err
		}
		defer f.release()
		if f.total > 0 {
			var words []string
			for _, u := range known {
				words = append(words, u.Typed)
			}
			return strings.Join(words, " "), nil
		}
	}
	return rarest, nil
}
