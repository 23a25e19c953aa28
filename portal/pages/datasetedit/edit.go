// Package datasetedit is where a dataset is described: what it is about, under
// which terms it may be used, and what each of its columns means.
//
// It promises that nothing typed is lost by a refusal, and that nothing is
// overwritten: when somebody else saved meanwhile, both versions are shown and the
// writer decides (conflict.go). The data itself comes by datasetupload.
package datasetedit

import (
	_ "embed"
	"html/template"
	"net/http"

	set "minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/markdown"
	"minhbach/portal/pages/datasetdesk"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed edit.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("datasetedit", source)

// Page is the form, and the preview when it was asked for.
type Page struct {
	render.Base
	Form     render.Form
	Errors   []render.Field
	Agency   string
	Reason   string // of the return or the revision
	Where    []render.Field
	Parts    []Part
	Preview  *Preview
	Dirty    bool
	Cancel   string
	AliveURL string
}

// Part is a group of questions.
type Part struct {
	ID, Heading, Lead string
	Topics            *render.Field
	Wide, Pairs       []render.Field
}

// Preview is the text as readers would see it.
type Preview struct {
	Title, Summary string
	Body           template.HTML
}

// load finds the dataset and whether it may be described now. When only the state
// forbids it, the reader goes to the dataset's desk, which tells the state.
func load(s *site.Site, r *site.Request) (view.DatasetWork, bool, error) {
	w, err := s.App.Queries.Datasets.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil || datasetdesk.May(w, editorial.CommandDescribe) {
		return w, true, err
	}
	if refused := w.Refused[editorial.CommandDescribe]; refused != nil {
		return w, false, refused
	}
	if r.Method != http.MethodPost {
		r.Redirect(r.Link(datasetdesk.Path(w.ID)))
		return w, false, nil
	}
	return w, true, nil // the command tells why not, and the text is kept
}

// Edit shows the form of an existing dataset.
func Edit(s *site.Site, r *site.Request) error {
	w, ok, err := load(s, r)
	if err != nil || !ok {
		return err
	}
	return show(s, r, form.New(r.Lang, "", write(w.Content.Description)), &w, &w.Revision)
}

// Save saves it, or does what another button asks.
func Save(s *site.Site, r *site.Request) error {
	w, _, err := load(s, r)
	if err != nil {
		return err
	}
	f := form.Of(r, "")
	mine := set.Content{Description: read(f), Release: w.Content.Release}
	if viec := f.Get("viec"); viec == "xem-truoc" || viec == "tiep-tuc" {
		return show(s, r, f, &w, named(r))
	}
	done, err := save(s, r, f, app.DescribeDataset{ID: w.ID, Description: mine.Description}, "luu")
	switch {
	case done:
		return nil
	case stale(err):
		return conflict(s, r, w, mine, "/sua")
	case err != nil && !f.Refuse(err):
		return err
	}
	return show(s, r, f, &w, named(r))
}

// save gives the command; the caller shows what it refused.
func save(s *site.Site, r *site.Request, f *form.Form, cmd app.DescribeDataset, said string) (bool, error) {
	if !f.OK() {
		return false, nil
	}
	by, err := desk.Caller(r)
	if err != nil {
		return false, err
	}
	receipt, err := s.App.Commands.Datasets.Describe(r.Context(), by, cmd)
	if err != nil {
		return false, err
	}
	r.Done(receipt, r.Link(datasetdesk.Path(cmd.ID))+"?xong="+said)
	return true, nil
}

func stale(err error) bool {
	f := fault.Of(err)
	return f != nil && f.Code.Kind == fault.Stale
}

// named is the revision that the form was made for.
func named(r *site.Request) *int64 {
	by, err := desk.Caller(r)
	if err != nil {
		return nil
	}
	return by.Revision
}

func show(s *site.Site, r *site.Request, f *form.Form, w *view.DatasetWork, revision *int64) error {
	lang := r.Lang
	page := Page{Dirty: r.Method == http.MethodPost, AliveURL: r.Link("/quan-tri/phien")}
	act := render.Form{Action: r.Link(datasetdesk.Home + "/soan")}
	if w == nil {
		page.Base, page.Cancel = datasetdesk.Frame(r, i18n.T(lang, "desk.data.new")), r.Link(datasetdesk.Home)
		page.Where = where(r, f)
	} else {
		page.Base, page.Cancel = datasetdesk.Below(r, *w, i18n.T(lang, "desk.data.edit")), r.Link(datasetdesk.Path(w.ID))
		page.Agency, page.Reason, act.Action = desk.AgencyName(r, w.Agency), w.Reason, page.Cancel+"/sua"
	}
	page.Form = desk.Fill(r, act, revision)
	page.Parts = parts(f, lang)
	if f.Get("viec") == "xem-truoc" {
		d := read(form.New(lang, "", f.Values()))
		page.Preview = &Preview{Title: d.Title, Summary: d.Summary, Body: markdown.Render(d.Description)}
	}
	page.Errors = f.Errors()
	page.Notices = append(page.Notices, f.Notices()...)
	if page.Dirty && f.Get("viec") == "tiep-tuc" {
		page.Notices = append(page.Notices, render.Notice{Tone: render.Info, Title: i18n.T(lang, "desk.conflict.continued")})
	}
	return Template.Render(s.Engine, r.W, r.Request, f.Status(), page)
}
