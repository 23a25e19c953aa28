package ckan

import (
	"cmp"
	"slices"
	"strings"

	"minhbach/domain/dataset"
)

// Facet counts the values of a field.
type Facet struct {
	Title string      `json:"title"`
	Items []FacetItem `json:"items"`
}

// FacetItem is a value.
type FacetItem struct {
	Name    string `json:"name"`
	Display string `json:"display_name"`
	Count   int    `json:"count"`
}

// Count counts the values of the fields asked for.
func (q Question) Count(docs []*Doc) (plain map[string]map[string]int, shown map[string]Facet) {
	plain, shown = map[string]map[string]int{}, map[string]Facet{}
	for _, name := range q.Facets {
		counts, names := map[string]int{}, map[string]string{}
		f, ok := fields[name]
		for _, d := range docs {
			if !ok || f.values == nil {
				break
			}
			values := f.values(d)
			if name == "organization" {
				values = values[:1]
			}
			for _, v := range values {
				if counts[v]++; counts[v] == 1 {
					names[v] = display(name, v, d)
				}
			}
		}
		var items []FacetItem
		for v, n := range counts {
			if n >= q.MinCount && v != "" {
				items = append(items, FacetItem{v, names[v], n})
			}
		}
		slices.SortFunc(items, func(a, b FacetItem) int { return cmp.Or(b.Count-a.Count, strings.Compare(a.Name, b.Name)) })
		if q.FacetLimit >= 0 && len(items) > q.FacetLimit {
			items = items[:q.FacetLimit]
		}
		plain[name] = map[string]int{}
		for _, i := range items {
			plain[name][i.Name] = i.Count
		}
		shown[name] = Facet{Title: name, Items: append([]FacetItem{}, items...)}
	}
	return plain, shown
}

func display(field, value string, d *Doc) string {
	switch field {
	case "organization":
		return d.Owner.Name
	case "groups":
		if t, ok := dataset.ThemeOf(value); ok {
			return t.Vi
		}
	case "license_id":
		if t, ok := dataset.LicenceOf(value); ok {
			return t.Vi
		}
	}
	return value
}
