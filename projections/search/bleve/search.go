package bleve

import (
	"context"
	"fmt"
	"strings"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"minhbach/projections/search"
	"minhbach/projections/search/text"
)

// Search implements search.Index. Where nothing has all words, the next of these
// is tried: the last word as the beginning of one; unknown words replaced by known
// ones; phrases as their words; most of the words.
func (ix *Index) Search(ctx context.Context, q search.Query) (*search.Result, error) {
	if err := normalise(&q); err != nil {
		return nil, err
	}
	var out *search.Result
	err := ix.use(ctx, func(s *scorch.IndexSnapshot) (err error) {
		r, err := ix.run(ctx, s)
		if err != nil {
			return err
		}
		out, err = r.search(q)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func normalise(q *search.Query) error {
	if q.Limit == 0 {
		q.Limit = search.DefaultLimit
	}
	if q.Limit < 0 {
		q.Limit = 0 // total and facets only
	}
	q.Limit = min(q.Limit, search.MaxLimit)
	if q.Offset < 0 || q.Offset > search.MaxOffset {
		return fmt.Errorf("%w: an offset goes from 0 to %d; narrow the search with filters", search.ErrQuery, search.MaxOffset)
	}
	if q.FacetLimit <= 0 {
		q.FacetLimit = search.DefaultLimit
	}
	for _, name := range q.Facets {
		if facetColumns[name] == "" {
			return fmt.Errorf("%w: there is no facet %q", search.ErrQuery, name)
		}
	}
	switch q.Order {
	case search.ByRelevance, search.ByNewest, search.ByUpdated, search.ByTitle, search.ByID:
		return nil
	}
	return fmt.Errorf("%w: there is no order %q", search.ErrQuery, q.Order)
}

func (r *run) search(q search.Query) (*search.Result, error) {
	at, err := position(r.snap)
	if err != nil {
		return nil, err
	}
	units := text.Parse(q.Text)
	if len(units) == 0 {
		if strings.TrimSpace(q.Text) != "" { // signs alone
			return &search.Result{Position: at, Facets: emptyFacets(q)}, nil
		}
		out, err := r.collect(q, r.everything(), nil)
		if out != nil {
			out.Position = at
		}
		return out, err
	}
	attempt, err := r.answer(q.Text, units)
	if err != nil {
		return nil, err
	}
	defer attempt.found.release()
	out, err := r.collect(q, attempt.found, attempt.units)
	if err != nil {
		return nil, err
	}
	out.Position, out.Relaxed, out.Spelling = at, attempt.relaxed, attempt.spelling
	return out, nil
}

// attempt is a way to read a text, and what it finds.
type attempt struct {
	units    []text.Unit
	found    *found
	relaxed  bool
	spelling string
}

// answer a text with the strictest reading that finds something; whether filters
// leave any of it does not matter, or else a filter would change what a text means.
func (r *run) answer(typed string, units []text.Unit) (*attempt, error) {
	a := &attempt{units: units}
	try := func(units []text.Unit, need int) (bool, error) {
		if a.found != nil {
			a.found.release()
		}
		a.units = units
		var err error
		a.found, err = r.find(planOf(units, need))
		if err != nil {
			return false, err
		}
		return a.found.total > 0, nil
	}
	if ok, err := try(units, len(units)); ok || err != nil {
		return a, err
	}
	a.relaxed = true
	if begun := unfinished(typed, units); begun != nil {
		if ok, err := try(begun, len(begun)); ok || err != nil {
			return a, err
		}
	}
	corrected, err := r.correct(units)
	if err != nil {
		return nil, err
	}
	for _, c := range corrected {
		if ok, err := try(c.units, len(c.units)); err != nil {
			return nil, err
		} else if ok {
			a.spelling, err = r.spell(c, a.found)
			return a, err
		}
	}
	words := unquoted(units)
	if len(words) > len(units) {
		if ok, err := try(words, len(words)); ok || err != nil {
			return a, err
		}
	}
	if len(words) > 2 {
		if ok, err := try(words, (2*len(words)+2)/3); ok || err != nil {
			return a, err
		}
	}
	a.spelling, err = r.part(words)
	if err != nil {
		return nil, err
	}
	a.relaxed = false
	_, err = try(units, len(units))
	return a, err
}

// unfinished units have a last word that may go on; nil where it cannot.
func unfinished(typed string, units []text.Unit) []text.Unit {
	last := units[len(units)-1]
	short := last.Number == "" && len(last.Words[0].Folded) < 2
	if last.Phrase || short || strings.TrimRight(typed, " \t\n") != typed {
		return nil
	}
	out := append([]text.Unit(nil), units...)
	out[len(out)-1].Prefix = true
	return out
}

func emptyFacets(q search.Query) map[string][]search.Count {
	if len(q.Facets) == 0 {
		return nil
	}
	out := map[string][]search.Count{}
	for _, name := range q.Facets {
		out[name] = nil
	}
	return out
}
