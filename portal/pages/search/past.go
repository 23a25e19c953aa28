package search

import (
	"minhbach/domain/fault"
	"minhbach/portal/pages/datasets"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Past is what a search at a point in the past finds: the index knows only today,
// the read models know titles, numbers and datasets as they were.
type Past struct {
	ByNumber []render.Item
	Lines    []render.Item
	Found    int
	Sets     []render.Item
	SetsAll  int
	Pager    reading.Pager
}

func (p *Past) total() int {
	if p == nil {
		return 0
	}
	return len(p.ByNumber) + p.Found + p.SetsAll
}

func past(r *site.Request, text string) (*Past, error) {
	cursor, scope := r.Asked.Query().Get("sau"), reading.Scope(r)
	p := &Past{}
	if cursor == "" {
		answer, err := r.Site.App.Queries.Items(r.Context(), view.ItemFilter{AsOf: r.AsOf, Agencies: scope, Number: text})
		if err != nil {
			return nil, err
		}
		p.ByNumber = reading.Items(r, answer.Items, true)
		sets, err := r.Site.App.Queries.Datasets.List(r.Context(), view.DatasetFilter{AsOf: r.AsOf, Agencies: scope, Words: text})
		if err != nil {
			return nil, err
		}
		p.Sets, p.SetsAll = datasets.Items(r, sets.Items), sets.Total
	}
	answer, err := r.Site.App.Queries.Items(r.Context(), view.ItemFilter{AsOf: r.AsOf, Agencies: scope, Title: text, Cursor: cursor})
	if f := fault.Of(err); f != nil && f.Path == "cursor" {
		return nil, f.At("sau")
	}
	if err != nil {
		return nil, err
	}
	p.Lines, p.Found, p.Pager = reading.Items(r, answer.Items, true), answer.Total, reading.NewPager(r, answer.Next)
	return p, nil
}
