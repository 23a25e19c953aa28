// Package deadlines is the public register of the legal deadlines of what was
// published: when each was due and by which article, and whether it was met. The
// numbers come from the events; nobody types them in.
package deadlines

import (
	_ "embed"
	"net/http"
	"net/url"
	"strconv"

	"minhbach/domain/duty"
	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed deadlines.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("deadlines", source)

// Page is the register.
type Page struct {
	render.Base
	Summary    Summary
	Action     string
	Fields     []render.Field
	Errors     []render.Field
	AsOfText   string
	Rows       []Row
	Total      int
	Pagination render.Pagination
}

// Row is one deadline.
type Row struct {
	Title, URL, Agency  string
	Trigger, Due, MetOn string
	Verdict             render.Badge
	Law                 string
}

const pageSize = 50

// Serve shows the register of this portal's agency and all below it.
func Serve(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	if err := reading.Locate(r); err != nil {
		return err
	}
	title := i18n.T(r.Lang, "deadlines.title")
	p := Page{Base: reading.Base(r, title, render.Link{Label: title}), Action: r.Asked.Path, AsOfText: r.Asked.Query().Get("as_of")}
	p.Wide, p.Description = true, i18n.T(r.Lang, "deadlines.description", r.Agency.Name(string(r.Lang)))
	all, err := s.App.Queries.Duties(r.Context(), app.DutyQuery{Agencies: reading.Scope(r), AsOf: r.AsOf})
	if err != nil {
		return err
	}
	p.Summary = count(all)
	q := r.Asked.Query()
	state, year, err := p.filter(r.Lang, q)
	if err != nil {
		return Template.Render(s.Engine, r.W, r.Request, http.StatusUnprocessableEntity, p)
	}
	p.NoIndex = p.NoIndex || len(q) > 0
	var chosen []view.Duty
	for i := len(all) - 1; i >= 0; i-- { // the newest first
		if fits(all[i], state, year) {
			chosen = append(chosen, all[i])
		}
	}
	p.Total = len(chosen)
	pages := (len(chosen) + pageSize - 1) / pageSize
	page, err := strconv.Atoi(q.Get("trang"))
	if err != nil || page < 1 {
		page = 1
	}
	from := min((page-1)*pageSize, len(chosen))
	for _, d := range chosen[from:min(from+pageSize, len(chosen))] {
		p.Rows = append(p.Rows, row(r, d))
	}
	p.Pagination = render.NewPagination(page, pages, func(n int) string {
		to := url.Values{}
		for name, values := range q {
			to[name] = values
		}
		to.Set("trang", strconv.Itoa(n))
		return reading.With(r.Asked.Path, to)
	})
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, p)
}

// states to choose from, by the name that addresses carry.
var states = []struct{ value, key string }{
	{"", "deadlines.all"}, {"dung-han", "deadlines.on-time"}, {"tre", "deadlines.late"}, {"chua", "deadlines.open"},
}

func (p *Page) filter(lang i18n.Lang, q url.Values) (state string, year int, err error) {
	state = q.Get("ket-qua")
	choice := render.Field{Kind: "select", ID: "ket-qua", Label: i18n.T(lang, "deadlines.result"), Optional: true}
	known := false
	for _, s := range states {
		known = known || s.value == state
		choice.Options = append(choice.Options, render.Option{Value: s.value, Label: i18n.T(lang, s.key), Selected: s.value == state})
	}
	if !known {
		err = reading.ErrChoice.New("text", state)
		choice.Error = fault.Of(err).Sentence(string(lang))
	}
	when := render.Field{ID: "nam", Label: i18n.T(lang, "deadlines.year"), Value: q.Get("nam"), InputMode: "numeric", MaxLength: 4, Optional: true, Narrow: true}
	year, wrong := reading.Year(when.Value)
	if wrong != nil {
		err = wrong
		when.Error = fault.Of(wrong).Sentence(string(lang))
	}
	p.Fields = []render.Field{choice, when}
	p.Errors = render.Errors(p.Fields...)
	return state, year, err
}

func fits(d view.Duty, state string, year int) bool {
	if year != 0 && d.DueDate.Year() != year {
		return false
	}
	switch state {
	case "dung-han":
		return d.Verdict != nil && d.Verdict.State != duty.Late
	case "tre":
		return d.Verdict != nil && d.Verdict.State == duty.Late
	case "chua":
		return d.Verdict == nil
	}
	return true
}

func row(r *site.Request, d view.Duty) Row {
	x := Row{
		Title: d.Title, URL: r.Then(r.Link("/muc/" + d.Publication)), Agency: reading.AgencyName(r, d.AgencyID),
		Trigger: d.TriggerDate.DMY(), Due: d.DueDate.DMY(), Law: d.Cite(string(r.Lang)),
		Verdict: render.Badge{Tone: render.Info, Label: i18n.T(r.Lang, "deadlines.open")},
	}
	if v := d.Verdict; v != nil {
		x.MetOn = v.MetOn.DMY()
		x.Verdict = render.Badge{Tone: render.Success, Label: i18n.Late(r.Lang, v.DaysLate, i18n.Unit(v.Unit))}
		if v.State == duty.Late {
			x.Verdict.Tone = render.Warning
		}
	}
	return x
}
