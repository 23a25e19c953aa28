// Package privacyfile is what is under way about one person's data: the state and
// what is due, what an administrator may do next, what was done, and who read the
// data that is sealed. It shows no sealed data but the name.
package privacyfile

import (
	_ "embed"
	"time"

	"minhbach/domain"
	"minhbach/domain/subject"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/privacy"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed privacyfile.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("privacyfile", source)

// Page is one person's file with the forms that the state has.
type Page struct {
	render.Base
	State   render.Badge
	Notes   []string
	Facts   []render.Fact
	Errors  []render.Field
	Forms   []render.Form
	History []render.Event
	Views   []Reading
}

// Reading is one entry of who read sealed data.
type Reading struct {
	At         time.Time
	Who, Where string
	What       string
}

// Show is the page.
func Show(s *site.Site, r *site.Request) error { return show(s, r, form.New(r.Lang, "", nil), "") }

func show(s *site.Site, r *site.Request, sent *form.Form, deed string) error {
	file, err := s.App.Queries.Subjects.Get(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	names, err := s.App.Queries.Names(r.Context())
	if err != nil {
		return err
	}
	lang := string(r.Lang)
	page := Page{
		Base:  desk.Frame(r, privacy.Name(names[file.ID], file.ID, lang), render.Link{Label: i18n.T(r.Lang, "desk.privacy"), URL: r.Link(privacy.Home)}),
		State: privacy.State(r.Lang, file.State), Notes: privacy.Notes(r.Lang, file.Subject), Facts: facts(r, file),
	}
	who := func(e view.Event) string {
		if e.Actor == domain.System {
			return i18n.T(r.Lang, "desk.privacy.system")
		}
		return privacy.Name(names[e.Actor], e.Actor, lang)
	}
	for _, e := range file.History {
		page.History = append(page.History, render.Event{At: e.Recorded, Title: said(e, r.Lang), Actor: who(e)})
	}
	for _, e := range file.Views {
		page.Views = append(page.Views, Reading{At: e.Recorded, Who: who(e), Where: desk.Place(r, e.Agency), What: said(e, r.Lang)})
	}
	if desk.Holds(r.Caller, domain.Administrator) {
		page.Forms = builder{r: r, file: file, sent: sent, deed: deed}.all()
	}
	page.Errors = sent.Errors()
	page.Notices = append(page.Notices, sent.Notices()...)
	return Template.Render(s.Engine, r.W, r.Request, sent.Status(), page)
}

func said(e view.Event, lang i18n.Lang) string {
	if lang == i18n.EN {
		return e.TextEn
	}
	return e.TextVi
}

func facts(r *site.Request, f app.PersonFile) []render.Fact {
	lang := string(r.Lang)
	t := func(key string) string { return i18n.T(r.Lang, key) }
	var out []render.Fact
	add := func(key, text string) {
		if text != "" {
			out = append(out, render.Fact{Term: t(key), Text: text})
		}
	}
	add("desk.privacy.basis", f.Basis.Label(lang))
	if !f.ReceivedOn.IsZero() {
		add("desk.privacy.received", f.ReceivedOn.DMY())
	}
	switch f.State {
	case subject.StateRequested, subject.StateAcknowledged:
		if f.State == subject.StateRequested && !f.AnswerDue.IsZero() {
			add("desk.privacy.answerdue", f.AnswerDue.DMY())
		}
		if f.EraseDue.IsZero() {
			add("desk.privacy.erasedue", t("desk.privacy.atonce"))
		} else {
			add("desk.privacy.erasedue", f.EraseDue.DMY())
		}
	case subject.StateRefused:
		cite := f.Refused.LegalVi
		if r.Lang == i18n.EN {
			cite = f.Refused.LegalEn
		}
		add("desk.privacy.refused", f.Refused.Ground.Label(lang)+" ("+cite+")")
	case subject.StateErased:
		out = append(out, render.Fact{Term: t("desk.privacy.erasedat"), Time: f.ErasedAt})
	}
	return append(out, render.Fact{Term: t("desk.account.id"), Text: f.ID, Code: true},
		render.Fact{Term: t("desk.privacy.account"), Text: t("desk.privacy.account.open"), URL: r.Link("/quan-tri/tai-khoan/" + f.ID)})
}
