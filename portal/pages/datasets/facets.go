package datasets

import (
	"slices"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/portal/i18n"
	pages "minhbach/portal/pages/dataset"
	"minhbach/portal/reading"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Facet is one way to narrow the list.
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

// facets offer what leads somewhere: the values that some dataset of the list has,
// and those already chosen.
func (f *filter) facets(counts map[string][]view.Count) []Facet {
	var out []Facet
	for _, x := range facets {
		one := Facet{ID: "loc-" + x.name, Heading: i18n.T(f.r.Lang, x.heading)}
		chosen := f.values[x.name]
		for _, c := range counts[x.key] {
			value := c.Value
			if x.key == "agency" {
				value = AgencyValue(f.r, c.Value)
			}
			v := Value{Label: LabelOf(f.r, x.key, c.Value), Count: c.Count, Current: slices.Contains(chosen, value)}
			to := f.with(x.name, value)
			if v.Current {
				to = f.without(x.name, value)
			}
			v.URL = to.address(f.r.Asked.Path, 1)
			one.Values = append(one.Values, v)
		}
		if len(one.Values) > 0 && (len(one.Values) > 1 || len(chosen) > 0 || one.Values[0].Count > 0) {
			out = append(out, one)
		}
	}
	return out
}

func (f *filter) active() []Active {
	var out []Active
	if f.words != "" {
		to := f.copy()
		to.words = ""
		out = append(out, Active{Label: "“" + f.words + "”", URL: to.address(f.r.Asked.Path, 1)})
	}
	for _, x := range facets {
		for _, value := range f.values[x.name] {
			raw := value
			if x.key == "agency" {
				raw = AgencyID(f.r, value)
			}
			out = append(out, Active{Label: i18n.T(f.r.Lang, x.heading) + ": " + LabelOf(f.r, x.key, raw), URL: f.without(x.name, value).address(f.r.Asked.Path, 1)})
		}
	}
	return out
}

// LabelOf names a value of a facet.
func LabelOf(r *site.Request, key, value string) string {
	lang := string(r.Lang)
	switch key {
	case "topic":
		if t, ok := dataset.ThemeOf(value); ok {
			return t.Label(lang)
		}
	case "licence":
		if t, ok := dataset.LicenceOf(value); ok {
			return t.Label(lang)
		}
	case "agency":
		if name := reading.AgencyName(r, value); name != "" {
			return name
		}
	case "format":
		return strings.ToUpper(value)
	case "band":
		return pages.BandName(r.Lang, value)
	}
	return value
}
