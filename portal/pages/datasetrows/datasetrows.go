// Package datasetrows is the whole table of a dataset: paged, ordered, searched and
// filtered by address alone, with an exact total, and the same choice for programs.
package datasetrows

import (
	_ "embed"
	"net/http"
	"net/url"
	"strconv"

	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/dataset"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed datasetrows.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("datasetrows", source)

// Page is one page of the table.
type Page struct {
	render.Base
	Item       render.Link
	ItemLang   string
	Action     string
	Reset      string
	Search     render.Field
	Conditions []Condition
	Order      render.Field
	Size       render.Field
	Columns    render.Field
	Hidden     []render.Hidden
	Errors     []render.Field
	Filtered   bool
	Table      *dataset.Table
	NoTable    string
	From, To   int64
	Pages      render.Pagination
	TooFar     bool
	API        string
	ChartURL   string
}

// Condition is one line of the filter.
type Condition struct{ Column, Operator, Value render.Field }

// Serve shows the page.
func Serve(s *site.Site, r *site.Request) error {
	d, here, err := dataset.Open(r, "/bang")
	if err != nil || !here || dataset.Gone(r, d) {
		return err
	}
	if d.Content.Release == nil {
		return app.ErrNotFound.New()
	}
	columns := d.Content.Release.Columns
	state := dataset.ReadState(r.Asked.Query(), columns, string(r.Lang))
	p := begin(r, d)
	p.form(r, columns, state)
	status := http.StatusOK
	if len(state.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	if len(p.Errors) == 0 {
		if status, err = p.rows(r, d, state); err != nil {
			return err
		}
	}
	return Template.Render(s.Engine, r.W, r.Request, status, p)
}

func begin(r *site.Request, d view.Dataset) Page {
	path := dataset.Path(r, d.DatasetItem)
	p := Page{Base: dataset.Base(r, d, i18n.T(r.Lang, "rows.title")), Action: path + "/bang", Reset: r.Then(path + "/bang")}
	name, lang := dataset.Local(r.Lang, d.Title, d.TitleEn)
	p.Item, p.ItemLang = render.Link{Label: name, URL: r.Then(path)}, lang
	p.Description = i18n.T(r.Lang, "rows.description", name)
	p.Canonical = r.Absolute(path + "/bang")
	// One page of a table is enough for search engines.
	p.NoIndex, p.Wide = p.NoIndex || r.Asked.RawQuery != "", true
	p.Query = "" // q is what is looked for in the table, not on the portal
	if asOf := r.Asked.Query().Get("as_of"); asOf != "" {
		p.Hidden = []render.Hidden{{Name: "as_of", Value: asOf}}
	}
	return p
}

// rows asks the table. A question that the table refuses is told in its words.
func (p *Page) rows(r *site.Request, d view.Dataset, state dataset.State) (int, error) {
	columns, asOf := d.Content.Release.Columns, r.Asked.Query().Get("as_of")
	page, err := r.Site.App.Queries.Datasets.Rows(r.Context(), dataset.Target(r, d), state.Query(columns))
	if err != nil {
		if sentence, only := dataset.NoTable(r.Lang, err); only {
			p.NoTable = sentence
			return http.StatusOK, nil
		}
		if f := fault.Of(err); f != nil && f.Code.Kind == fault.Invalid {
			p.NoTable = f.Sentence(string(r.Lang))
			return http.StatusUnprocessableEntity, nil
		}
		return 0, err
	}
	size := int64(state.Rows)
	p.From, p.To = int64(state.Page-1)*size+1, int64(state.Page-1)*size+int64(len(page.Rows))
	caption := i18n.T(r.Lang, "rows.caption", p.From, p.To, page.Total)
	if page.Total == 0 {
		caption = i18n.T(r.Lang, "rows.none")
	}
	p.Table = dataset.NewTable(r, caption, columns, page, state, p.Action)
	last := (page.Total + size - 1) / size
	p.TooFar = last > dataset.MostPage
	p.Pages = render.NewPagination(state.Page, int(min(last, dataset.MostPage)), func(n int) string {
		to := state
		to.Page = n
		return reading.With(p.Action, to.Values(asOf))
	})
	p.API = api(r, d, state)
	chart := state
	chart.Page, chart.Order, chart.Columns, chart.Rows = 1, "", nil, dataset.PageSizes[0]
	p.ChartURL = reading.With(dataset.Path(r, d.DatasetItem), chart.Values(asOf)) + "#bieu-do"
	return http.StatusOK, nil
}

// api is the same choice as an address of the API.
func api(r *site.Request, d view.Dataset, state dataset.State) string {
	q := url.Values{"as_of": {r.Asked.Query().Get("as_of")}, "limit": {strconv.Itoa(state.Rows)}, "q": {state.Words}, "where": {dataset.WhereText(state.Where())}}
	if state.Order != "" {
		q.Set("order", state.Order)
		if state.Descending {
			q.Set("order", state.Order+" desc")
		}
	}
	return reading.With("/api/v1/datasets/"+url.PathEscape(d.ID)+"/rows", q)
}
