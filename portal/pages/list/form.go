package list

import (
	"net/url"
	"strconv"

	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// form is the filter as the reader filled it in.
type form struct {
	r       *site.Request
	section publication.Section
	kinds   []publication.Kind // to choose from

	kind   publication.Kind
	title  string
	number string
	year   string
	order  view.Order
	own    bool
	when   int
	faults map[string]error
}

// orders by the name that addresses carry.
var orders = []struct {
	value string
	order view.Order
	key   string
}{
	{"", view.NewestFirst, "list.order.newest"}, {"sua", view.RecentChange, "list.order.change"},
	{"ban-hanh", view.ByIssue, "list.order.issued"}, {"ten", view.ByTitle, "list.order.title"},
}

func readForm(r *site.Request, section publication.Section) *form {
	q := r.Asked.Query()
	f := &form{r: r, section: section, kinds: publication.SectionKinds(section.Slug), faults: map[string]error{}}
	f.title, f.number, f.year = q.Get("tieu-de"), q.Get("so"), q.Get("nam")
	var err error
	if f.title, err = reading.Text(f.title); err != nil {
		f.faults["tieu-de"] = err
	}
	if f.number, err = reading.Text(f.number); err != nil {
		f.faults["so"] = err
	}
	if f.when, err = reading.Year(f.year); err != nil {
		f.faults["nam"] = err
	}
	f.own = q.Get("rieng") != ""
	if f.kind = publication.Kind(q.Get("loai")); f.kind != "" && !contains(f.kinds, f.kind) {
		f.faults["loai"] = reading.ErrChoice.New("text", f.kind)
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
	return f
}

func contains(kinds []publication.Kind, k publication.Kind) bool {
	for _, x := range kinds {
		if x == k {
			return true
		}
	}
	return false
}

func (f *form) filtered() bool {
	return f.kind != "" || f.title != "" || f.number != "" || f.year != ""
}

func (f *form) query(section publication.Section) view.ItemFilter {
	q := view.ItemFilter{
		AsOf: f.r.AsOf, Agencies: reading.Scope(f.r), Section: section.Slug, Title: f.title, Number: f.number,
		Year: f.when, Order: f.order, Limit: pageSize, Cursor: f.r.Asked.Query().Get("sau"),
	}
	if f.kind != "" {
		q.Kinds = []publication.Kind{f.kind}
	}
	if f.own {
		q.Agencies = reading.Own(f.r)
	}
	return q
}

func (f *form) fields() []render.Field {
	lang := f.r.Lang
	var fields []render.Field
	if len(f.kinds) > 1 {
		kind := render.Field{Kind: "select", ID: "loai", Label: i18n.T(lang, "list.kind"), Optional: true,
			Options: []render.Option{{Label: i18n.T(lang, "list.kind.all"), Selected: f.kind == ""}}}
		for _, k := range f.kinds {
			kind.Options = append(kind.Options, render.Option{Value: string(k), Label: k.Label(string(lang)), Selected: k == f.kind})
		}
		fields = append(fields, kind)
	}
	if f.numbered() {
		fields = append(fields, render.Field{ID: "so", Label: i18n.T(lang, "list.number"), Value: f.number, Optional: true, MaxLength: reading.MostText})
	}
	fields = append(fields,
		render.Field{ID: "tieu-de", Label: i18n.T(lang, "list.title"), Value: f.title, Optional: true, MaxLength: reading.MostText},
		render.Field{ID: "nam", Label: i18n.T(lang, "list.year"), Value: f.year, Optional: true, MaxLength: 4, InputMode: "numeric", Narrow: true})
	order := render.Field{Kind: "select", ID: "thu-tu", Label: i18n.T(lang, "list.order"), Optional: true}
	for _, o := range orders {
		if o.order == view.ByIssue && !f.numbered() {
			continue
		}
		order.Options = append(order.Options, render.Option{Value: o.value, Label: i18n.T(lang, o.key), Selected: o.order == f.order})
	}
	fields = append(fields, order)
	for i := range fields {
		if err := f.faults[fields[i].ID]; err != nil {
			fields[i].Error = fault.Of(err).Sentence(string(lang))
		}
	}
	return fields
}

// numbered: items of the section are cited by a number and a date of issue.
func (f *form) numbered() bool {
	for _, k := range f.kinds {
		if info, ok := publication.KindOf(k); ok && (info.Part == publication.PartDocument || info.Part == publication.PartPlan || info.Part == publication.PartGazette) {
			return true
		}
	}
	return false
}

// hidden is what the filter keeps: the point in time and whose items.
func (f *form) hidden() []render.Hidden {
	var out []render.Hidden
	for _, name := range []string{"as_of", "rieng"} {
		if v := f.r.Asked.Query().Get(name); v != "" {
			out = append(out, render.Hidden{Name: name, Value: v})
		}
	}
	return out
}

// tabs choose between this agency alone and all below it; none for an agency
// without any.
func (f *form) tabs() []render.Link {
	if len(f.r.Tree.Children(f.r.Agency.ID)) == 0 {
		return nil
	}
	address := func(own bool) string {
		q := url.Values{}
		for name, values := range f.r.Asked.Query() {
			if name != "sau" && name != "truoc" && name != "rieng" {
				q[name] = values
			}
		}
		if own {
			q.Set("rieng", "1")
		}
		return reading.With(f.r.Asked.Path, q)
	}
	all := strconv.Itoa(len(f.r.Tree.Under(f.r.Agency.ID)))
	return []render.Link{
		{Label: i18n.T(f.r.Lang, "list.scope.all", all), URL: address(false), Current: !f.own},
		{Label: i18n.T(f.r.Lang, "list.scope.own"), URL: address(true), Current: f.own},
	}
}
