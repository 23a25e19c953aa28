package agencydesk

import (
	_ "embed"

	"minhbach/domain/agency"
	"minhbach/domain/domainname"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed change.html
var changeSource string

// ChangeTemplate is the template of one change.
var ChangeTemplate = render.Define[Change]("agencychange", changeSource)

// Change is the form of one change, or what it would do before it is recorded.
type Change struct {
	render.Base
	Lead    string
	Confirm bool
	Facts   []render.Fact
	Errors  []render.Field
	Form    render.Form
}

// deed is one change of the tree or of names.
type deed struct {
	key    string
	final  bool // cannot be undone: shown once more first
	fields func(r *site.Request, f *form.Form, a view.Agency) []render.Field
	send   func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error)
}

// Deeds are the last parts of the addresses of changes.
func Deeds() []string {
	return []string{"doi-ten", "chuyen", "sap-nhap", "tach", "giai-the", "lien-he", "thoa-thuan-ten-mien", "ten-mien-phu", "thay-ten-mien", "bo-ten-mien"}
}

// Ask shows the form of a change.
func Ask(path string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		a, err := find(r)
		if err == nil && !mayOpen(r, a.ID, path) {
			err = app.ErrForbidden.New()
		}
		if err != nil {
			return err
		}
		f := form.New(r.Lang, "", nil)
		fill(r, f, path, a)
		return showChange(s, r, f, path, a, false)
	}
}

// Do records a change; what cannot be undone is shown once more before.
func Do(path string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		a, err := find(r)
		if err != nil {
			return err
		}
		f, d := form.Of(r, ""), deeds[path]
		if d.final && f.Get("confirm") != "1" {
			f.Date("valid_from") // what cannot be read is told before asking to confirm
			return showChange(s, r, f, path, a, f.OK() && f.Get("confirm") != "0")
		}
		if done, err := d.send(r, f, s.App.Commands, a.ID); done || err != nil {
			return err
		}
		return showChange(s, r, f, path, a, false)
	}
}

func showChange(s *site.Site, r *site.Request, f *form.Form, path string, a view.Agency, confirm bool) error {
	lang, d := r.Lang, deeds[path]
	home := r.Link("/quan-tri/co-quan/" + a.ID)
	title := i18n.T(lang, "desk.agency.do."+d.key)
	page := Change{Base: desk.Frame(r, title, append(trail(r), render.Link{Label: a.Name(string(lang)), URL: home})...),
		Lead: i18n.T(lang, "desk.agency.do."+d.key+".lead"), Confirm: confirm}
	fields := d.fields(r, f, a)
	x := render.Form{Action: home + "/" + path, Submit: title, Fields: fields, Cancel: render.Link{Label: i18n.T(lang, "desk.back"), URL: home}}
	if confirm {
		page.Title = i18n.T(lang, "desk.agency.confirm", title)
		x.Fields, x.Tone = nil, render.Danger
		for _, field := range fields {
			for _, v := range f.All(field.FieldName()) {
				x.Hidden = append(x.Hidden, render.Hidden{Name: field.FieldName(), Value: v})
				if text := shown(field, v); text != "" {
					page.Facts = append(page.Facts, render.Fact{Term: field.Label, Text: text})
				}
			}
		}
		x.Hidden = append(x.Hidden, render.Hidden{Name: "confirm", Value: "1"})
	} else if d.final {
		x.Submit = i18n.T(lang, "desk.agency.next")
	}
	page.Form = desk.Fill(r, x, nil)
	page.Errors = f.Errors()
	page.Notices = append(page.Notices, f.Notices()...)
	return ChangeTemplate.Render(s.Engine, r.W, r.Request, f.Status(), page)
}

// shown is an answer as people read it.
func shown(field render.Field, value string) string {
	for _, o := range field.Options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

// Register shows or sends the form of a new agency.
func Register(s *site.Site, r *site.Request) error {
	if !mayOpen(r, "", "") {
		return app.ErrForbidden.New()
	}
	f := form.Of(r, "")
	if r.Method == "POST" {
		cmd := app.RegisterAgency{Code: f.Get("code"), NameVi: f.Get("name_vi"), NameEn: f.Get("name_en"), UnitType: f.Get("unit_type"),
			Level: domainname.Level(f.Get("level")), Parent: f.Get("parent"), Obligation: agency.Obligation(f.Get("obligation")),
			Function: f.Get("function"), ValidFrom: f.Date("valid_from"), Basis: f.Raw("basis")}
		if done, err := desk.Act(r, f, s.App.Commands.RegisterAgency, cmd, "/quan-tri/co-quan/{id}", "co-quan"); done || err != nil {
			return err
		}
	}
	lang := r.Lang
	var levels []render.Option
	for _, l := range desk.Levels {
		levels = append(levels, render.Option{Value: string(l), Label: desk.LevelName(lang, l)})
	}
	fields := []render.Field{f.Field("text", "code", "desk.agency.code", form.Narrow, form.Most(40))}
	fields = append(fields, names(f)...)
	fields = append(fields,
		f.Choice("select", "level", "desk.agency.level", levels),
		f.Choice("select", "parent", "desk.agency.parent", desk.AgencyOptions(r, nil, true), form.Optional),
		f.Choice("radios", "obligation", "desk.agency.obligation", []render.Option{
			{Value: string(agency.Mandatory), Label: i18n.T(lang, "desk.obligation.mandatory"), Selected: true},
			{Value: string(agency.Voluntary), Label: i18n.T(lang, "desk.obligation.voluntary")}}),
		f.Field("text", "function", "desk.agency.function", form.Optional, form.Hint(i18n.T(lang, "desk.agency.function.hint"))))
	fields = append(fields, since(f)...)
	page := Change{Base: desk.Frame(r, i18n.T(lang, "desk.agency.register"), trail(r)...), Lead: i18n.T(lang, "desk.agency.register.lead")}
	page.Form = desk.Fill(r, render.Form{Action: r.Link("/quan-tri/co-quan/them"), Submit: i18n.T(lang, "desk.agency.register"), Fields: fields}, nil)
	page.Errors = f.Errors()
	page.Notices = append(page.Notices, f.Notices()...)
	return ChangeTemplate.Render(s.Engine, r.W, r.Request, f.Status(), page)
}
