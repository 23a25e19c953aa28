// Package datasetdesk is the list of datasets in hand: what is being written, what
// waits for the board, and what is public and must soon be looked at again. Its
// helpers are what the other staff pages of datasets share.
//
// It grants nothing: queries decide what a person sees.
package datasetdesk

import (
	_ "embed"
	"net/http"
	"net/url"
	"slices"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed list.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("datasetdesk", source)

// Page is the list with its filters.
type Page struct {
	render.Base
	Tabs   []render.Link
	Filter *render.Field // by agency, where there are several
	Which  string
	Action string
	NewURL string
	Rows   []Row
}

// Row is one dataset in hand.
type Row struct {
	Title, URL, Agency string
	State              render.Badge
	Facts              []string
	Warnings           []render.Badge
	Due                []Reminder
	Updated            time.Time
	Next               render.Link
	Act                bool // the next step is the reader's own
}

var which = []string{"", "cho-duyet", "den-han", "tat-ca"}

var tabs = map[string]string{"": "desk.list.tab.open", "cho-duyet": "desk.list.tab.review", "den-han": "desk.data.tab.due", "tat-ca": "desk.list.tab.all"}

var submitted = []editorial.State{editorial.StateSubmitted, editorial.StateCorrectionSubmitted}

// Serve shows the list.
func Serve(s *site.Site, r *site.Request) error {
	q := r.URL.Query()
	chosen := q.Get("loc")
	if !slices.Contains(which, chosen) {
		chosen = ""
	}
	filter := view.DatasetWorkFilter{All: chosen == "tat-ca"}
	if a := q.Get("co-quan"); a != "" {
		filter.Agencies = []string{a}
	}
	switch chosen {
	case "cho-duyet":
		filter.States = submitted
	case "den-han":
		filter.States = []editorial.State{editorial.StatePublished}
	}
	items, err := s.App.Queries.Datasets.WorkList(r.Context(), r.Caller, filter)
	if err != nil {
		return err
	}
	page := Page{Base: desk.Frame(r, i18n.T(r.Lang, "desk.data")), Which: chosen, Action: r.Link(Home)}
	if desk.CanDraft(r.Caller) {
		page.NewURL = r.Link(Home + "/soan")
	}
	for _, w := range which {
		v := url.Values{}
		if w != "" {
			v.Set("loc", w)
		}
		if a := q.Get("co-quan"); a != "" {
			v.Set("co-quan", a)
		}
		to := r.Link(Home)
		if len(v) > 0 {
			to += "?" + v.Encode()
		}
		page.Tabs = append(page.Tabs, render.Link{Label: i18n.T(r.Lang, tabs[w]), URL: to, Current: w == chosen})
	}
	page.Filter = agencies(r, q)
	if chosen == "den-han" {
		slices.SortStableFunc(items, func(a, b view.DatasetWorkItem) int { return nearest(a).Compare(nearest(b)) })
	}
	for _, it := range items {
		page.Rows = append(page.Rows, rowOf(r, it))
	}
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, page)
}

// agencies is the choice of agency; nil for who works at one only.
func agencies(r *site.Request, q url.Values) *render.Field {
	ids := desk.OwnAgencies(r)
	if desk.Overview(r.Caller) {
		ids = nil
	} else if len(ids) < 2 {
		return nil
	}
	f := form.New(r.Lang, "", q)
	options := append([]render.Option{{Label: i18n.T(r.Lang, "desk.list.every-agency")}}, desk.AgencyOptions(r, ids, false)...)
	field := f.Choice("select", "co-quan", "desk.agency", options, form.Optional)
	return &field
}

func rowOf(r *site.Request, it view.DatasetWorkItem) Row {
	lang := r.Lang
	row := Row{Title: Name(lang, it.Title), URL: r.Link(Path(it.ID)), Agency: desk.AgencyName(r, it.Agency), State: State(lang, it.State),
		Updated: it.UpdatedAt, Due: Reminders(r, it)}
	if it.Version > 0 {
		row.Facts = append(row.Facts, i18n.T(lang, "data.version", it.Version))
	}
	if it.Rows > 0 {
		row.Facts = append(row.Facts, i18n.T(lang, "desk.data.rows", it.Rows))
	} else {
		row.Facts = append(row.Facts, i18n.T(lang, "desk.data.rows.none"))
	}
	if it.Rejected > 0 {
		row.Warnings = append(row.Warnings, render.Badge{Tone: render.Warning, Label: i18n.T(lang, "desk.data.rejected", it.Rejected)})
	}
	if it.Findings > 0 {
		row.Warnings = append(row.Warnings, render.Badge{Tone: render.Danger, Label: i18n.T(lang, "desk.data.findings", it.Findings)})
	}
	row.next(r, it)
	return row
}

func (row *Row) next(r *site.Request, it view.DatasetWorkItem) {
	writes := desk.HoldsAt(r.Caller, it.Agency, editorial.RolesFor(editorial.CommandDraft)...)
	key, path := "desk.next.view", ""
	switch it.State {
	case editorial.StateDraft, editorial.StateCorrection:
		key, row.Act = "desk.data.next.finish", writes
	case editorial.StateReturned, editorial.StateCorrectionReturned:
		key, row.Act = "desk.next.mend", writes
	case editorial.StateSubmitted, editorial.StateCorrectionSubmitted:
		key = "desk.next.wait"
		if desk.HoldsAt(r.Caller, it.Agency, domain.BoardMember, domain.BoardHead) {
			key, path, row.Act = "desk.next.review", "/duyet", true
		}
	case editorial.StateApproved, editorial.StateCorrectionApproved:
		row.Next = render.Link{Label: i18n.T(r.Lang, "desk.next.embargo.at", i18n.DateTime(it.PublishAt))}
		return
	case editorial.StatePublished:
		if urgent(row.Due) {
			key, row.Act = "desk.data.next.due", writes
		}
	}
	row.Next = render.Link{Label: i18n.T(r.Lang, key), URL: row.URL + path}
}

// nearest is the first of the days on which something is due.
func nearest(it view.DatasetWorkItem) calendar.Date {
	on := it.ReviewDue
	if on.IsZero() || !it.UpdateDue.IsZero() && it.UpdateDue.Before(on) {
		on = it.UpdateDue
	}
	return on
}
