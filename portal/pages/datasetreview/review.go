// Package datasetreview is where a member of the editorial board reads a dataset
// that was submitted and approves or returns it: what changed, the data and what was
// left out of it, the values that look like personal data, the checklist of Điều 4
// and the answers on one page.
//
// The hash of what was read goes with every answer, so that nothing else is approved.
package datasetreview

import (
	_ "embed"
	"html/template"
	"net/http"

	"minhbach/analytics"
	set "minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/markdown"
	"minhbach/portal/pages/dataset"
	"minhbach/portal/pages/datasetdesk"
	"minhbach/portal/pages/datasetwork"
	"minhbach/portal/pages/review"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed review.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("datasetreview", source)

// Page is what was submitted, and the answers.
type Page struct {
	render.Base
	Agency, Name string
	State        render.Badge
	Note, Reason string
	First        bool
	Changes      []desk.Change
	Summary      string
	Body         template.HTML
	Details      []render.Fact
	Data         *datasetwork.Data
	Sample       *dataset.Table
	Errors       []render.Field
	Clear        render.Form
	Cleared      string
	Uncleared    bool // findings that nobody has answered for
	May, MayBack bool
	Refused      string
	Approve      render.Form
	All          render.Field
	Checks       []review.Check
	Moment       render.Field
	Day, Clock   render.Field
	OnBehalf     *render.Field
	Return       render.Form
	Hash         string
}

// Show is the page before an answer.
func Show(s *site.Site, r *site.Request) error {
	return show(s, r, form.New(r.Lang, "", nil))
}

// Answer approves, returns, or answers for the personal data.
func Answer(s *site.Site, r *site.Request) error {
	f := form.Of(r, "")
	id, path := r.PathValue("id"), datasetdesk.Path(r.PathValue("id"))
	if other := f.Get("thay-mat"); other != "" {
		r.Caller.OnBehalfOf = other
	}
	c, hash := s.App.Commands.Datasets, f.Get("content_hash")
	var ok bool
	var err error
	switch f.Get("viec") {
	case "tra-lai":
		ok, err = desk.Act(r, f, c.Return, app.ReturnDataset{ID: id, Reason: f.Raw("reason")}, path, "tra-lai")
	case "xac-nhan":
		why := app.ClearPersonalData{ID: id, ContentHash: hash, Reason: f.Raw("clear_reason")}
		if ok, err = desk.Act(r, f, c.ClearPersonalData, why, path+"/duyet", "xac-nhan"); !ok && err == nil {
			f.Move("reason", "clear_reason")
		}
	default:
		cmd := app.ApproveDataset{ID: id, ContentHash: hash, Checklist: review.Items(f)}
		done := "duyet"
		if f.Get("when") == "hen" {
			cmd.PublishAt, done = review.Embargo(r, f), "hen-gio"
		}
		ok, err = desk.Act(r, f, c.Approve, cmd, path, done)
	}
	if ok || err != nil {
		return err
	}
	return show(s, r, f)
}

// sampleRows of the data are on the page; the rest is a step away.
const sampleRows = 20

func show(s *site.Site, r *site.Request, f *form.Form) error {
	w, err := s.App.Queries.Datasets.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	lang, name, d := r.Lang, datasetdesk.Name(r.Lang, w.Title), w.Content.Description
	page := Page{Base: datasetdesk.Below(r, w, i18n.T(lang, "desk.review.title", name)), Name: name, Agency: desk.AgencyName(r, w.Agency),
		State: datasetdesk.State(lang, w.State), Note: w.Note, First: w.Public == nil, Hash: w.ContentHash,
		Summary: d.Summary, Body: markdown.Render(d.Description), Details: datasetwork.Details(lang, w.Content), Data: datasetwork.DataOf(r, w)}
	if w.Public != nil {
		page.Reason, page.Changes = w.Reason, datasetdesk.Changes(lang, *w.Public, w.Content)
	}
	if x := w.Content.Release; x != nil {
		rows, err := s.App.Queries.Datasets.WorkRows(r.Context(), r.Caller, w.ID, analytics.Query{Limit: sampleRows})
		if err != nil {
			return err
		}
		page.Sample = dataset.NewTable(r, i18n.T(lang, "data.preview.caption", len(rows.Rows), rows.Total), x.Columns, rows, dataset.State{}, "")
	}
	if err := page.answers(s, r, f, w); err != nil {
		return err
	}
	page.Errors = f.Errors()
	page.Notices = append(page.Notices, f.Notices()...)
	return Template.Render(s.Engine, r.W, r.Request, f.Status(), page)
}

// answers fills the forms. After a refusal because the content is another now, what
// was affirmed is taken back: it was about what was read before.
func (p *Page) answers(s *site.Site, r *site.Request, f *form.Form, w view.DatasetWork) error {
	lang, to := r.Lang, r.Link(datasetdesk.Path(w.ID))+"/duyet"
	if r.Method == http.MethodPost && f.Get("content_hash") != "" && f.Get("content_hash") != w.ContentHash {
		f.Unset("all")
		for _, c := range editorial.Checks() {
			f.Unset("items." + c.ID)
		}
	}
	hash := []render.Hidden{{Name: "content_hash", Value: w.ContentHash}}
	found := w.Content.Release != nil && len(w.Content.Release.Findings) > 0
	p.Uncleared = found && w.Cleared == nil
	if w.Cleared != nil {
		names, err := s.App.Queries.Names(r.Context())
		if err != nil {
			return err
		}
		p.Cleared = i18n.T(lang, "desk.data.cleared", names[w.Cleared.Authority.Account], w.Cleared.Reason)
	}
	if p.Uncleared && datasetdesk.May(w, set.CommandClearPersonalData) {
		p.Clear = desk.Fill(r, render.Form{ID: "xac-nhan", Heading: i18n.T(lang, "desk.data.clear"), Lead: i18n.T(lang, "desk.data.clear.lead"), Action: to, Hidden: hash,
			Submit: i18n.T(lang, "desk.data.clear.do"), Name: "viec", Value: "xac-nhan", Tone: render.Info,
			Fields: []render.Field{f.Reason("clear_reason", "desk.data.clear.reason", form.Hint(i18n.T(lang, "desk.data.clear.hint", set.LeastClearing)))}}, &w.Revision)
	}
	p.May, p.MayBack = datasetdesk.May(w, editorial.CommandApprove) && !p.Uncleared, datasetdesk.May(w, editorial.CommandReturn)
	if p.May {
		p.Approve = desk.Fill(r, render.Form{Action: to, Hidden: hash}, &w.Revision)
		p.All, p.Checks = review.Checklist(f, lang, w.Checklist)
		p.Moment, p.Day, p.Clock = review.Moment(f, lang)
		p.OnBehalf = review.OnBehalf(r, f, w.Agency)
	} else if refused := w.Refused[editorial.CommandApprove]; refused != nil {
		p.Refused = refused.Sentence(string(lang)) + " (" + refused.Code.Name + ")"
	}
	if p.MayBack {
		p.Return = desk.Fill(r, render.Form{ID: "tra-lai", Heading: i18n.T(lang, "desk.review.return"), Lead: i18n.T(lang, "desk.review.return.lead"),
			Action: to, Submit: i18n.T(lang, "desk.review.return"), Name: "viec", Value: "tra-lai", Tone: render.Info,
			Fields: []render.Field{f.Reason("reason", "desk.review.return.reason")}}, &w.Revision)
	}
	return nil
}
