// Package privacy lists what is under way about the data of persons, what is due
// soonest first. It leads to each person's own page and changes nothing.
package privacy

import (
	_ "embed"
	"net/http"

	"minhbach/domain"
	"minhbach/domain/subject"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed privacy.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("privacy", source)

// Home is the address of the list.
const Home = "/quan-tri/du-lieu-ca-nhan"

// Page is the list, with the way to a person who is not on it.
type Page struct {
	render.Base
	Rows   []Row
	Find   render.Form
	Errors []render.Field
}

// Row is one person.
type Row struct {
	Name, URL string
	State     render.Badge
	Basis     string
	Due       string
	Overdue   bool
	Notes     []string
}

// Show is the list.
func Show(s *site.Site, r *site.Request) error { return show(s, r, form.New(r.Lang, "", nil)) }

// Find leads to the page of the person with a login. It is a form that is sent, so
// that no login stands in an address.
func Find(s *site.Site, r *site.Request) error {
	if !desk.Holds(r.Caller, domain.Administrator) {
		return app.ErrForbidden.New()
	}
	f := form.Of(r, "")
	id, err := s.App.Queries.Subjects.Find(r.Context(), r.Caller, f.Get("account"))
	if err == nil {
		r.Redirect(r.Link(Home + "/" + id))
		return nil
	}
	if !f.Refuse(err) {
		return err
	}
	return show(s, r, f)
}

func show(s *site.Site, r *site.Request, f *form.Form) error {
	all, err := s.App.Queries.Subjects.List(r.Context(), r.Caller)
	if err != nil {
		return err
	}
	names, err := s.App.Queries.Names(r.Context())
	if err != nil {
		return err
	}
	page := Page{Base: desk.Frame(r, i18n.T(r.Lang, "desk.privacy"))}
	for _, x := range all {
		page.Rows = append(page.Rows, row(r, x, names[x.ID]))
	}
	if desk.Holds(r.Caller, domain.Administrator) {
		page.Find = desk.Fill(r, render.Form{ID: "mo", Heading: i18n.T(r.Lang, "desk.privacy.find"), Lead: i18n.T(r.Lang, "desk.privacy.find.lead"),
			Action: r.Link(Home), Submit: i18n.T(r.Lang, "desk.privacy.find"), Fields: []render.Field{
				f.Field("text", "account", "desk.privacy.who", form.Complete("off"), form.Most(64)),
			}}, nil)
	}
	page.Errors = f.Errors()
	page.Notices = append(page.Notices, f.Notices()...)
	return Template.Render(s.Engine, r.W, r.Request, status(f), page)
}

func status(f *form.Form) int {
	if f.OK() {
		return http.StatusOK
	}
	return f.Status()
}

func row(r *site.Request, x view.Subject, name string) Row {
	lang := string(r.Lang)
	out := Row{Name: Name(name, x.ID, lang), URL: r.Link(Home + "/" + x.ID), State: State(r.Lang, x.State), Basis: x.Basis.Label(lang), Notes: Notes(r.Lang, x)}
	if due := x.Due(); !due.IsZero() {
		out.Due, out.Overdue = due.DMY(), due.Before(r.Today())
	}
	return out
}

// Name of a person for the desk; an id where there is none.
func Name(name, id, lang string) string {
	if name == "" {
		return id
	}
	return domain.PersonName(name, lang)
}

// State is how a request stands.
func State(lang i18n.Lang, s subject.State) render.Badge {
	tone := map[subject.State]render.Tone{subject.StateRequested: render.Warning, subject.StateAcknowledged: render.Info, subject.StateOrdered: render.Warning,
		subject.StateErased: render.Success, subject.StateRefused: render.Danger}[s]
	if tone == "" {
		tone = render.Neutral
	}
	return render.Badge{Tone: tone, Label: s.Label(string(lang))}
}

// Notes are what stands beside the state.
func Notes(lang i18n.Lang, x view.Subject) (out []string) {
	if x.Restricted {
		out = append(out, i18n.T(lang, "desk.privacy.restricted"))
	}
	for _, h := range x.Holds {
		out = append(out, i18n.T(lang, "desk.privacy.held", h.Until.DMY(), h.Ground.Label(string(lang))))
	}
	if (x.State == subject.StateErased || x.State == subject.StateRefused) && !x.Notified {
		out = append(out, i18n.T(lang, "desk.privacy.untold"))
	}
	return out
}
