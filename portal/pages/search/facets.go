package search

import (
	"slices"

	"minhbach/portal/i18n"
	"minhbach/portal/pages/datasets"
	"minhbach/portal/render"
	"minhbach/projections/search"
)

// Facet is one way to narrow the hits.
type Facet struct {
	ID, Heading string
	Values      []Value
}

// Value is one choice with its count; a current one is taken back by its link.
type Value struct {
	Label, URL string
	Count      int
	Current    bool
}

// Active is a choice that can be taken back.
type Active struct{ Label, URL string }

// kinds are the tabs above the hits.
func (f *filter) kinds(counts []search.Count) []render.Link {
	of := map[string]int{}
	for _, c := range counts {
		of[c.Value] = c.Count
	}
	var out []render.Link
	for _, k := range kinds {
		to := f.copy()
		to.kind = k.value
		label := i18n.T(f.r.Lang, k.key)
		if n, known := of[k.kind]; known {
			label = i18n.T(f.r.Lang, "find.kind-count", label, n)
		}
		out = append(out, render.Link{Label: label, URL: to.address(1), Current: k.value == f.kind})
	}
	return out
}

func (f *filter) toggled(name, value string) *filter {
	to := f.copy()
	if slices.Contains(f.values[name], value) {
		to.values[name] = slices.DeleteFunc(slices.Clone(f.values[name]), func(v string) bool { return v == value })
	} else {
		to.values[name] = append(slices.Clone(f.values[name]), value)
	}
	return to
}

func (f *filter) facets(counts map[string][]search.Count) []Facet {
	var out []Facet
	for _, x := range facets {
		one := Facet{ID: "loc-" + x.name, Heading: i18n.T(f.r.Lang, x.heading)}
		for _, c := range counts[x.key] {
			value := c.Value
			if x.key == "agency" {
				value = datasets.AgencyValue(f.r, c.Value)
			}
			one.Values = append(one.Values, Value{Label: datasets.LabelOf(f.r, x.key, c.Value), Count: c.Count,
				Current: slices.Contains(f.values[x.name], value), URL: f.toggled(x.name, value).address(1)})
		}
		if len(one.Values) > 0 {
			out = append(out, one)
		}
	}
	return out
}

func (f *filter) active() []Active {
	var out []Active
	for _, x := range facets {
		for _, value := range f.values[x.name] {
			raw := value
			if x.key == "agency" {
				raw = datasets.AgencyID(f.r, value)
			}
			out = append(out, Active{Label: i18n.T(f.r.Lang, x.heading) + ": " + datasets.LabelOf(f.r, x.key, raw), URL: f.toggled(x.name, value).address(1)})
		}
	}
	if !f.days[0].IsZero() || !f.days[1].IsZero() {
		to := f.copy()
		to.from, to.to = "", ""
		out = append(out, Active{Label: i18n.T(f.r.Lang, "find.between", f.days[0].DMY(), f.days[1].DMY()), URL: to.address(1)})
	}
	return out
}
