// Package boards lists the editorial boards that the reader may look at.
package boards

import (
	_ "embed"
	"net/http"

	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed boards.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("boards", source)

// Page is the list.
type Page struct {
	render.Base
	Boards []render.Link
}

// Serve shows it; whoever has one board goes there at once.
func Serve(s *site.Site, r *site.Request) error {
	ids := desk.OwnAgencies(r)
	if desk.Overview(r.Caller) {
		ids = nil
	} else if len(ids) == 0 {
		return app.ErrForbidden.New()
	}
	if len(ids) == 1 {
		r.Redirect(r.Link("/quan-tri/ban-bien-tap/" + ids[0]))
		return nil
	}
	page := Page{Base: desk.Frame(r, i18n.T(r.Lang, "desk.boards"))}
	for _, o := range desk.AgencyOptions(r, ids, false) {
		page.Boards = append(page.Boards, render.Link{Label: o.Label, URL: r.Link("/quan-tri/ban-bien-tap/" + o.Value)})
	}
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, page)
}
