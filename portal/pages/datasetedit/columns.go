package datasetedit

import (
	_ "embed"
	"net/http"

	set "minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	page "minhbach/portal/pages/dataset"
	"minhbach/portal/pages/datasetdesk"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed columns.html
var columnsSource string

// ColumnsTemplate is the template of the columns dictionary.
var ColumnsTemplate = render.Define[Columns]("datasetcolumns", columnsSource)

// Columns is the dictionary as a form.
type Columns struct {
	render.Base
	Form     render.Form
	Errors   []render.Field
	List     []Column
	Dirty    bool
	Cancel   string
	AliveURL string
}

// Column is one column; its name and type come from the reading of the file.
type Column struct {
	Name, Title, Type string
	Open              bool
	Fields            []render.Field
	Key               render.Field
}

// ShowColumns shows the dictionary.
func ShowColumns(s *site.Site, r *site.Request) error {
	w, ok, err := load(s, r)
	if err != nil || !ok {
		return err
	}
	if w.Content.Release == nil {
		r.Redirect(r.Link(datasetdesk.Path(w.ID)))
		return nil
	}
	return showColumns(s, r, form.New(r.Lang, "", writeColumns(w.Content.Release.Columns)), w, &w.Revision)
}

// SaveColumns saves it.
func SaveColumns(s *site.Site, r *site.Request) error {
	w, _, err := load(s, r)
	if err != nil {
		return err
	}
	if w.Content.Release == nil {
		return set.ErrNothingAttached.New()
	}
	f := form.Of(r, "")
	columns := readColumns(f)
	if f.Get("viec") == "tiep-tuc" {
		return showColumns(s, r, f, w, named(r))
	}
	// The revision named makes sure that the description is the one that was seen.
	done, err := save(s, r, f, app.DescribeDataset{ID: w.ID, Description: w.Content.Description, Columns: columns}, "luu")
	switch {
	case done:
		return nil
	case stale(err):
		mine := w.Content
		release := *w.Content.Release
		release.Columns = typed(columns, release.Columns)
		mine.Release = &release
		return conflict(s, r, w, mine, "/cot")
	case err != nil && !f.Refuse(err):
		return err
	}
	return showColumns(s, r, f, w, named(r))
}

// typed gives the columns that were sent the types that those in hand have.
func typed(said, have []set.Column) []set.Column {
	types := map[string]set.Type{}
	for _, c := range have {
		types[c.Name] = c.Type
	}
	for i := range said {
		said[i].Type = types[said[i].Name]
	}
	return said
}

// fewColumns are all shown open.
const fewColumns = 8

func showColumns(s *site.Site, r *site.Request, f *form.Form, w view.DatasetWork, revision *int64) error {
	lang := r.Lang
	p := Columns{Base: datasetdesk.Below(r, w, i18n.T(lang, "desk.data.columns")), Dirty: r.Method == http.MethodPost,
		Cancel: r.Link(datasetdesk.Path(w.ID)), AliveURL: r.Link("/quan-tri/phien")}
	p.Form = desk.Fill(r, render.Form{Action: p.Cancel + "/cot"}, revision)
	all := w.Content.Release.Columns
	for _, c := range all {
		p.Form.Hidden = append(p.Form.Hidden, render.Hidden{Name: "columns", Value: c.Name})
		name := func(field string) string { return "columns." + c.Name + "." + field }
		x := Column{Name: c.Name, Title: page.Label(lang, c), Type: page.TypeName(lang, c.Type), Open: len(all) <= fewColumns}
		x.Fields = []render.Field{
			f.Field("text", name("title"), "desk.data.field.column.title", form.Most(set.MaxTitle)),
			f.Field("text", name("title_en"), "desk.data.field.column.title_en", form.Optional, form.Most(set.MaxTitle)),
			f.Field("text", name("unit"), "desk.data.field.column.unit", form.Optional, form.Narrow),
			f.Field("textarea", name("description"), "desk.data.field.column.description", form.Optional, form.Rows(2), form.Most(set.MaxSummary)),
			f.Field("textarea", name("description_en"), "desk.data.field.column.description_en", form.Optional, form.Rows(2), form.Most(set.MaxSummary)),
		}
		x.Key = f.Choice("checkboxes", name("key"), "", []render.Option{{Value: "1", Label: i18n.T(lang, "desk.data.key")}}, form.Label(i18n.T(lang, "desk.data.field.column.key")))
		for _, field := range x.Fields {
			x.Open = x.Open || field.Error != ""
		}
		p.List = append(p.List, x)
	}
	p.Errors = f.Errors()
	p.Notices = append(p.Notices, f.Notices()...)
	if p.Dirty && f.Get("viec") == "tiep-tuc" {
		p.Notices = append(p.Notices, render.Notice{Tone: render.Info, Title: i18n.T(lang, "desk.conflict.continued")})
	}
	return ColumnsTemplate.Render(s.Engine, r.W, r.Request, f.Status(), p)
}
