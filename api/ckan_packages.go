package api

import (
	"context"
	"slices"
	"strings"

	"minhbach/opendata/ckan"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

// dictionaries are datasets with everything.
func (c *ckanCall) dictionaries(docs []*ckan.Doc) ([]ckan.Package, error) {
	records, err := c.records(c, c.shelf, c.base, docs)
	if err != nil {
		return nil, err
	}
	site := c.shelf.site(c.base)
	return each(records, func(r record.Record) ckan.Package { return ckan.Of(site, r) }), nil
}

func (c *ckanCall) packageList() (any, error) {
	names := each(c.shelf.docs, func(d *ckan.Doc) string { return d.Item.Slug })
	slices.Sort(names)
	return c.page(names, len(names))
}

// wanted is a dataset by id or name.
func (c *ckanCall) wanted(parameter string) (*ckan.Doc, error) {
	name := c.params.Text(parameter)
	if name == "" {
		return nil, ckan.Missing(parameter)
	}
	d, ok := c.shelf.doc(name)
	if !ok {
		return d, ckan.NotFound("Not found")
	}
	return d, nil
}

func (c *ckanCall) packageShow() (any, error) {
	if c.params.Text("id") == "" && c.params.Text("name_or_id") != "" { // as some clients say it
		c.params["id"] = c.params["name_or_id"]
	}
	d, err := c.wanted("id")
	if err != nil {
		return nil, err
	}
	all, err := c.dictionaries([]*ckan.Doc{d})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, ckan.NotFound("Not found")
	}
	return all[0], nil
}

// chosen are the datasets that a question chooses, in its order.
func (s *service) chosen(ctx context.Context, x *shelf, q ckan.Question) ([]*ckan.Doc, error) {
	docs := x.docs
	if q.Words != "" {
		docs = nil
		for offset := 0; offset < 10_000; {
			page, err := s.app.Queries.Datasets.List(ctx, view.DatasetFilter{Words: q.Words, Order: view.ByRelevance, Limit: 1000, Offset: offset})
			if err != nil {
				return nil, err
			}
			for _, it := range page.Items {
				if d, ok := x.doc(it.ID); ok {
					docs = append(docs, d)
				}
			}
			if offset += 1000; offset >= page.Total || len(page.Items) == 0 {
				break
			}
		}
	}
	return q.Choose(docs, s.now()), nil
}

func (c *ckanCall) packageSearch() (any, error) {
	q, err := ckan.ReadSearch(c.params, c.now())
	if err != nil {
		return nil, err
	}
	docs, err := c.chosen(c, c.shelf, q)
	if err != nil {
		return nil, err
	}
	from := min(q.Start, len(docs))
	results, err := c.dictionaries(docs[from:min(from+q.Rows, len(docs))])
	if err != nil {
		return nil, err
	}
	out := ckan.Search{Count: len(docs), Sort: q.Order(), Results: results}
	out.Facets, out.Shown = q.Count(docs)
	return out, nil
}

func (c *ckanCall) currentPackages() (any, error) {
	docs := slices.Clone(c.shelf.docs)
	slices.SortStableFunc(docs, func(a, b *ckan.Doc) int { return b.Item.UpdatedAt.Compare(a.Item.UpdatedAt) })
	limit, err := c.params.Natural("limit", ckan.MaxRows, ckan.MaxRows)
	if err != nil {
		return nil, err
	}
	offset, err := c.params.Natural("offset", 0, 1<<30)
	if err != nil {
		return nil, err
	}
	page, err := c.params.Natural("page", 1, 1<<20)
	if err != nil {
		return nil, err
	}
	from := min(offset+max(0, page-1)*limit, len(docs))
	return c.dictionaries(docs[from:min(from+limit, len(docs))])
}

// match is an entry of package_autocomplete.
type match struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Field string `json:"match_field"`
	Shown string `json:"match_displayed"`
}

func (c *ckanCall) packageAutocomplete() (any, error) {
	typed := c.params.Text("q")
	var all []match
	for _, d := range c.shelf.docs {
		switch {
		case ckan.Matches(typed, d.Item.Slug):
			all = append(all, match{d.Item.Slug, d.Item.Title, "name", d.Item.Slug})
		case ckan.Matches(typed, d.Item.Title, d.Item.TitleEn):
			all = append(all, match{d.Item.Slug, d.Item.Title, "title", d.Item.Title + " (" + d.Item.Slug + ")"})
		}
	}
	slices.SortFunc(all, func(a, b match) int { return strings.Compare(a.Name, b.Name) })
	from, to, err := c.window(len(all), 10)
	return append([]match{}, all[from:to]...), err
}

func (c *ckanCall) resourceShow() (any, error) {
	id := c.params.Text("id")
	if id == "" {
		return nil, ckan.Missing("id")
	}
	d, err := c.app.Queries.Datasets.ByTable(c, id)
	if err != nil {
		return nil, err
	}
	if d.State != view.Withdrawn {
		for _, r := range ckan.Resources(c.shelf.site(c.base), d) {
			if r.ID == id {
				return r, nil
			}
		}
	}
	return nil, ckan.NotFound("Not found")
}

func (c *ckanCall) resourceSearch() (any, error) {
	terms := c.params.List("query", "")
	if len(terms) == 0 {
		return nil, ckan.Missing("query")
	}
	all, err := c.dictionaries(c.shelf.docs[:min(len(c.shelf.docs), ckan.MaxRows)])
	if err != nil {
		return nil, err
	}
	found := []ckan.Resource{}
	for _, p := range all {
		for _, r := range p.Resources {
			has := map[string]string{"name": r.Name, "description": r.Description, "format": r.Format, "url": r.URL, "id": r.ID, "hash": r.Hash, "mimetype": r.MediaType, "package_id": r.Package}
			ok := true
			for _, term := range terms {
				field, value, named := strings.Cut(term, ":")
				text, known := has[strings.TrimSpace(field)]
				if !named || !known {
					return nil, ckan.Invalid("query", "A term is field:value, with one of the fields description, format, hash, id, mimetype, name, package_id, url")
				}
				ok = ok && ckan.Matches(strings.TrimSpace(value), text)
			}
			if ok {
				found = append(found, r)
			}
		}
	}
	from, to, err := c.window(len(found), len(found))
	return map[string]any{"count": len(found), "results": found[from:to]}, err
}
