// Package search finds what is public – texts, datasets and agencies – by all their
// words, with or without accents: with counts by kind, agency and topic, highlights
// of the original text, dates, suggestions as a plain list, and help where nothing
// was found. A search in the past knows titles and numbers only, and says so.
package search

import (
	_ "embed"
	"net/http"

	"minhbach/domain/fault"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/search"
)

//go:embed search.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("search", source)

// Page is the form and what was found.
type Page struct {
	render.Base
	Action     string
	SuggestURL string
	Field      render.Field
	Dates      []render.Field
	Order      render.Field
	Hidden     []render.Hidden
	Errors     []render.Field
	Asked      bool
	Kinds      []render.Link
	Facets     []Facet
	Active     []Active
	Hits       []Hit
	Total      int
	Relaxed    bool // nearest, not all words
	Pages      render.Pagination
	Spelling   render.Link
	Agency     string // whom to ask where nothing was found
	Email      string
	Sections   []reading.Section
	SiteMap    string
	Past       *Past
}

// pageSize is how many hits a page has.
const pageSize = 20

// Serve shows the page.
func Serve(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	if err := reading.Locate(r); err != nil {
		return err
	}
	title := i18n.T(r.Lang, "search.title")
	f := read(r)
	p := Page{Base: reading.Base(r, title, render.Link{Label: title}), Action: r.Asked.Path, SuggestURL: r.Link("/tim-kiem/goi-y"), SiteMap: r.Link("/so-do-cong"),
		Field: f.field(), Dates: f.dates(), Order: f.ordering(), Hidden: f.hidden()}
	p.NoIndex = true
	if !r.AsOf.IsNow() {
		p.Dates, p.Order = nil, render.Field{}
	}
	if p.Errors = render.Errors(append(p.Dates, p.Field, p.Order, f.pageField())...); len(p.Errors) > 0 {
		p.Query = f.text
		return Template.Render(s.Engine, r.W, r.Request, http.StatusUnprocessableEntity, p)
	}
	p.Asked = f.text != "" || f.narrowed()
	if f.text != "" {
		p.Title = i18n.T(r.Lang, "search.results", f.text)
	}
	var err error
	switch {
	case !p.Asked:
	case !r.AsOf.IsNow():
		p.Past, err = past(r, f.text)
		p.Total = p.Past.total()
	default:
		err = p.find(r, f)
	}
	if err != nil {
		return err
	}
	if p.Asked && p.Total == 0 {
		err = p.help(r, f)
	}
	if err != nil {
		return err
	}
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, p)
}

// find asks the index.
func (p *Page) find(r *site.Request, f *filter) error {
	answer, err := r.Site.App.Queries.Search(r.Context(), f.query())
	if err != nil {
		if x := fault.Of(err); x != nil && x.Path == "offset" {
			return x.At("trang")
		}
		return err
	}
	p.Total, p.Relaxed = answer.Total, answer.Relaxed
	if p.Hits, err = hits(r, answer.Hits); err != nil {
		return err
	}
	p.Kinds, p.Facets, p.Active = f.kinds(answer.Facets["kind"]), f.facets(answer.Facets), f.active()
	if answer.Spelling != "" {
		to := f.copy()
		to.text = answer.Spelling
		p.Spelling = render.Link{Label: answer.Spelling, URL: to.address(1)}
	}
	last := min((answer.Total+pageSize-1)/pageSize, mostPage)
	p.Pages = render.NewPagination(f.page, last, f.address)
	return nil
}

// help is for those who found nothing: whom to ask, and where to look.
func (p *Page) help(r *site.Request, f *filter) error {
	p.Agency, p.Email = r.Agency.Name(string(r.Lang)), r.Agency.Contact.Email
	counts, err := r.Site.App.Queries.Sections(r.Context(), reading.Scope(r), r.AsOf)
	if err != nil {
		return err
	}
	p.Sections = reading.Sections(r, counts)
	return nil
}

var kinds = []struct{ value, kind, key string }{
	{"", "", "search.kind.all"}, {"tin-bai", search.Publication, "search.kind.publication"}, {"du-lieu", search.Dataset, "search.kind.dataset"}, {"co-quan", search.Agency, "search.kind.agency"},
}
