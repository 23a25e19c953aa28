// Package datasetwork is the desk of one dataset: where it stands, what may be done
// and what not and why, its data and description, and its whole history; besides
// the rows of the data in hand, before anybody else sees them.
//
// It decides nothing: what it offers is what the commands would accept.
package datasetwork

import (
	_ "embed"
	"html/template"
	"net/http"

	set "minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/domain/publication"
	"minhbach/opendata/ingest"
	"minhbach/portal/desk"
	"minhbach/portal/i18n"
	"minhbach/portal/markdown"
	"minhbach/portal/pages/dataset"
	"minhbach/portal/pages/datasetdesk"
	"minhbach/portal/pages/datasetupload"
	"minhbach/portal/pages/workdesk"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed work.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("datasetwork", source)

// Page is everything about one dataset.
type Page struct {
	render.Base
	State     render.Badge
	Due       []datasetdesk.Reminder
	Facts     []render.Fact
	Actions   []workdesk.Action
	Refused   []workdesk.Refusal
	Summary   string
	Body      template.HTML
	Details   []render.Fact
	Data      *Data
	Checklist []workdesk.Check
	Cleared   string
	History   []render.Event
	Links     []render.Link
	Reason    string
	Note      string
}

// Data is the release in hand.
type Data struct {
	Facts    []render.Fact
	Notes    []string
	Findings []datasetupload.Finding
	Columns  []Column
	More     int
	Links    []render.Link
}

// Column is one line of the dictionary.
type Column struct {
	Name, Title, Type, Unit, Description string
	Key                                  bool
}

// Serve shows the desk.
func Serve(s *site.Site, r *site.Request) error {
	w, err := s.App.Queries.Datasets.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	lang := r.Lang
	d := w.Content.Description
	page := Page{Base: datasetdesk.Frame(r, datasetdesk.Name(lang, w.Title)), State: datasetdesk.State(lang, w.State), Due: datasetdesk.Reminders(r, w.DatasetWorkItem),
		Summary: d.Summary, Body: markdown.Render(d.Description), Reason: w.Reason, Note: w.Note}
	page.Actions, page.Refused = actions(r, w)
	page.Details = Details(lang, w.Content)
	page.Data = DataOf(r, w)
	names, err := s.App.Queries.Names(r.Context())
	if err != nil {
		return err
	}
	page.Facts = facts(r, w, names)
	for _, c := range publication.Checks() {
		if remark, ok := w.Checklist[c.ID]; ok {
			page.Checklist = append(page.Checklist, workdesk.Check{Sentence: c.Sentence(string(lang)), Remark: remark})
		}
	}
	if w.Cleared != nil {
		page.Cleared = i18n.T(lang, "desk.data.cleared", names[w.Cleared.Authority.Account], w.Cleared.Reason)
	}
	events, err := s.App.Queries.Datasets.History(r.Context(), r.Caller, w.ID)
	if err != nil {
		return err
	}
	page.History = workdesk.History(lang, events)
	page.Links = links(r, w)
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, page)
}

// Details are the description, field by field, without its long texts.
func Details(lang i18n.Lang, c set.Content) []render.Fact {
	about := c.Description
	about.Title, about.Summary, about.Description = "", "", ""
	var out []render.Fact
	for _, x := range set.DiffContent(set.Content{}, set.Content{Description: about}) {
		if x.After != "" {
			out = append(out, render.Fact{Term: datasetdesk.FieldLabel(lang, x.Field), Text: datasetdesk.Value(lang, x.Field, x.After)})
		}
	}
	return out
}

// mostColumns of the dictionary are on the page; the form has all.
const mostColumns = 60

