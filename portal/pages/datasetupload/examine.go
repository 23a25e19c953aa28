package datasetupload

import (
	_ "embed"
	"encoding/json"
	"math"
	"net/http"
	"strings"

	set "minhbach/domain/dataset"
	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/opendata/ingest"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/dataset"
	"minhbach/portal/pages/datasetdesk"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed examine.html
var examineSource string

// ExamineTemplate is the template of the page about a file on its way in.
var ExamineTemplate = render.Define[Examine]("datasetexamine", examineSource)

// Examine is what was found in a file, and the forms to change it and to decide.
type Examine struct {
	render.Base
	File, Size string
	State      app.UploadState
	Percent    int
	Arrived    string // of a file that is still coming
	Self       string
	Fault      string
	Errors     []render.Field
	Summary    []render.Fact
	Notes      []string
	Findings   []Finding
	Sample     *dataset.Table
	SampleMore int
	Read       render.Form // the choices
	Asked      []render.Field
	Columns    []Column
	Dropped    []render.Field
	Report     *Report
	Attach     render.Form
	Decision   []render.Field
	Discard    render.Form
	Again      string
}

// Finding is a column with values that look like personal data.
type Finding struct {
	Column, Kind string
	Count        int64
	Rows         string
}

// Report is the beginning of the list of rejected rows.
type Report struct {
	Total     int64
	Rows      []Rejected
	More      bool
	CSV, JSON string
}

// Rejected is one row that could not be read.
type Rejected struct {
	Line                  int64
	Column, Value, Reason string
}

// listed rows are on the page; the rest is in the files.
const listed = 100

// open finds the dataset and the upload of an address.
func open(s *site.Site, r *site.Request) (view.DatasetWork, app.Upload, bool, error) {
	w, ok, err := load(s, r)
	if err != nil || !ok {
		return w, app.Upload{}, false, err
	}
	up, err := s.App.Uploads.Get(r.Context(), r.Caller, r.PathValue("upload"))
	return w, up, err == nil, err
}

// Look shows how far the file is. One that arrived, and was not read since the
// process began, is read now.
func Look(s *site.Site, r *site.Request) error {
	w, up, ok, err := open(s, r)
	if err != nil || !ok {
		return err
	}
	if r.Method == http.MethodHead {
		tell(r, up)
		return nil
	}
	if up.State == app.Received {
		if up, err = read(s, r, up.ID, ingest.Choices{}); err != nil {
			return err
		}
	}
	return examine(s, r, w, up, form.New(r.Lang, "", nil))
}

// Answer changes the choices, attaches the data or gives the file up.
func Answer(s *site.Site, r *site.Request) error {
	f := form.Of(r, "")
	if f.Get("viec") == "dua-vao" {
		return attach(s, r, f)
	}
	w, up, ok, err := open(s, r)
	if err != nil || !ok {
		return err
	}
	if f.Get("viec") == "bo" {
		if err := s.App.Uploads.Discard(r.Context(), r.Caller, up.ID); err != nil {
			return err
		}
		r.Redirect(r.Link(item(w.ID)))
		return nil
	}
	was := up.Choices
	if f.Has("choices") { // those that the publisher saw
		if err := json.Unmarshal([]byte(f.Raw("choices")), &was); err != nil {
			return ingest.ErrChoice.New("value", f.Raw("choices"), "field", "choices", "allowed", "JSON")
		}
	}
	c := ingest.Choices{}
	if f.Get("viec") != "doan-lai" {
		c = readChoices(f, was, up.Examined)
	}
	if !f.OK() {
		return examine(s, r, w, up, f)
	}
	if _, err := read(s, r, up.ID, c); err != nil {
		return err
	}
	r.Redirect(r.Link(item(w.ID)+"/"+up.ID) + "?xong=doc-lai")
	return nil
}

// attach takes the file as the data in hand, as it was read with the choices that
// the publisher saw.
func attach(s *site.Site, r *site.Request, f *form.Form) error {
	var c ingest.Choices
	if err := json.Unmarshal([]byte(f.Raw("choices")), &c); err != nil {
		return ingest.ErrChoice.New("value", f.Raw("choices"), "field", "choices", "allowed", "JSON")
	}
	cmd := app.AttachRelease{ID: r.PathValue("id"), Upload: r.PathValue("upload"), Choices: c, AcceptRejected: f.Get("accept_rejected") == "nhan",
		Change: set.Change(f.Get("change")), Reason: f.Raw("reason")}
	if done, err := desk.Act(r, f, s.App.Commands.Datasets.Attach, cmd, datasetdesk.Path("{id}"), "dua-vao"); done || err != nil {
		return err
	}
	w, err := s.App.Queries.Datasets.Work(r.Context(), r.Caller, cmd.ID)
	if err != nil {
		return err
	}
	up, err := s.App.Uploads.Get(r.Context(), r.Caller, cmd.Upload)
	if err != nil {
		return err
	}
	return examine(s, r, w, up, f)
}

func examine(s *site.Site, r *site.Request, w view.DatasetWork, up app.Upload, f *form.Form) error {
	lang, self := r.Lang, r.Link(item(w.ID)+"/"+up.ID)
	p := Examine{Base: datasetdesk.Below(r, w, i18n.T(lang, "desk.data.examine")), File: up.Name, Size: i18n.Size(lang, up.Size), State: up.State,
		Self: self, Again: r.Link(item(w.ID))}
	p.Alternate = ""
	hidden := []render.Hidden{}
	if text, err := json.Marshal(up.Choices); err == nil {
		hidden = append(hidden, render.Hidden{Name: "choices", Value: string(text)})
	}
	switch up.State {
	case app.Receiving:
		p.Arrived = i18n.T(lang, "desk.data.arrived", i18n.Size(lang, up.Offset), p.Size)
	case app.Examining:
		p.Percent = int(math.Floor(up.Done * 100))
		r.W.Header().Set("Refresh", "2") // without a script; no choice is lost by it
	case app.Refused:
		p.Fault = sentence(lang, up.Fault)
	case app.Examined:
		p.found(r, w, up, f)
		p.Attach = desk.Fill(r, render.Form{Action: self, Hidden: hidden}, &w.Revision)
	}
	if up.State == app.Examined || up.State == app.Refused {
		p.Asked = asked(f, lang, up.Choices, up.Examined)
		p.Read = desk.Fill(r, render.Form{Action: self, Hidden: hidden}, nil)
	}
	p.Discard = desk.Fill(r, render.Form{Action: self, Submit: i18n.T(lang, "desk.data.upload.discard"), Name: "viec", Value: "bo", Tone: render.Danger}, nil)
	p.Errors = f.Errors()
	p.Notices = append(p.Notices, f.Notices()...)
	return ExamineTemplate.Render(s.Engine, r.W, r.Request, f.Status(), p)
}

// sentence tells why a file could not be read.
func sentence(lang i18n.Lang, err error) string {
	if f := fault.Of(err); f != nil {
		return f.Sentence(string(lang)) + " (" + f.Code.Name + ")"
	}
	return i18n.T(lang, "desk.data.unreadable")
}

func (p *Examine) found(r *site.Request, w view.DatasetWork, up app.Upload, f *form.Form) {
	lang, x := r.Lang, up.Examined
	t := func(key string, args ...any) string { return i18n.T(lang, key, args...) }
	p.Summary = append(datasetdesk.Reading(lang, x.Reading),
		render.Fact{Term: t("desk.data.accepted"), Text: t("data.rows-columns", x.Rows, len(x.Columns))},
		render.Fact{Term: t("desk.data.rejected.term"), Text: i18n.Number(lang, x.Report.Total)})
	for _, n := range x.Notes {
		p.Notes = append(p.Notes, ingest.Sentence(n, string(lang)))
	}
	p.Findings = Findings(lang, x.Columns, x.Findings)
	p.Columns = columnsOf(f, lang, x)
	for _, i := range dropped(up.Choices) {
		title := up.Choices.Columns[i].Title
		p.Dropped = append(p.Dropped, f.Choice("checkboxes", col(i, "keep"), "", []render.Option{{Value: "1", Label: t("desk.data.keep", i+1, title)}}, form.Label(title)))
	}
	p.sample(lang, x)
	if x.Report.Total > 0 {
		p.Report = ReportOf(lang, x.Report, p.Self)
		p.Decision = append(p.Decision, f.Choice("radios", "accept_rejected", "desk.data.decision", []render.Option{
			{Value: "", Label: t("desk.data.decision.mend"), Hint: t("desk.data.decision.mend.hint"), Selected: true},
			{Value: "nhan", Label: t("desk.data.decision.accept", x.Report.Total), Hint: t("desk.data.decision.accept.hint")}}))
	}
	p.why(f, lang, w)
}

// why asks what kind of change the data is. Readers see the answer beside the next
// version, so it begins with the reason of the open revision.
func (p *Examine) why(f *form.Form, lang i18n.Lang, w view.DatasetWork) {
	revising := w.Version > 0
	if revising && !f.Values().Has("reason") {
		f.Set("reason", datasetdesk.RevisionReason(w))
	}
	var options []render.Option
	for _, c := range []set.Change{set.NewData, set.Correction, set.Revision} {
		options = append(options, render.Option{Value: string(c), Label: i18n.T(lang, "data.change."+string(c)), Hint: i18n.T(lang, "desk.data.change."+string(c)), Selected: c == set.NewData})
	}
	if !revising {
		options = options[:1]
	}
	as := []form.As{form.Hint(i18n.T(lang, "desk.act.reason.public.hint"))}
	if !revising {
		as = append(as, form.Optional)
	}
	p.Decision = append(p.Decision, f.Choice("radios", "change", "desk.data.change", options), f.Reason("reason", "desk.act.reason.public", as...))
}

// mostSample columns of the sample are shown.
const mostSample = 40

func (p *Examine) sample(lang i18n.Lang, x *ingest.Examination) {
	t := &dataset.Table{Caption: i18n.T(lang, "desk.data.sample", len(x.Sample)), Total: int64(len(x.Sample))}
	shown := x.Columns[:min(len(x.Columns), mostSample)]
	p.SampleMore = len(x.Columns) - len(shown)
	for _, c := range shown {
		t.Heads = append(t.Heads, dataset.Head{Label: dataset.Label(lang, c), Type: dataset.TypeName(lang, c.Type), Unit: c.Unit})
	}
	for _, row := range x.Sample {
		line := make([]dataset.Cell, len(shown))
		for n := range shown {
			if at := x.Reading.Columns[n].Index; at < len(row) {
				line[n].Text = row[at]
			}
			line[n].Empty = strings.TrimSpace(line[n].Text) == ""
		}
		t.Rows = append(t.Rows, line)
	}
	p.Sample = t
}
