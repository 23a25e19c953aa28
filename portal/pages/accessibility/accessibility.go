// Package accessibility states how far the portal can be used by everybody, what
// helps, and whom to tell about an obstacle (Circular 32/2017/TT-BTTTT Điều 18).
package accessibility

import (
	_ "embed"
	"net/http"

	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed accessibility.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("accessibility", source)

// Page is the statement.
type Page struct{ render.Base }

// Serve shows it.
func Serve(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	title := i18n.T(r.Lang, "nav.accessibility")
	p := Page{Base: reading.Base(r, title, render.Link{Label: title})}
	p.Description = i18n.T(r.Lang, "access.lead")
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, p)
}
