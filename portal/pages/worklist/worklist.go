// Package worklist is the desk's first page: what is in hand, the nearest legal
// deadline first. Approving or returning is three steps from here: open, answer, send.
package worklist

import (
	_ "embed"
	"net/http"
	"net/url"
	"slices"
	"time"

	"minhbach/domain"
	"minhbach/domain/publication"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/datasetdesk"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed worklist.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("worklist", source)

// Page is the list with its filters.
type Page struct {
	render.Base
	Tabs     []render.Link
	Filter   *render.Field // by agency, where there are several
	Which    string
	Action   string
	NewURL   string
	Rows     []Row
	Overdue  int
	ReadOnly bool
	Data     []render.Link // what there is to do about datasets
}

// Row is one item in hand.
type Row struct {
	Title, URL, Kind, Agency string
	State                    render.Badge
	Due                      desk.Due
	Updated                  time.Time
	Next                     render.Link
	Act                      bool // the next step is the reader's own
}

var which = []string{"", "cua-toi", "cho-duyet", "tat-ca"}

// Serve shows the list.
func Serve(s *site.Site, r *site.Request) error {
	q := r.URL.Query()
	chosen := q.Get("loc")
	if !slices.Contains(which, chosen) {
		chosen = ""
	}
	filter := view.WorkFilter{}
	if a := q.Get("co-quan"); a != "" {
		filter.Agencies = []string{a}
	}
	switch chosen {
	case "cua-toi":
		filter.Author = r.Caller.Account
	case "cho-duyet":
		filter.States = []publication.State{publication.StateSubmitted, publication.StateCorrectionSubmitted}
	case "tat-ca":
		filter.States = publication.States()
	}
	items, err := s.App.Queries.WorkList(r.Context(), r.Caller, filter)
	if err != nil {
		return err
	}
	page := Page{Base: desk.Frame(r, i18n.T(r.Lang, "desk.list")), Which: chosen, Action: r.Link(desk.Home), ReadOnly: desk.ReadsOnly(r.Caller)}
	if desk.CanDraft(r.Caller) {
		page.NewURL = r.Link("/quan-tri/soan")
	}
	for _, w := range which {
		v := url.Values{}
		if w != "" {
			v.Set("loc", w)
		}
		if a := q.Get("co-quan"); a != "" {
			v.Set("co-quan", a)
		}
		page.Tabs = append(page.Tabs, render.Link{Label: i18n.T(r.Lang, "desk.list.tab."+tab(w)), URL: address(r, v), Current: w == chosen})
	}
	page.Filter = agencies(r, q)
	if page.Data, err = datasetdesk.Summary(r); err != nil {
		return err
	}
	for _, it := range items {
		row := rowOf(r, it)
		if row.Due.Badge.Tone == render.Danger {
			page.Overdue++
		}
		page.Rows = append(page.Rows, row)
	}
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, page)
}

func tab(w string) string {
	if w == "" {
		return "open"
	}
	return map[string]string{"cua-toi": "mine", "cho-duyet": "review", "tat-ca": "all"}[w]
}

func address(r *site.Request, v url.Values) string {
	if len(v) == 0 {
		return r.Link(desk.Home)
	}
	return r.Link(desk.Home) + "?" + v.Encode()
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

func rowOf(r *site.Request, it view.WorkItem) Row {
	lang := r.Lang
	row := Row{
		Title: it.Title, URL: r.Link("/quan-tri/muc/" + it.ID), Kind: it.Kind.Label(string(lang)), Agency: desk.AgencyName(r, it.Agency),
		State: desk.StateBadge(lang, it.State), Due: desk.DueOf(lang, it), Updated: it.UpdatedAt,
	}
	if row.Title == "" {
		row.Title = i18n.T(lang, "desk.untitled")
	}
	key, path := "view", ""
	switch it.State {
	case publication.StateDraft, publication.StateCorrection:
		key, row.Act = "finish", writes(r, it)
	case publication.StateReturned, publication.StateCorrectionReturned:
		key, row.Act = "mend", writes(r, it)
	case publication.StateSubmitted, publication.StateCorrectionSubmitted:
		key = "wait"
		if desk.HoldsAt(r.Caller, it.Agency, domain.BoardMember, domain.BoardHead) && !slices.Contains(it.Authors, r.Caller.Account) {
			key, path, row.Act = "review", "/duyet", true
		}
	case publication.StateApproved, publication.StateCorrectionApproved:
		key = "embargo"
	}
	label := i18n.T(lang, "desk.next."+key)
	if key == "embargo" {
		label = i18n.T(lang, "desk.next.embargo.at", i18n.DateTime(it.PublishAt))
	}
	row.Next = render.Link{Label: label, URL: row.URL + path}
	return row
}

func writes(r *site.Request, it view.WorkItem) bool {
	return desk.HoldsAt(r.Caller, it.Agency, publication.RolesFor(publication.CommandDraft)...)
}
