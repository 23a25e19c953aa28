// Package imports takes a CSV file of units, all of it or, where asked, its good
// lines, and tells line by line what became of it.
package imports

import (
	"bytes"
	_ "embed"
	"strconv"
	"strings"

	"minhbach/domain"
	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed imports.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("imports", source)

// Page is the form, and the report after it was sent.
type Page struct {
	render.Base
	Errors  []render.Field
	Form    render.Form
	Faults  []Fault
	Nothing bool // nothing was recorded
	Report  *Report
}

// Fault is what is wrong with a line.
type Fault struct {
	Line               int
	Column, Text, Code string
}

// Report is what an import did.
type Report struct {
	Registered, Unchanged int
	Units                 []Unit
}

// Unit is one line of the file.
type Unit struct {
	Line            int
	Code, Name, URL string
	FQDN            string
	State           render.Badge
	Conflicts       []string
}

var errNoFile = fault.Define(fault.Invalid, "import.no_file",
	"Chưa chọn tệp CSV; hãy chọn tệp rồi gửi lại.",
	"No CSV file was chosen; choose one and send again.")

// Show is the empty form.
func Show(s *site.Site, r *site.Request) error {
	f := form.New(r.Lang, "", nil)
	f.Set("valid_from", r.Today().DMY())
	return show(s, r, f, Page{})
}

// Send imports.
func Send(s *site.Site, r *site.Request) error {
	f := form.Of(r, "")
	cmd := app.ImportUnits{ValidFrom: f.Date("valid_from"), Basis: f.Raw("basis"), Partial: f.Has("partial")}
	found := false
	for _, up := range r.Uploads {
		found = true
		if up.Err != nil {
			f.RefuseFile("file", up.Name, up.Err)
		}
		cmd.CSV = bytes.NewReader(up.Bytes)
	}
	if !found {
		f.RefuseAt("file", errNoFile.New())
	}
	page := Page{}
	if f.OK() {
		by, err := desk.Caller(r)
		if err != nil {
			return err
		}
		report, err := s.App.Commands.ImportUnits(r.Context(), by, cmd)
		if err == nil {
			_ = s.App.Queries.Wait(r.Context(), report.Position) // the links below lead there; late is no harm
			page.Report = tell(r, report)
			for _, x := range report.Rejected {
				text := x.Vi
				if r.Lang == i18n.EN {
					text = x.En
				}
				page.Faults = append(page.Faults, Fault{Line: x.Line, Column: x.Column, Text: text, Code: x.Code})
			}
		} else if !lines(r.Lang, f, &page, err) {
			return err
		}
	}
	return show(s, r, f, page)
}

// lines tells the faults of a file that was refused; false for what no file can mend.
func lines(lang i18n.Lang, f *form.Form, page *Page, err error) bool {
	refused := fault.Of(err)
	if refused == nil {
		return false
	}
	all := refused.Fields
	if len(all) == 0 {
		all = []*fault.Fault{refused}
	}
	for _, x := range all {
		where, column, _ := strings.Cut(x.Path, ", ")
		line, numbered := strings.CutPrefix(where, "line ")
		n, bad := strconv.Atoi(line)
		if !numbered || bad != nil {
			if !f.Refuse(x) {
				return false
			}
			continue
		}
		page.Faults = append(page.Faults, Fault{Line: n, Column: column, Text: x.Sentence(string(lang)), Code: x.Code.Name})
	}
	if len(page.Faults) > 0 {
		page.Nothing = true
		f.RefuseAt("file", errLines.New("count", len(page.Faults)))
	}
	return true
}

var errLines = fault.Define(fault.Invalid, "import.lines",
	"Có {count} lỗi trong tệp nên chưa ghi gì; hãy sửa các dòng được nêu bên dưới, hoặc chọn chỉ nhận các dòng đúng.",
	"The file has {count} faults and nothing was recorded; mend the lines below, or take the good lines only.")

func tell(r *site.Request, in app.ImportReport) *Report {
	out := &Report{Registered: in.Registered, Unchanged: in.Unchanged}
	for _, u := range in.Units {
		d := view.Domain{FQDN: u.FQDN, State: u.State, Conflicts: u.Conflicts}
		out.Units = append(out.Units, Unit{Line: u.Line, Code: u.Code, Name: u.Name, URL: r.Link("/quan-tri/co-quan/" + u.Agency),
			FQDN: u.FQDN, State: desk.DomainBadge(r.Lang, d), Conflicts: desk.ConflictTexts(r, d)})
	}
	return out
}

func show(s *site.Site, r *site.Request, f *form.Form, page Page) error {
	if !desk.Holds(r.Caller, domain.Administrator) {
		return app.ErrForbidden.New()
	}
	lang := r.Lang
	page.Base = desk.Frame(r, i18n.T(lang, "desk.import.title"), render.Link{Label: i18n.T(lang, "desk.agencies"), URL: r.Link("/quan-tri/co-quan")})
	page.Form = desk.Fill(r, render.Form{Action: r.Link("/quan-tri/co-quan/nhap"), Submit: i18n.T(lang, "desk.import.submit"), Multipart: true, Fields: []render.Field{
		f.Field("file", "file", "desk.import.file", form.Accept(".csv,text/csv"), form.Hint(i18n.T(lang, "desk.import.hint", i18n.Size(lang, s.App.Limits.ImportBytes)))),
		f.DateField("valid_from", "desk.agency.since"),
		f.Field("text", "basis", "desk.agency.basis", form.Optional, form.Most(300)),
		f.Choice("checkboxes", "partial", "desk.import.partial", []render.Option{{Value: "1", Label: i18n.T(lang, "desk.import.partial.yes")}}, form.Optional),
	}}, nil)
	page.Errors = f.Errors()
	page.Notices = append(page.Notices, f.Notices()...)
	return Template.Render(s.Engine, r.W, r.Request, f.Status(), page)
}
