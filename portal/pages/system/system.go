// Package system shows administrators and inspectors how far the read models are
// behind the log, and what stands aside for repair.
package system

import (
	_ "embed"
	"net/http"

	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed system.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("system", source)

// Page is the list of read models.
type Page struct {
	render.Base
	Head uint64
	Rows []Row
}

// Row is one read model.
type Row struct {
	Name           string
	Version        int
	Position       uint64
	Behind         uint64
	Seconds        float64
	Parked         int
	State          render.Badge
	Error, Hash    string
	Updated, Clock string
}

// Serve shows it.
func Serve(s *site.Site, r *site.Request) error {
	if !desk.Overview(r.Caller) {
		return app.ErrForbidden.New()
	}
	list, err := s.App.Queries.Projections(r.Context())
	if err != nil {
		return err
	}
	page := Page{Base: desk.Frame(r, i18n.T(r.Lang, "desk.system"))}
	if page.Head, err = s.App.Queries.Position(r.Context()); err != nil {
		return err
	}
	for _, p := range list {
		row := Row{Name: p.Name, Version: p.Version, Position: p.Position, Behind: p.Behind, Seconds: p.BehindSecs, Parked: p.Parked,
			Error: p.LastError, Hash: p.StateHash, Updated: i18n.DateTime(p.Updated), Clock: i18n.Machine(p.Updated)}
		switch {
		case p.Rebuilding:
			row.State = render.Badge{Tone: render.Info, Label: i18n.T(r.Lang, "desk.system.rebuilding")}
		case p.Parked > 0:
			row.State = render.Badge{Tone: render.Danger, Label: i18n.T(r.Lang, "desk.system.parked", p.Parked)}
		case p.LastError != "":
			row.State = render.Badge{Tone: render.Danger, Label: i18n.T(r.Lang, "desk.system.error")}
		case p.Behind > 0:
			row.State = render.Badge{Tone: render.Warning, Label: i18n.T(r.Lang, "desk.system.behind")}
		default:
			row.State = render.Badge{Tone: render.Success, Label: i18n.T(r.Lang, "desk.system.ok")}
		}
		page.Rows = append(page.Rows, row)
	}
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, page)
}
