// Package dataset is the page of one public dataset, complete without scripts: what
// it is and whose, how fresh, its first rows, its columns, a figure, every form in
// which it can be had, how programs ask for it, under which terms, how good its
// description is, how it came to be so, what can be checked, whom to ask, and the
// descriptions for other catalogues. A withdrawn dataset keeps its address and shows
// why it is gone.
//
// What pages about a dataset share is here too: finding it, the state of a table in
// an address, and how values are written.
package dataset

import (
	_ "embed"
	"encoding/json"
	"net/http"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/publication"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed dataset.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("dataset", source)

// Page is one dataset.
type Page struct {
	render.Base
	Kicker      string
	Name, Lang1 string // title with its lang attribute where it is not the page's
	Badges      []render.Badge
	Summary     string
	SummaryLang string
	Prose       reading.Prose
	ProseLang   string
	Jump        []render.Link
	Fresh       []render.Fact // what period, how fresh
	Deadlines   []Deadline
	Rejected    int64
	ReportURL   string
	Preview     *Table
	NoTable     string // why there is none
	TableURL    string
	Dictionary  []Entry
	Figure      *Figure
	Downloads   []Download
	Snippets    []Snippet
	Terms       []render.Fact
	Citation    string
	BibTeX      string
	Quality     *Quality
	HistoryURL  string
	LastChange  render.Event
	Check       []render.Fact // what identifies and answers for exactly this
	Proof       string
	Verify      string
	Contact     []render.Fact
	Metadata    []Document
	JSONLD      []json.RawMessage
	Gone        bool
	Why         []render.Fact
}

// preview is how many rows the page shows.
const preview = 20

// Serve shows the page.
func Serve(s *site.Site, r *site.Request) error {
	d, here, err := Open(r, "")
	if err != nil || !here {
		return err
	}
	p := begin(r, d)
	if p.Gone {
		return Template.Render(s.Engine, r.W, r.Request, http.StatusGone, p)
	}
	status := http.StatusOK
	if d.Content.Release != nil {
		if status, err = p.data(r, d); err != nil {
			return err
		}
	}
	if err := p.rest(r, d); err != nil {
		return err
	}
	return Template.Render(s.Engine, r.W, r.Request, status, p)
}

// begin fills what also the tombstone shows.
func begin(r *site.Request, d view.Dataset) Page {
	p := Page{Base: Base(r, d, ""), Kicker: i18n.T(r.Lang, "data.kicker") + " · " + reading.AgencyName(r, d.Agency), Gone: d.State == view.Withdrawn}
	p.Name, p.Lang1 = Local(r.Lang, d.Title, d.TitleEn)
	p.Badges = Badges(r.Lang, d.DatasetItem)
	p.Canonical = r.Absolute(Path(r, d.DatasetItem))
	p.HistoryURL = r.Then(Path(r, d.DatasetItem) + "/lich-su")
	p.Notices = append(p.Notices, later(r, d)...)
	if p.Gone {
		p.NoIndex, p.Print.Hash = true, ""
		notice := render.Tombstone(r.Lang, d.UpdatedAt, d.Reason)
		if d.Disposal != nil {
			notice = publication.Disposed(r.Lang, d.Disposal)
		}
		p.Notices = append(p.Notices, notice)
		p.Why = tombstone(r, d)
		return p
	}
	p.Notices = append(p.Notices, standing(r, d)...)
	p.Summary, p.SummaryLang = Local(r.Lang, d.Summary, d.SummaryEn)
	p.Description = p.Summary
	text, lang := Local(r.Lang, d.Content.Description.Description, d.Content.Description.DescriptionEn)
	p.Prose, p.ProseLang = reading.Markdown(text), lang
	return p
}

// data fills what needs the table. Without one the page stays useful.
func (p *Page) data(r *site.Request, d view.Dataset) (int, error) {
	columns := d.Content.Release.Columns
	p.TableURL = r.Then(Path(r, d.DatasetItem) + "/bang")
	state := ReadState(nil, columns, string(r.Lang))
	state.Rows = preview
	page, err := r.Site.App.Queries.Datasets.Rows(r.Context(), Target(r, d), state.Query(columns))
	var profiles []analytics.Profile
	if err == nil {
		p.Preview = NewTable(r, i18n.T(r.Lang, "data.preview.caption", len(page.Rows), page.Total), columns, page, state, Path(r, d.DatasetItem)+"/bang")
		profiles, err = r.Site.App.Queries.Datasets.Profile(r.Context(), Target(r, d))
	}
	if sentence, only := NoTable(r.Lang, err); err != nil && only {
		p.NoTable, err = sentence, nil
	}
	if err != nil {
		return 0, err
	}
	p.Dictionary = dictionary(r, columns, profiles)
	p.Snippets = snippets(r, d, profiles)
	if p.NoTable != "" {
		return http.StatusOK, nil
	}
	figure, status, err := figureOf(r, d, profiles)
	p.Figure = figure
	if err != nil && figure == nil {
		return 0, err
	}
	return status, nil
}

// rest fills what is read from the description and its versions.
func (p *Page) rest(r *site.Request, d view.Dataset) error {
	p.Fresh, p.Deadlines = fresh(r, d), deadlines(r, d)
	if release := d.Content.Release; release != nil && release.Rejected > 0 {
		p.Rejected, p.ReportURL = release.Rejected, r.Then(Path(r, d.DatasetItem)+"/loi")
	}
	p.Downloads = downloads(r, d)
	p.Terms = terms(r, d)
	catalogue, rec := SiteOf(r, d), Record(r, d)
	p.Citation, p.BibTeX = catalogue.Citation(rec, string(r.Lang)), catalogue.BibTeX(rec)
	p.Quality = rate(r, d)
	p.LastChange = last(r, d)
	p.Check, p.Proof, p.Verify = check(r, d), reading.Proof(r, d.Event), r.Link(reading.VerifyPath)
	p.Print.Proof = r.Absolute(p.Proof)
	p.Contact = contact(r, d)
	p.Metadata = documents(r, d)
	p.Jump = p.jump(r)
	var err error
	p.JSONLD, err = structured(r, d)
	return err
}

// jump leads to the blocks that the page has.
func (p *Page) jump(r *site.Request) []render.Link {
	var out []render.Link
	for _, x := range []struct {
		id   string
		have bool
	}{
		{"du-lieu", p.Preview != nil}, {"cot", len(p.Dictionary) > 0}, {"bieu-do", p.Figure != nil}, {"tai-ve", len(p.Downloads) > 0},
		{"lap-trinh", len(p.Snippets) > 0}, {"su-dung", true}, {"chat-luong", p.Quality != nil}, {"lich-su", true}, {"lien-he", true},
	} {
		if x.have {
			out = append(out, render.Link{Label: i18n.T(r.Lang, "data.jump."+x.id), URL: "#" + x.id})
		}
	}
	return out
}

// Badges say how a dataset stands.
func Badges(lang i18n.Lang, d view.DatasetItem) []render.Badge {
	var out []render.Badge
	switch {
	case d.State != view.Published:
		out = append(out, publication.Ended(lang, d.State))
	default:
		out = append(out, render.Badge{Tone: render.Success, Label: i18n.T(lang, "data.state.current")})
	}
	if d.Version > 1 && d.State != view.Withdrawn {
		out = append(out, render.Badge{Tone: render.Info, Label: i18n.T(lang, "data.version", d.Version)})
	}
	return out
}

// ChangeName names why a release came.
func ChangeName(lang i18n.Lang, c dataset.Change) string {
	if key := "data.change." + string(c); c != "" && i18n.Has(key) {
		return i18n.T(lang, key)
	}
	return i18n.T(lang, "data.change.description")
}
