package datasets

import (
	"maps"
	"net/url"
	"slices"
	"strconv"

	"minhbach/domain/fault"
	"minhbach/portal/i18n"
	pages "minhbach/portal/pages/dataset"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// filter is what a reader chose, as the address carries it.
type filter struct {
	r      *site.Request
	words  string
	values map[string][]string // by the name of the parameter
	order  view.Order
	page   int
	faults map[string]error
}

// facet is a parameter, the facet of the read model behind it and its heading.
type facet struct{ name, key, heading string }

var facets = []facet{
	{"chu-de", "topic", "catalogue.topic"}, {"co-quan", "agency", "catalogue.agency"}, {"dinh-dang", "format", "catalogue.format"},
	{"nam", "year", "catalogue.year"}, {"giay-phep", "licence", "data.licence"}, {"chat-luong", "band", "data.quality"}, {"tu-khoa", "keyword", "data.keywords"},
}

const (
	facetValues = 12
	mostValues  = 20 // of one facet in an address
)

var orders = []struct {
	value string
	order view.Order
	key   string
}{
	{"", view.RecentChange, "list.order.change"}, {"moi", view.NewestFirst, "list.order.newest"}, {"ten", view.ByTitle, "list.order.title"},
}

func read(r *site.Request) *filter {
	q := r.Asked.Query()
	f := &filter{r: r, values: map[string][]string{}, page: 1, faults: map[string]error{}}
	var err error
	if f.words, err = reading.Text(q.Get("q")); err != nil {
		f.faults["q"] = err
	}
	for _, x := range facets {
		for _, v := range q[x.name] {
			if text, err := reading.Text(v); err == nil && text != "" && len(f.values[x.name]) < mostValues && !slices.Contains(f.values[x.name], text) {
				f.values[x.name] = append(f.values[x.name], text)
			}
		}
	}
	known := false
	for _, o := range orders {
		if o.value == q.Get("thu-tu") {
			f.order, known = o.order, true
		}
	}
	if !known {
		f.faults["thu-tu"] = reading.ErrChoice.New("text", q.Get("thu-tu"))
	}
	if text := q.Get("trang"); text != "" {
		if f.page, err = strconv.Atoi(text); err != nil || f.page < 1 || f.page > 5000 {
			f.faults["trang"], f.page = pages.ErrPage.New("text", text), 1
		}
	}
	return f
}

func (f *filter) chosen() (n int) {
	for _, v := range f.values {
		n += len(v)
	}
	return n
}

func (f *filter) narrowed() bool { return f.words != "" || f.chosen() > 0 }

// with is the filter with one more value; without has one less.
func (f *filter) with(name, value string) *filter {
	to := f.copy()
	to.values[name] = append(slices.Clone(to.values[name]), value)
	return to
}

func (f *filter) without(name, value string) *filter {
	to := f.copy()
	to.values[name] = slices.DeleteFunc(slices.Clone(to.values[name]), func(v string) bool { return v == value })
	return to
}

func (f *filter) copy() *filter {
	to := *f
	to.values = maps.Clone(f.values)
	return &to
}

// address of a page of what was chosen.
func (f *filter) address(path string, page int) string {
	q := url.Values{"as_of": {f.r.Asked.Query().Get("as_of")}, "q": {f.words}}
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
	if path == "/du-lieu/feed.atom" {
		path = f.r.Link(path)
	}
	return reading.With(path, q)
}

// query is the question to the read model. Agencies are those of this portal.
func (f *filter) query() view.DatasetFilter {
	q := view.DatasetFilter{AsOf: f.r.AsOf, Agencies: reading.Scope(f.r), Topics: f.values["chu-de"], Keywords: f.values["tu-khoa"], Formats: f.values["dinh-dang"],
		Licences: f.values["giay-phep"], Bands: f.values["chat-luong"], Words: f.words, Order: f.order, Limit: pageSize, Offset: (f.page - 1) * pageSize}
	for _, text := range f.values["nam"] {
		if n, err := strconv.Atoi(text); err == nil {
			q.Years = append(q.Years, n)
		}
	}
	if chosen := f.values["co-quan"]; len(chosen) > 0 {
		scope := q.Agencies
		q.Agencies = nil
		for _, value := range chosen {
			id := AgencyID(f.r, value)
			if scope == nil || slices.Contains(scope, id) {
				q.Agencies = append(q.Agencies, id)
			}
		}
		if q.Agencies == nil {
			q.Agencies = []string{"-"} // none of this portal
		}
	}
	return q
}

// AgencyID reads an agency in an address: by its short name, else by id.
func AgencyID(r *site.Request, value string) string {
	if a, ok := r.Tree.BySlug(value); ok {
		return a.ID
	}
	return value
}

// AgencyValue is how an address names an agency.
func AgencyValue(r *site.Request, id string) string {
	if a, ok := r.Tree.ByID(id); ok && a.Slug != "" {
		return a.Slug
	}
	return id
}

func (f *filter) sentence(name string) string {
	if err := f.faults[name]; err != nil {
		return fault.Of(err).Sentence(string(f.r.Lang))
	}
	return ""
}

func (f *filter) search() render.Field {
	return render.Field{Kind: "search", ID: "tim-du-lieu", Name: "q", Label: i18n.T(f.r.Lang, "catalogue.search"), Hint: i18n.T(f.r.Lang, "catalogue.search.hint"),
		Value: f.words, Optional: true, MaxLength: reading.MostText, Error: f.sentence("q")}
}

func (f *filter) ordering() render.Field {
	field := render.Field{Kind: "select", ID: "thu-tu", Label: i18n.T(f.r.Lang, "list.order"), Optional: true, Error: f.sentence("thu-tu")}
	for _, o := range orders {
		field.Options = append(field.Options, render.Option{Value: o.value, Label: i18n.T(f.r.Lang, o.key), Selected: o.order == f.order})
	}
	return field
}

func (f *filter) pageField() render.Field {
	return render.Field{ID: "noi-dung", Label: i18n.T(f.r.Lang, "rows.page"), Error: f.sentence("trang")}
}

// hidden is what the form keeps: the facets chosen and the point in time.
func (f *filter) hidden() []render.Hidden {
	var out []render.Hidden
	if asOf := f.r.Asked.Query().Get("as_of"); asOf != "" {
		out = append(out, render.Hidden{Name: "as_of", Value: asOf})
	}
	for _, x := range facets {
		for _, v := range f.values[x.name] {
			out = append(out, render.Hidden{Name: x.name, Value: v})
		}
	}
	return out
}
