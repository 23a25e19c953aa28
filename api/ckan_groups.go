package api

import (
	"cmp"
	"slices"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/domain/fold"
	"minhbach/opendata/ckan"
	"minhbach/opendata/record"
)

// shown is an organization or a group in a list.
type shown struct {
	name, title, id string
	packages        int
	page            func() any
}

// listed answers organization_list and group_list.
func (c *ckanCall) listed(all []shown, only []string) (any, error) {
	if len(only) > 0 {
		all = slices.DeleteFunc(all, func(x shown) bool { return !slices.Contains(only, x.name) && !slices.Contains(only, x.id) })
	}
	key, direction, _ := strings.Cut(strings.ToLower(c.params.Text("sort")), " ")
	if key == "" && c.params.Text("order_by") != "" {
		key = strings.ToLower(c.params.Text("order_by"))
	}
	switch key {
	case "", "title", "name", "package_count", "packages":
	default:
		return nil, ckan.Invalid("sort", "Cannot sort by field "+key)
	}
	slices.SortStableFunc(all, func(a, b shown) int {
		n := 0
		switch key {
		case "", "title":
			n = strings.Compare(fold.SortKey(a.title), fold.SortKey(b.title))
		case "package_count", "packages":
			n = cmp.Compare(a.packages, b.packages)
			if direction == "" {
				n = -n // as CKAN has it
			}
		}
		if strings.TrimSpace(direction) == "desc" {
			n = -n
		}
		return cmp.Or(n, strings.Compare(a.name, b.name))
	})
	from, to, err := c.window(len(all), len(all))
	if err != nil {
		return nil, err
	}
	all = all[from:to]
	if c.params.Bool("all_fields", false) {
		return each(all, func(x shown) any { return x.page() }), nil
	}
	return each(all, func(x shown) string { return x.name }), nil
}

func (c *ckanCall) organizationList() (any, error) {
	all := each(c.shelf.agencies, func(p record.Publisher) shown {
		return shown{p.Slug, p.Name, p.ID, p.Datasets, func() any { return ckan.PageOfOrganization(c.shelf.on(c.base, p), c.parent(p)) }}
	})
	return c.listed(all, c.params.List("organizations", ","))
}

// parent is the CKAN name of the agency above.
func (c *ckanCall) parent(p record.Publisher) string {
	a, ok := c.shelf.tree.ByID(p.ID)
	if !ok {
		return ""
	}
	above, ok := c.shelf.tree.ByID(a.Parent)
	if !ok {
		return ""
	}
	return record.PublisherSlug(above)
}

func (c *ckanCall) groupList() (any, error) {
	all := each(dataset.Themes(), func(t dataset.Term) shown {
		return shown{t.ID, t.Vi, t.ID, c.shelf.topics[t.ID], func() any { return ckan.PageOfGroup(t, c.shelf.topics[t.ID]) }}
	})
	return c.listed(all, c.params.List("groups", ","))
}

// organization is the agency of a call.
func (c *ckanCall) organization() (record.Publisher, error) {
	id := c.params.Text("id")
	if id == "" {
		return record.Publisher{}, ckan.Missing("id")
	}
	p, ok := c.shelf.agency(id)
	if !ok {
		return p, ckan.NotFound("Not found")
	}
	return p, nil
}

func (c *ckanCall) organizationShow() (any, error) {
	p, err := c.organization()
	if err != nil {
		return nil, err
	}
	out := ckan.PageOfOrganization(c.shelf.on(c.base, p), c.parent(p))
	if c.params.Bool("include_datasets", false) {
		out.Packages, err = c.few(c.of(p))
	}
	return out, err
}

// of are the datasets of an agency.
func (c *ckanCall) of(p record.Publisher) []*ckan.Doc {
	return c.where(func(d *ckan.Doc) bool { return d.Owner.ID == p.ID })
}

func (c *ckanCall) where(keep func(*ckan.Doc) bool) []*ckan.Doc {
	var out []*ckan.Doc
	for _, d := range c.shelf.docs {
		if keep(d) {
			out = append(out, d)
		}
	}
	return out
}

// few are the last changed datasets, at most 1,000.
func (c *ckanCall) few(docs []*ckan.Doc) ([]ckan.Package, error) {
	slices.SortStableFunc(docs, func(a, b *ckan.Doc) int { return b.Item.UpdatedAt.Compare(a.Item.UpdatedAt) })
	return c.dictionaries(docs[:min(len(docs), ckan.MaxRows)])
}

// group is the topic of a call.
func (c *ckanCall) group() (dataset.Term, []*ckan.Doc, error) {
	id := c.params.Text("id")
	if id == "" {
		return dataset.Term{}, nil, ckan.Missing("id")
	}
	t, ok := topic(id)
	if !ok {
		return t, nil, ckan.NotFound("Not found")
	}
	return t, c.where(func(d *ckan.Doc) bool { return slices.Contains(d.Item.Topics, t.ID) }), nil
}

func (c *ckanCall) groupShow() (any, error) {
	t, docs, err := c.group()
	if err != nil {
		return nil, err
	}
	out := ckan.PageOfGroup(t, len(docs))
	if c.params.Bool("include_datasets", false) {
		out.Packages, err = c.few(docs)
	}
	return out, err
}

func (c *ckanCall) groupPackageShow() (any, error) {
	_, docs, err := c.group()
	if err != nil {
		return nil, err
	}
	from, to, err := c.window(len(docs), len(docs))
	if err != nil {
		return nil, err
	}
	return c.few(docs[from:to])
}

// suggestion is an entry of the autocompletes of agencies and topics.
type suggestion struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Title string `json:"title"`
}

func (c *ckanCall) suggested(all []suggestion) (any, error) {
	all = slices.DeleteFunc(all, func(x suggestion) bool { return !ckan.Matches(c.params.Text("q"), x.Name, x.Title) })
	from, to, err := c.window(len(all), 20)
	return append([]suggestion{}, all[from:to]...), err
}

func (c *ckanCall) organizationAutocomplete() (any, error) {
	return c.suggested(each(c.shelf.agencies, func(p record.Publisher) suggestion { return suggestion{p.ID, p.Slug, p.Name} }))
}

func (c *ckanCall) groupAutocomplete() (any, error) {
	return c.suggested(each(dataset.Themes(), func(t dataset.Term) suggestion { return suggestion{t.ID, t.ID, t.Vi} }))
}
