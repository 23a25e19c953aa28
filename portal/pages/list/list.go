// Package list is a section of a portal: its items and those of the agencies below
// it, newest first, with a filter and a feed.
package list

import (
	_ "embed"
	"net/http"

	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed list.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("list", source)

// Page is one page of a section.
type Page struct {
	render.Base
	Action   string
	Fields   []render.Field
	Errors   []render.Field
	Hidden   []render.Hidden
	Filtered bool
	Reset    string
	Lines    []render.Item
	Total    int
	Pager    reading.Pager
	Tabs     []render.Link // with or without the agencies below
	FeedURL  string
}

// pageSize is how many lines a page has.
const pageSize = 20

// Serve makes the handler of one section.
func Serve(slug string) site.Handler {
	section, ok := publication.SectionOf(slug)
	if !ok {
		panic("list: no section " + slug)
	}
	return func(s *site.Site, r *site.Request) error {
		if done, err := reading.Fresh(r); done || err != nil {
			return err
		}
		if err := reading.Locate(r); err != nil {
			return err
		}
		title := section.Label(string(r.Lang))
		p := Page{Base: reading.Base(r, title, render.Link{Label: title}), Action: r.Asked.Path, Reset: r.Then(r.Asked.Path)}
		p.Description = i18n.T(r.Lang, "list.description", title, r.Agency.Name(string(r.Lang)))
		p.Feeds = feeds(r, section)
		p.FeedURL = p.Feeds[0].URL
		f := readForm(r, section)
		p.Fields, p.Hidden, p.Filtered, p.Tabs = f.fields(), f.hidden(), f.filtered(), f.tabs()
		p.NoIndex = p.NoIndex || f.filtered() || r.Asked.Query().Has("sau")
		if p.Errors = render.Errors(p.Fields...); len(p.Errors) > 0 {
			return Template.Render(s.Engine, r.W, r.Request, http.StatusUnprocessableEntity, p)
		}
		answer, err := s.App.Queries.Items(r.Context(), f.query(section))
		if err != nil {
			return unknownCursor(err)
		}
		p.Lines, p.Total = reading.Items(r, answer.Items, len(publication.SectionKinds(slug)) > 1), answer.Total
		p.Pager = reading.NewPager(r, answer.Next)
		return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, p)
	}
}

// unknownCursor names our parameter where the query names its own.
func unknownCursor(err error) error {
	if f := fault.Of(err); f != nil && f.Path == "cursor" {
		return f.At("sau")
	}
	return err
}

func feeds(r *site.Request, section publication.Section) []render.Feed {
	title := section.Label(string(r.Lang)) + " – " + r.Agency.Name(string(r.Lang))
	return []render.Feed{
		{Title: title + " (Atom)", URL: r.Link("/feeds/" + section.Slug + ".atom"), Type: "application/atom+xml"},
		{Title: title + " (RSS)", URL: r.Link("/feeds/" + section.Slug + ".rss"), Type: "application/rss+xml"},
	}
}
