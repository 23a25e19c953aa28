package preferences

import (
	"net/http"

	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// Serve shows the page.
func Serve(s *site.Site, r *site.Request) error {
	r.W.Header().Set("Cache-Control", "private, no-store")
	title := i18n.T(r.Lang, "prefs.title")
	b := reading.Base(r, title, render.Link{Label: title})
	b.When, b.Print = nil, nil
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, New(b, r.Asked.Query().Get("next")))
}

// ServeSave keeps the choice.
func ServeSave(s *site.Site, r *site.Request) error {
	Save(r.W, r.Request, s.Secure)
	return nil
}
