package api

import (
	"net/http"
	"slices"

	"minhbach/opendata/ckan"
)

func (c *ckanCall) tags(typed string) []string {
	all, _ := c.shelf.keywords()
	return slices.DeleteFunc(all, func(t string) bool { return !ckan.Matches(typed, t) })
}

func (c *ckanCall) tagList() (any, error) {
	if c.params.Text("vocabulary_id") != "" {
		return nil, ckan.NotFound("could not find vocabulary " + c.params.Text("vocabulary_id"))
	}
	names := c.tags(c.params.Text("query"))
	if c.params.Bool("all_fields", false) {
		return ckan.TagsOf(names), nil
	}
	return c.page(names, len(names))
}

// tagPage is a keyword with its datasets.
type tagPage struct {
	ckan.Tag
	Packages []ckan.Package `json:"packages,omitempty"`
}

func (c *ckanCall) tagShow() (any, error) {
	id := c.params.Text("id")
	if id == "" {
		return nil, ckan.Missing("id")
	}
	for _, t := range ckan.TagsOf(c.tags("")) {
		if t.Name != id && t.ID != id {
			continue
		}
		out := tagPage{Tag: t}
		var err error
		if c.params.Bool("include_datasets", false) {
			out.Packages, err = c.few(c.where(func(d *ckan.Doc) bool { return slices.Contains(d.Tags(), t.Name) }))
		}
		return out, err
	}
	return nil, ckan.NotFound("Not found")
}

func (c *ckanCall) tagSearch() (any, error) {
	typed := c.params.Text("query")
	if typed == "" {
		typed = c.params.Text("q")
	}
	all := ckan.TagsOf(c.tags(typed))
	from, to, err := c.window(len(all), len(all))
	return map[string]any{"count": len(all), "results": all[from:to]}, err
}

func (c *ckanCall) tagAutocomplete() (any, error) {
	typed := c.params.Text("query")
	if typed == "" {
		typed = c.params.Text("q")
	}
	return c.page(c.tags(typed), 10)
}

// serveAutocomplete answers CKAN's /api/util/<thing>/autocomplete.
func (s *service) serveAutocomplete(w http.ResponseWriter, r *http.Request) error {
	name, ok := map[string]string{"dataset": "package_autocomplete", "tag": "tag_autocomplete", "organization": "organization_autocomplete",
		"group": "group_autocomplete", "resource": "format_autocomplete"}[r.PathValue("thing")]
	if !ok {
		return errRoute.New("path", r.URL.Path)
	}
	q := requestOf(r.Context())
	params := ckan.FromValues(r.URL.Query())
	if _, said := params["q"]; !said {
		params["q"] = params.Text("incomplete")
	}
	x, err := s.shelf(r.Context())
	if err != nil {
		return err
	}
	result, err := actions[name].run(&ckanCall{service: s, Context: r.Context(), params: params, base: q.base, lang: q.lang, shelf: x})
	if err != nil {
		if e := refused(err, q.lang); e != nil {
			return writeCKAN(w, r, e.Status, e)
		}
		return err
	}
	switch all := result.(type) { // each list has its own form here
	case []string:
		entries := each(all, func(s string) map[string]string { return map[string]string{"Name": s} })
		if name == "format_autocomplete" {
			entries = each(all, func(s string) map[string]string { return map[string]string{"Format": s} })
		}
		result = map[string]any{"ResultSet": map[string]any{"Result": entries}}
	case []match:
		result = map[string]any{"ResultSet": map[string]any{"Result": all}}
	}
	return writeCKAN(w, r, http.StatusOK, result)
}
