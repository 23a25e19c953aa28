// Package search finds public items by the words of their titles and by their
// numbers, with or without accents. It does not look into texts and files, and
// says so.
package search

import (
	_ "embed"
	"net/http"

	"minhbach/domain/fault"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed search.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("search", source)

// Page is the form and what was found.
type Page struct {
	render.Base
	Action   string
	Field    render.Field
	Errors   []render.Field
	AsOfText string
	Asked    bool
	ByNumber []render.Item
	Lines    []render.Item
	Total    int
	Pager    reading.Pager
	Sections []reading.Section
	SiteMap  string
}

// Serve shows the page.
func Serve(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	if err := reading.Locate(r); err != nil {
		return err
	}
	title := i18n.T(r.Lang, "search.title")
	p := Page{Base: reading.Base(r, title, render.Link{Label: title}), Action: r.Asked.Path, SiteMap: r.Link("/so-do-cong")}
	p.NoIndex, p.AsOfText = true, r.Asked.Query().Get("as_of")
	p.Field = render.Field{Kind: "search", ID: "tu-khoa", Name: "q", Label: i18n.T(r.Lang, "search.label"),
		Hint: i18n.T(r.Lang, "search.hint"), Value: r.Asked.Query().Get("q"), MaxLength: reading.MostText}
	text, err := reading.Text(p.Field.Value)
	if err != nil {
		p.Field.Error, p.Field.Value, p.Query = fault.Of(err).Sentence(string(r.Lang)), "", ""
		p.Errors = render.Errors(p.Field)
		return Template.Render(s.Engine, r.W, r.Request, http.StatusUnprocessableEntity, p)
	}
	if p.Asked = text != ""; p.Asked {
		p.Title = i18n.T(r.Lang, "search.results", text)
		if err := p.find(r, text); err != nil {
			return err
		}
	}
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, p)
}

func (p *Page) find(r *site.Request, text string) error {
	cursor, scope := r.Asked.Query().Get("sau"), reading.Scope(r)
	if cursor == "" {
		answer, err := r.Site.App.Queries.Items(r.Context(), view.ItemFilter{AsOf: r.AsOf, Agencies: scope, Number: text})
		if err != nil {
			return err
		}
		p.ByNumber = reading.Items(r, answer.Items, true)
	}
	answer, err := r.Site.App.Queries.Items(r.Context(), view.ItemFilter{AsOf: r.AsOf, Agencies: scope, Title: text, Cursor: cursor})
	if f := fault.Of(err); f != nil && f.Path == "cursor" {
		return f.At("sau")
	}
	if err != nil {
		return err
	}
	p.Lines, p.Total, p.Pager = reading.Items(r, answer.Items, true), answer.Total, reading.NewPager(r, answer.Next)
	if len(p.Lines)+len(p.ByNumber) == 0 {
		counts, err := r.Site.App.Queries.Sections(r.Context(), scope, r.AsOf)
		if err != nil {
			return err
		}
		p.Sections = reading.Sections(r, counts)
	}
	return nil
}
