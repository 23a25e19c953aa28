package bleve

import (
	"context"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"golang.org/x/text/unicode/norm"

	"minhbach/domain/fold"
	"minhbach/projections/search"
	"minhbach/projections/search/text"
)

// considered titles for one suggestion that is shown.
const considered = 8

// Suggest implements search.Index: titles that have every word, the last as the
// beginning of one; those that begin as the text does come first, and of them what
// weighs more. The same title is shown once.
func (ix *Index) Suggest(ctx context.Context, typed string, limit int) ([]search.Suggestion, error) {
	typed = text.Cut(typed)
	units := unquoted(text.Parse(typed))
	if len(units) == 0 || limit <= 0 {
		return nil, nil
	}
	limit = min(limit, 50)
	var out []search.Suggestion
	err := ix.use(ctx, func(s *scorch.IndexSnapshot) error {
		r, err := ix.run(ctx, s)
		if err != nil {
			return err
		}
		out, err = r.suggest(units, strings.Join(fold.Tokens(typed), " "), limit)
		return err
	})
	return out, err
}

func (r *run) suggest(units []text.Unit, begin string, limit int) ([]search.Suggestion, error) {
	units[len(units)-1].Prefix = true
	p := planOf(units, len(units))
	top := &ranking{run: r, order: search.ByRelevance, want: limit * considered}
	for i, s := range r.segs {
		if err := r.ctx.Err(); err != nil {
			return nil, err
		}
		t := newTally(int(s.Segment().Count()))
		err := r.titlesIn(s, p, t)
		for d, mask := range t.mask {
			if can, _ := p.maybe(mask); can && err == nil {
				top.offer(hit{i, uint32(d), rank(p, t, r.cols[i], uint32(d))})
			}
		}
		tallies.Put(t)
		if err != nil {
			return nil, err
		}
	}
	type shown struct {
		search.Suggestion
		starts bool
	}
	var list []shown
	seen := map[string]bool{}
	for _, h := range top.sorted() {
		o, err := r.original(h)
		if err != nil {
			return nil, err
		}
		if key := norm.NFC.String(o.title); !seen[key] {
			seen[key] = true
			hit, err := r.load(h, nil)
			if err != nil {
				return nil, err
			}
			list = append(list, shown{search.Suggestion{Text: o.title, Kind: hit.Kind, ID: hit.ID},
				strings.HasPrefix(strings.Join(fold.Tokens(o.title), " "), begin)})
		}
	}
	slices.SortStableFunc(list, func(a, b shown) int {
		switch {
		case a.starts == b.starts:
			return 0
		case a.starts:
			return -1
		}
		return 1
	})
	var out []search.Suggestion
	for _, s := range list[:min(len(list), limit)] {
		out = append(out, s.Suggestion)
	}
	return out, nil
}

// titlesIn finds the words of a plan in the titles of a segment.
func (r *run) titlesIn(s *scorch.SegmentSnapshot, p *plan, t *tally) error {
	c := cursor{seg: s.Segment(), except: s}
	for i, w := range p.words {
		bit := uint32(1) << i
		if err := c.each(fieldTitle, w.Folded, true, func(d uint32, tf, norm float64) {
			t.mask[d] |= bit
			t.score[d] += float32(10 * saturated(tf, norm, foldedFields[0].average))
		}); err != nil {
			return err
		}
		if err := c.each(exactTitle, w.Exact, false, func(d uint32, _, _ float64) {
			t.exact[d] |= bit
			t.score[d] += 5
		}); err != nil {
			return err
		}
		if i != p.prefix {
			continue
		}
		if err := c.prefix(fieldTitle, w.Folded, func(d uint32) {
			t.mask[d] |= bit
			t.score[d] = max(t.score[d], 5)
		}); err != nil {
			return err
		}
	}
	for _, pair := range p.pairs {
		if err := c.each(fieldPairs, pair, false, func(d uint32, _, _ float64) { t.score[d] += 10 }); err != nil {
			return err
		}
	}
	for _, u := range p.units {
		if u.bit == 0 {
			continue
		}
		mark := func(d uint32) { t.mask[d] |= u.bit }
		if err := c.each(fieldNumber, u.Number, false, func(d uint32, _, _ float64) { mark(d) }); err != nil {
			return err
		}
		if err := c.prefix(fieldNumber, u.Number, mark); err != nil {
			return err
		}
	}
	return nil
}

func lower(s string) string { return strings.ToLower(norm.NFC.String(s)) }