// DataOf is the release in hand; nil without one.
func DataOf(r *site.Request, w view.DatasetWork) *Data {
	x := w.Content.Release
	if x == nil {
		return nil
	}
	lang, home := r.Lang, r.Link(datasetdesk.Path(w.ID))
	t := func(key string, args ...any) string { return i18n.T(lang, key, args...) }
	d := &Data{Facts: []render.Fact{
		{Term: t("desk.data.file"), Text: t("desk.file.fact", x.File.Name, x.File.MediaType, i18n.Size(lang, x.File.Size))},
		{Term: t("desk.data.accepted"), Text: t("data.rows-columns", x.Rows, len(x.Columns))},
		{Term: t("desk.data.rejected.term"), Text: i18n.Number(lang, x.Rejected)},
		{Term: t("desk.data.field.release.change"), Text: datasetdesk.Value(lang, "release.change", string(x.Change))},
	}}
	if x.Reason != "" {
		d.Facts = append(d.Facts, render.Fact{Term: t("desk.act.reason.public"), Text: x.Reason})
	}
	d.Facts = append(d.Facts, datasetdesk.Reading(lang, x.Reading)...)
	d.Facts = append(d.Facts, render.Fact{Term: t("data.file-hash"), Text: x.File.SHA256, Code: true})
	for _, n := range x.Notes {
		d.Notes = append(d.Notes, ingest.Sentence(n, string(lang)))
	}
	d.Findings = datasetupload.Findings(lang, x.Columns, x.Findings)
	shown := x.Columns[:min(len(x.Columns), mostColumns)]
	d.More = len(x.Columns) - len(shown)
	for _, c := range shown {
		y := Column{Name: c.Name, Title: dataset.Label(lang, c), Type: dataset.TypeName(lang, c.Type), Unit: c.Unit, Description: c.Description, Key: c.Key}
		if lang == i18n.EN && c.DescriptionEn != "" {
			y.Description = c.DescriptionEn
		}
		d.Columns = append(d.Columns, y)
	}
	d.Links = []render.Link{{Label: t("desk.data.rows.look"), URL: home + "/dong"}}
	if x.Rejected > 0 {
		d.Links = append(d.Links, render.Link{Label: t("desk.data.rejected.look", x.Rejected), URL: home + "/dong-loai"})
	}
	return d
}

func facts(r *site.Request, w view.DatasetWork, names map[string]string) []render.Fact {
	lang := r.Lang
	t := func(key string) string { return i18n.T(lang, key) }
	out := []render.Fact{{Term: t("desk.agency"), Text: desk.AgencyName(r, w.Agency)}}
	var authors string
	for _, id := range w.Authors {
		name := names[id]
		if name == "" {
			name = id
		}
		if authors != "" {
			authors += ", "
		}
		authors += name
	}
	if authors != "" {
		out = append(out, render.Fact{Term: t("desk.authors"), Text: authors})
	}
	if w.Version > 0 {
		out = append(out, render.Fact{Term: t("desk.version"), Text: i18n.T(lang, "desk.version.public", w.Version)})
	}
	if !w.PublishAt.IsZero() {
		out = append(out, render.Fact{Term: t("desk.embargo"), Time: w.PublishAt})
	}
	return append(out,
		render.Fact{Term: t("desk.address"), Text: w.Slug, Code: true},
		render.Fact{Term: t("desk.col.changed"), Time: w.UpdatedAt},
		render.Fact{Term: t("desk.hash"), Text: w.ContentHash, Code: true})
}

func links(r *site.Request, w view.DatasetWork) []render.Link {
	if w.Version == 0 {
		return nil
	}
	path := dataset.Path(r, view.DatasetItem{Agency: w.Agency, Slug: w.Slug})
	return []render.Link{
		{Label: i18n.T(r.Lang, "desk.link.public"), URL: path},
		{Label: i18n.T(r.Lang, "desk.link.history"), URL: path + "/lich-su"},
		{Label: i18n.T(r.Lang, "desk.link.api"), URL: "/api/v1/datasets/" + w.ID},
	}
}

// revising tells whether a further version is worked on.
func revising(s editorial.State) bool {
	switch s {
	case editorial.StateCorrection, editorial.StateCorrectionSubmitted, editorial.StateCorrectionReturned, editorial.StateCorrectionApproved:
		return true
	}
	return false
}
