// Package newitem is the first question of a new item: for which agency, and of
// which kind. The kind decides which form comes next.
package newitem

import (
	_ "embed"
	"net/http"

	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/editor"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed newitem.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("newitem", source)

// Page asks for agency and kind. It changes nothing, hence a GET form.
type Page struct {
	render.Base
	Action string
	Agency render.Field
	Kind   render.Field
	Errors []render.Field
}

// Serve asks, or shows the form that the answers lead to.
func Serve(s *site.Site, r *site.Request) error {
	if !desk.CanDraft(r.Caller) {
		return app.ErrForbidden.New()
	}
	if done, err := editor.Blank(s, r); done || err != nil {
		return err
	}
	q := r.URL.Query()
	f := form.New(r.Lang, "", q)
	mine := desk.OwnAgencies(r, publication.RolesFor(publication.CommandDraft)...)
	if q.Has("loai") && !desk.HoldsAt(r.Caller, q.Get("co-quan"), publication.RolesFor(publication.CommandDraft)...) {
		return app.ErrForbidden.New()
	}
	if q.Has("loai") {
		f.RefuseAt("loai", publication.ErrKind.New("kind", q.Get("loai")))
	}
	var kinds []render.Option
	for _, k := range publication.Kinds() {
		section, _ := publication.SectionOf(k.Section)
		o := render.Option{Value: string(k.Kind), Label: k.Label(string(r.Lang))}
		if o.Label != section.Label(string(r.Lang)) {
			o.Hint = i18n.T(r.Lang, "desk.new.section", section.Label(string(r.Lang)))
		}
		kinds = append(kinds, o)
	}
	page := Page{Base: desk.Frame(r, i18n.T(r.Lang, "desk.new")), Action: r.Link("/quan-tri/soan")}
	page.Agency = f.Choice("select", "co-quan", "desk.agency", desk.AgencyOptions(r, mine, false))
	page.Kind = f.Choice("radios", "loai", "desk.new.kind", kinds)
	page.Errors = f.Errors()
	return Template.Render(s.Engine, r.W, r.Request, status(f), page)
}

func status(f *form.Form) int {
	if f.OK() {
		return http.StatusOK
	}
	return f.Status()
}
