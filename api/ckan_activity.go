package api

import (
	"slices"

	"minhbach/opendata/ckan"
	"minhbach/projections/view"
)

func (c *ckanCall) packageActivity() (any, error) {
	d, err := c.wanted("id")
	if err != nil {
		return nil, err
	}
	return c.activity([]*ckan.Doc{d})
}

func (c *ckanCall) organizationActivity() (any, error) {
	p, err := c.organization()
	if err != nil {
		return nil, err
	}
	return c.activity(c.of(p))
}

func (c *ckanCall) groupActivity() (any, error) {
	_, docs, err := c.group()
	if err != nil {
		return nil, err
	}
	return c.activity(docs)
}

func (c *ckanCall) recentActivity() (any, error) { return c.activity(slices.Clone(c.shelf.docs)) }

// mostActivity bounds how far back a stream goes: each dataset's versions are asked for.
const mostActivity = 1000

// activity is a page of the public versions of datasets. The newest n versions belong
// to the n datasets changed last.
func (c *ckanCall) activity(docs []*ckan.Doc) (any, error) {
	limit, err := c.params.Natural("limit", 31, 100)
	if err != nil {
		return nil, err
	}
	offset, err := c.params.Natural("offset", 0, mostActivity)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(docs, func(a, b *ckan.Doc) int { return b.Item.UpdatedAt.Compare(a.Item.UpdatedAt) })
	all := []ckan.Activity{}
	for _, d := range docs[:min(len(docs), offset+limit)] {
		versions, err := c.app.Queries.Datasets.Versions(c, d.Item.ID, view.AsOf{})
		if isMissing(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, ckan.Activities(d.Owner, d.Item, versions)...)
	}
	ckan.Newest(all)
	from := min(offset, len(all))
	return all[from:min(from+limit, len(all))], nil
}
