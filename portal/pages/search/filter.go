package search

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/dataset"
	"minhbach/portal/pages/datasets"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/search"
)

// filter is what a reader asks, as the address carries it.
type filter struct {
	r        *site.Request
	text     string
	kind     string // by the address's name
	values   map[string][]string
	from, to string
	days     [2]calendar.Date
	order    search.Order
	page     int
	faults   map[string]error
}

type facet struct{ name, key, heading string }

var facets = []facet{
	{"co-quan-nao", "agency", "catalogue.agency"}, {"chu-de", "topic", "catalogue.topic"}, {"nam", "year", "catalogue.year"}, {"dinh-dang", "format", "catalogue.format"},
}

const (
	facetValues = 10
	mostValues  = 20
	mostPage    = 500 // the index answers up to 10,000 hits deep
)

var orders = []struct {
	value string
	order search.Order
	key   string
}{{"", search.ByRelevance, "search.order.relevance"}, {"moi", search.ByNewest, "list.order.newest"}, {"sua", search.ByUpdated, "list.order.change"}, {"ten", search.ByTitle, "list.order.title"}}

func read(r *site.Request) *filter {
	q := r.Asked.Query()
	f := &filter{r: r, values: map[string][]string{}, page: 1, faults: map[string]error{}, from: q.Get("tu"), to: q.Get("den")}
	var err error
	if f.text, err = reading.Text(q.Get("q")); err != nil {
		f.faults["q"] = err
	}
	for _, k := range kinds {
		if k.value == q.Get("loai") {
			f.kind = k.value
		}
	}
	for _, x := range facets {
		for _, v := range q[x.name] {
			if text, err := reading.Text(v); err == nil && text != "" && len(f.values[x.name]) < mostValues && !slices.Contains(f.values[x.name], text) {
				f.values[x.name] = append(f.values[x.name], text)
			}
		}
	}
	for i, text := range []string{f.from, f.to} {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		d, err := calendar.Parse(text)
		if err != nil {
			d, err = calendar.ParseDMY(text)
		}
		if f.days[i] = d; err != nil {
			f.faults[[]string{"tu", "den"}[i]] = err
		}
	}
	for _, o := range orders {
		if o.value == q.Get("thu-tu") {
			f.order = o.order
		}
	}
	if text := q.Get("trang"); text != "" {
		if f.page, err = strconv.Atoi(text); err != nil || f.page < 1 || f.page > mostPage {
			f.faults["trang"], f.page = dataset.ErrPage.New("text", text), 1
		}
	}
	return f
}

func (f *filter) narrowed() bool {
	return f.kind != "" || len(f.values) > 0 || !f.days[0].IsZero() || !f.days[1].IsZero()
}

// query is the question to the index: of this portal's agencies only.
func (f *filter) query() search.Query {
	q := search.Query{Text: f.text, Agencies: reading.Scope(f.r), Topics: f.values["chu-de"], Formats: f.values["dinh-dang"], Order: f.order,
		Limit: pageSize, Offset: (f.page - 1) * pageSize, Facets: []string{"kind", "agency", "topic", "year", "format"}, FacetLimit: facetValues, Highlight: true}
	for _, k := range kinds {
		if k.value == f.kind && k.kind != "" {
			q.Kinds = []string{k.kind}
		}
	}
	for _, text := range f.values["nam"] {
		if n, err := strconv.Atoi(text); err == nil {
			q.Years = append(q.Years, n)
		}
	}
	if chosen := f.values["co-quan-nao"]; len(chosen) > 0 {
		scope := q.Agencies
		q.Agencies = nil
		for _, value := range chosen {
			if id := datasets.AgencyID(f.r, value); scope == nil || slices.Contains(scope, id) {
				q.Agencies = append(q.Agencies, id)
			}
		}
		if q.Agencies == nil {
			q.Agencies = []string{"-"} // none of this portal
		}
	}
	if !f.days[0].IsZero() {
		q.Published.From = f.days[0].Start()
	}
	if !f.days[1].IsZero() {
		q.Published.To = f.days[1].End().Add(-time.Microsecond)
	}
	return q
}

func (f *filter) copy() *filter {
	to := *f
	to.values = maps.Clone(f.values)
	return &to
}

// address of a page of what was asked.
func (f *filter) address(page int) string {
	q := url.Values{"as_of": {f.r.Asked.Query().Get("as_of")}, "q": {f.text}, "loai": {f.kind}, "tu": {f.from}, "den": {f.to}}
	for name, values := range f.values {
		q[name] = values
	}
	for _, o := range orders {
		if o.order == f.order {
			q.Set("thu-tu", o.value)
		}
	}
	if page > 1 {
		q.Set("trang", strconv.Itoa(page))
	}
	return reading.With(f.r.Asked.Path, q)
}

func (f *filter) sentence(name string) string {
	if err := f.faults[name]; err != nil {
		return fault.Of(err).Sentence(string(f.r.Lang))
	}
	return ""
}

func (f *filter) field() render.Field {
	return render.Field{Kind: "search", ID: "tu-khoa", Name: "q", Label: i18n.T(f.r.Lang, "find.label"), Hint: i18n.T(f.r.Lang, "find.hint"),
		Value: f.text, MaxLength: reading.MostText, Error: f.sentence("q")}
}

func (f *filter) dates() []render.Field {
	one := func(id string, d calendar.Date) render.Field {
		field := render.Field{Kind: "date", ID: id, Label: i18n.T(f.r.Lang, "find."+id), Optional: true, Narrow: true, Error: f.sentence(id)}
		if !d.IsZero() {
			field.Value = d.String()
		}
		return field
	}
	return []render.Field{one("tu", f.days[0]), one("den", f.days[1])}
}

func (f *filter) ordering() render.Field {
	field := render.Field{Kind: "select", ID: "thu-tu", Label: i18n.T(f.r.Lang, "list.order"), Optional: true}
	for _, o := range orders {
		field.Options = append(field.Options, render.Option{Value: o.value, Label: i18n.T(f.r.Lang, o.key), Selected: o.order == f.order})
	}
	return field
}

func (f *filter) pageField() render.Field {
	return render.Field{ID: "noi-dung", Label: i18n.T(f.r.Lang, "rows.page"), Error: f.sentence("trang")}
}

func (f *filter) hidden() []render.Hidden {
	var out []render.Hidden
	if asOf := f.r.Asked.Query().Get("as_of"); asOf != "" {
		out = append(out, render.Hidden{Name: "as_of", Value: asOf})
	}
	if f.kind != "" {
		out = append(out, render.Hidden{Name: "loai", Value: f.kind})
	}
	for _, x := range facets {
		for _, v := range f.values[x.name] {
			out = append(out, render.Hidden{Name: x.name, Value: v})
		}
	}
	return out
}
