// Package editor is where content is written: every field of a kind, attachments,
// metadata and translations on one form, with a preview by the server.
//
// It promises that nothing typed is lost by a refusal, and that nothing is
// overwritten: when somebody else saved meanwhile, both versions are shown and the
// writer decides (conflict.go).
package editor

import (
	_ "embed"
	"html/template"
	"net/http"
	"slices"

	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/markdown"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed editor.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("editor", source)

// Page is the form, and the preview when it was asked for.
type Page struct {
	render.Base
	Form        render.Form
	Errors      []render.Field
	Kind        string
	Agency      string
	New         bool
	Reason      string // of the return or the correction
	Text        []render.Field
	Details     []render.Field
	Files       []Attachment
	Upload      render.Field
	Metadata    []render.Field
	Languages   []Translation
	AddLanguage render.Field
	Preview     *Preview
	Dirty       bool
	Cancel      string
	AliveURL    string
}

// Translation is the text in another language.
type Translation struct {
	Tag, Name string
	Stale     bool
	Open      bool
	Of        string
	Fields    []render.Field
	Drop      *render.Field
}

// Preview is the content as readers would see it.
type Preview struct {
	Title, Summary string
	Body           template.HTML
	Files          []Attachment
	Others         []Preview
	Lang, Name     string
}

// writing is what a form of this page is about.
type writing struct {
	id     string // empty: new
	agency string
	info   publication.KindInfo
	work   view.Work // zero for a new item
}

// Edit shows the form of an existing item.
func Edit(s *site.Site, r *site.Request) error {
	w, ok, err := load(s, r)
	if err != nil || !ok {
		return err
	}
	f := form.New(r.Lang, "", write(w.work.Content))
	return w.show(s, r, f, &w.work.Revision, nil)
}

// load finds the item and whether its content may be changed now. When only the
// state forbids it, the reader goes to the item's desk, which tells the state.
func load(s *site.Site, r *site.Request) (writing, bool, error) {
	work, err := s.App.Queries.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return writing{}, false, err
	}
	info, known := publication.KindOf(work.Kind)
	if !known {
		return writing{}, false, app.ErrNotFound.New()
	}
	w := writing{id: work.ID, agency: work.Agency, info: info, work: work}
	if slices.Contains(work.Allowed, publication.CommandRevise) {
		return w, true, nil
	}
	if refused := work.Refused[publication.CommandRevise]; refused != nil {
		return w, false, refused
	}
	if r.Method == http.MethodGet {
		r.Redirect(r.Link("/quan-tri/muc/" + work.ID))
		return w, false, nil
	}
	return w, true, nil // the command tells why not, and the text is kept
}

// MayStore is asked before a file of the form is stored.
func MayStore(s *site.Site, r *site.Request) error {
	if r.PathValue("id") == "" {
		if !desk.CanDraft(r.Caller) {
			return app.ErrForbidden.New()
		}
		return nil
	}
	work, err := s.App.Queries.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	if !slices.Contains(work.Allowed, publication.CommandRevise) {
		return app.ErrForbidden.New()
	}
	return nil
}

// Save saves an existing item, or does what another button asks.
func Save(s *site.Site, r *site.Request) error {
	w, _, err := load(s, r)
	if err != nil {
		return err
	}
	f := form.Of(r, "")
	content, done := w.prepare(r, f)
	if done {
		return w.again(s, r, f, content)
	}
	known(r, f, content, w.work.Content, live(w.work))
	cmd := app.RevisePublication{ID: w.id, Content: content}
	by, err := desk.Caller(r)
	if err == nil && f.OK() {
		var receipt app.Receipt
		if receipt, err = s.App.Commands.RevisePublication(r.Context(), by, cmd); err == nil {
			r.Done(receipt, r.Link("/quan-tri/muc/"+w.id)+"?xong=luu")
			return nil
		}
	}
	if refused := fault.Of(err); refused != nil && refused.Code.Kind == fault.Stale {
		return w.conflict(s, r, content)
	}
	if err != nil && !f.Refuse(err) {
		return err
	}
	return w.again(s, r, f, content)
}

func live(w view.Work) publication.Content {
	if w.Live == nil {
		return publication.Content{}
	}
	return *w.Live
}

// prepare takes files in and reads the answers; it tells whether a button asked for
// something that saves nothing.
func (w writing) prepare(r *site.Request, f *form.Form) (publication.Content, bool) {
	if w.id != "" {
		f.Set("language", w.work.Content.Language) // fixed by the first draft
	}
	if tag := f.Get("them-ngon-ngu"); tag != "" && f.Get("viec") == "them-ban-dich" {
		f.Values().Add("translations", tag)
	}
	takeUploads(r, f)
	content := read(f, w.info)
	switch f.Get("viec") {
	case "xem-truoc", "them-ban-dich", "tai-tep", "tiep-tuc":
		return content, true
	}
	return content, false
}

// again shows what was typed, nothing saved.
func (w writing) again(s *site.Site, r *site.Request, f *form.Form, content publication.Content) error {
	var preview *Preview
	if f.Get("viec") == "xem-truoc" {
		preview = previewOf(r.Lang, content, f)
	}
	var revision *int64
	if by, err := desk.Caller(r); err == nil {
		revision = by.Revision
	}
	return w.show(s, r, f, revision, preview)
}

func previewOf(lang i18n.Lang, c publication.Content, f *form.Form) *Preview {
	p := &Preview{Title: c.Title, Summary: c.Summary, Body: markdown.Render(c.Body), Lang: c.Language}
	for _, tag := range tags(f) {
		if t, ok := c.Translations[tag]; ok {
			p.Others = append(p.Others, Preview{Title: t.Title, Summary: t.Summary, Body: markdown.Render(t.Body), Lang: tag, Name: desk.LanguageName(lang, tag)})
		}
	}
	return p
}
