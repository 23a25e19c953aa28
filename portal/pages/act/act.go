// Package act is one page a deed: what it will do, the reason where one is needed,
// and the button. Deeds that cannot be taken back say so before they are done.
package act

import (
	_ "embed"
	"slices"

	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed act.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("act", source)

// Page is one deed.
type Page struct {
	render.Base
	Item    string
	State   render.Badge
	Effects []string
	Final   bool
	Errors  []render.Field
	Form    render.Form
}

// Deed is a command on an item that has a page of its own.
type Deed struct {
	Path    string // last part of the address
	command publication.Command
	public  bool // the reason is shown to everybody
	bare    bool // a reason may be left out
	final   bool // cannot be taken back
	send    func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error)
}

// Deeds lists every one.
func Deeds() []Deed { return slices.Clone(deeds) }

var deeds = []Deed{
	{Path: "gui-duyet", command: publication.CommandSubmit, bare: true, send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
		return desk.Act(r, f, c.SubmitPublication, app.SubmitPublication{ID: id, Note: f.Raw("reason")}, item(id), "gui-duyet")
	}},
	{Path: "rut-lai", command: publication.CommandRecall, bare: true, send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
		return desk.Act(r, f, c.RecallPublication, app.RecallPublication{ID: id, Reason: f.Raw("reason")}, item(id), "rut-lai")
	}},
	{Path: "huy-duyet", command: publication.CommandRevokeApproval, send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
		return desk.Act(r, f, c.RevokeApproval, app.RevokeApproval{ID: id, Reason: f.Raw("reason")}, item(id), "huy-duyet")
	}},
	{Path: "dinh-chinh", command: publication.CommandOpenCorrection, public: true, send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
		return desk.Act(r, f, c.OpenCorrection, app.OpenCorrection{ID: id, Reason: f.Raw("reason")}, item(id)+"/sua", "dinh-chinh")
	}},
	{Path: "bo-dinh-chinh", command: publication.CommandDropCorrection, final: true, send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
		return desk.Act(r, f, c.DropCorrection, app.DropCorrection{ID: id, Reason: f.Raw("reason")}, item(id), "bo-dinh-chinh")
	}},
	{Path: "go", command: publication.CommandWithdraw, public: true, final: true, send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
		return desk.Act(r, f, c.WithdrawPublication, app.WithdrawPublication{ID: id, Reason: f.Raw("reason")}, item(id), "go")
	}},
	{Path: "luu-tru", command: publication.CommandArchive, public: true, final: true, send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
		return desk.Act(r, f, c.ArchivePublication, app.ArchivePublication{ID: id, Reason: f.Raw("reason")}, item(id), "luu-tru")
	}},
	{Path: "bo", command: publication.CommandDiscard, final: true, send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
		return desk.Act(r, f, c.DiscardPublication, app.DiscardPublication{ID: id, Reason: f.Raw("reason")}, item(id), "bo")
	}},
}

func item(id string) string { return "/quan-tri/muc/" + id }

// Ask shows the deed.
func (d Deed) Ask(s *site.Site, r *site.Request) error {
	w, err := s.App.Queries.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	if refused := w.Refused[d.command]; refused != nil {
		return refused
	}
	if !slices.Contains(w.Allowed, d.command) {
		r.Redirect(r.Link(item(w.ID))) // the state does not have it; the desk tells the state
		return nil
	}
	return d.show(s, r, form.New(r.Lang, "", nil), w)
}

// Do does it.
func (d Deed) Do(s *site.Site, r *site.Request) error {
	f := form.Of(r, "")
	if done, err := d.send(r, f, s.App.Commands, r.PathValue("id")); done || err != nil {
		return err
	}
	w, err := s.App.Queries.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	return d.show(s, r, f, w)
}

func (d Deed) show(s *site.Site, r *site.Request, f *form.Form, w view.Work) error {
	lang := r.Lang
	title := w.Title
	if title == "" {
		title = i18n.T(lang, "desk.untitled")
	}
	name := string(d.command)
	home := r.Link(item(w.ID))
	page := Page{
		Base: desk.Frame(r, i18n.T(lang, "desk.act."+name), render.Link{Label: title, URL: home}),
		Item: title, State: desk.StateBadge(lang, w.State), Final: d.final,
		Effects: []string{i18n.T(lang, "desk.act."+name+".effect")},
	}
	as := []form.As{}
	key := "desk.act.reason"
	switch {
	case d.command == publication.CommandSubmit:
		key = "desk.act.note"
		as = append(as, form.Optional)
	case d.bare:
		as = append(as, form.Optional)
	case d.public:
		key = "desk.act.reason.public"
		as = append(as, form.Hint(i18n.T(lang, "desk.act.reason.public.hint")))
	}
	reason := f.Reason("reason", key, as...)
	tone := render.Neutral
	if d.final && d.command != publication.CommandArchive {
		tone = render.Danger
	}
	page.Form = desk.Fill(r, render.Form{Action: home + "/" + d.Path, Fields: []render.Field{reason}, Submit: i18n.T(lang, "desk.act."+name), Tone: tone,
		Cancel: render.Link{Label: i18n.T(lang, "desk.back"), URL: home}}, &w.Revision)
	page.Errors = f.Errors()
	page.Notices = append(page.Notices, f.Notices()...)
	if d.command == publication.CommandSubmit && !f.OK() {
		page.Notices = append(page.Notices, render.Notice{Tone: render.Info, Title: i18n.T(lang, "desk.act.submit.mend"),
			Links: []render.Link{{Label: i18n.T(lang, "desk.action.edit"), URL: home + "/sua"}}})
	}
	return Template.Render(s.Engine, r.W, r.Request, f.Status(), page)
}
