// Package agencies is the administrators' list of all agencies with their domain
// names, what stands in the way of some, and the way to every change.
package agencies

import (
	_ "embed"
	"net/http"

	"minhbach/domain"
	"minhbach/domain/domainname"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed agencies.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("agencies", source)

// Page is the list.
type Page struct {
	render.Base
	Rows      []Row
	Conflicts int
	Only      bool // those with conflicts
	Tabs      []render.Link
	Register  string
	Import    string
}

// Row is one agency.
type Row struct {
	Name, Code, URL, Level, FQDN string
	Depth                        int
	State                        render.Badge
	Conflicts                    []string
}

// Serve shows the list.
func Serve(s *site.Site, r *site.Request) error {
	if !desk.Overview(r.Caller) {
		return app.ErrForbidden.New()
	}
	page := Page{Base: desk.Frame(r, i18n.T(r.Lang, "desk.agencies")), Only: r.URL.Query().Get("loc") == "xung-dot"}
	for _, a := range r.Tree.Agencies {
		waits := len(a.Domain.Conflicts) > 0 && a.Domain.State == domainname.ConflictPending
		if waits {
			page.Conflicts++
		}
		if page.Only && !waits {
			continue
		}
		row := Row{Name: a.Name(string(r.Lang)), Code: a.Code, URL: r.Link("/quan-tri/co-quan/" + a.ID), Level: desk.LevelName(r.Lang, a.Level),
			FQDN: a.Domain.FQDN, Depth: min(a.Depth, 4), State: desk.DomainBadge(r.Lang, a.Domain)}
		if waits {
			row.Conflicts = desk.ConflictTexts(r, a.Domain)
		}
		page.Rows = append(page.Rows, row)
	}
	page.Tabs = []render.Link{
		{Label: i18n.T(r.Lang, "desk.agencies.all", len(r.Tree.Agencies)), URL: r.Link("/quan-tri/co-quan"), Current: !page.Only},
		{Label: i18n.T(r.Lang, "desk.agencies.conflicts", page.Conflicts), URL: r.Link("/quan-tri/co-quan") + "?loc=xung-dot", Current: page.Only},
	}
	if desk.Holds(r.Caller, domain.Administrator) {
		page.Register, page.Import = r.Link("/quan-tri/co-quan/them"), r.Link("/quan-tri/co-quan/nhap")
	}
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, page)
}
