// Package sitemap is the site map for people and for search engines: every section
// of this portal, its tools, and every agency's portal.
package sitemap

import (
	_ "embed"
	"net/http"

	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed sitemap.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("sitemap", source)

// Page is the site map for people.
type Page struct {
	render.Base
	Sections []reading.Section
	Tools    []render.Link
	Roots    []Node
}

// Node is an agency's portal with those below it.
type Node struct {
	Name, URL string
	Children  []Node
}

// Serve shows the page.
func Serve(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	if err := reading.Locate(r); err != nil {
		return err
	}
	counts, err := s.App.Queries.Sections(r.Context(), reading.Scope(r), r.AsOf)
	if err != nil {
		return err
	}
	title := i18n.T(r.Lang, "nav.sitemap")
	p := Page{Base: reading.Base(r, title, render.Link{Label: title}), Sections: reading.Sections(r, counts), Tools: tools(r)}
	p.Description = i18n.T(r.Lang, "sitemap.description", r.Agency.Name(string(r.Lang)))
	if province, ok := r.Tree.Province(); ok {
		p.Roots = []Node{node(r, province)}
	}
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, p)
}

func node(r *site.Request, a view.Agency) Node {
	n := Node{Name: a.Name(string(r.Lang)), URL: r.Then(r.Home(a))}
	for _, child := range r.Tree.Children(a.ID) {
		if child.ID != a.ID {
			n.Children = append(n.Children, node(r, child))
		}
	}
	return n
}

// pages are the public pages that are no section, by message and address.
var pages = []struct{ key, path string }{
	{"site.home", "/"}, {"data.title", "/du-lieu"}, {"search.title", "/tim-kiem"}, {"nav.organisation", "/co-cau-to-chuc"}, {"nav.deadlines", "/thoi-han"},
	{"nav.verify", "/chung-thuc"}, {"nav.accessibility", "/tiep-can"}, {"site.display", "/hien-thi"}, {"sitemap.atom", "/feeds/all.atom"}, {"sitemap.rss", "/feeds/all.rss"},
}

func tools(r *site.Request) []render.Link {
	var out []render.Link
	for _, p := range pages {
		out = append(out, render.Link{Label: i18n.T(r.Lang, p.key), URL: r.Link(p.path)})
	}
	return append(out, render.Link{Label: i18n.T(r.Lang, "nav.api"), URL: "/api/docs"})
}
