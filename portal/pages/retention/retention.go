// Package retention is the staff pages about how long content is kept: what has had
// its time, the lists that were drawn up of it, and the decision on each. Nothing is
// disposed of here; the system carries an approved list out.
package retention

import (
	_ "embed"
	"strings"

	"minhbach/domain"
	"minhbach/domain/disposal"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed retention.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("retention", source)

// Home is the address of the list.
const Home = "/quan-tri/luu-tru"

// Page tells what is due, what comes next and what was drawn up.
type Page struct {
	render.Base
	Errors []render.Field
	Forms  []render.Form // one an agency whose lists the reader may draw up
	Rows   []Row         // archived items with an end, the nearest first
	More   int           // that are not shown
	Lists  []List
}

// Row is an archived item.
type Row struct {
	Title, URL          string
	Agency, Class, Cite string
	Until               string
	Due                 bool
	List                string // address of the list that names it
}

// List is one that was drawn up.
type List struct {
	Title, URL string
	State      render.Badge
	Items      int
	Agency     string
}

// mostRows are told of one by one; the others are counted.
const mostRows = 200

var writers = []domain.Role{domain.Editor, domain.BoardMember, domain.BoardHead, domain.AgencyHead}

// Show is the page.
func Show(s *site.Site, r *site.Request) error { return show(s, r, form.New(r.Lang, "", nil)) }

// Propose draws a list up of what was ticked.
func Propose(s *site.Site, r *site.Request) error {
	f := form.Of(r, "")
	cmd := app.ProposeDisposal{Agency: f.Get("agency")}
	for _, text := range f.All("items") {
		sort, id, _ := strings.Cut(text, ":")
		cmd.Items = append(cmd.Items, app.Disposable{Sort: sort, ID: id})
	}
	if done, err := desk.Act(r, f, s.App.Commands.Disposals.Propose, cmd, Home+"/{id}", "luu-tru-de-nghi"); done || err != nil {
		return err
	}
	return show(s, r, f)
}

func show(s *site.Site, r *site.Request, sent *form.Form) error {
	due, err := s.App.Queries.Disposals.Due(r.Context(), r.Caller)
	if err != nil {
		return err
	}
	lists, err := s.App.Queries.Disposals.List(r.Context(), r.Caller)
	if err != nil {
		return err
	}
	page := Page{Base: desk.Frame(r, i18n.T(r.Lang, "desk.retention"))}
	for i, it := range due {
		if i >= mostRows {
			page.More = len(due) - mostRows
			break
		}
		page.Rows = append(page.Rows, row(r, it))
	}
	page.Forms = forms(r, due, sent)
	for _, l := range lists {
		page.Lists = append(page.Lists, List{Title: Name(r.Lang, l), URL: r.Link(Home + "/" + l.ID), State: State(r.Lang, l.State),
			Items: len(l.Proposed.Items), Agency: desk.AgencyName(r, l.Agency)})
	}
	page.Errors = sent.Errors()
	page.Notices = append(page.Notices, sent.Notices()...)
	return Template.Render(s.Engine, r.W, r.Request, sent.Status(), page)
}

// forms offers what is due and on no list, by the agency that answers for it.
func forms(r *site.Request, due []app.DueItem, sent *form.Form) (out []render.Form) {
	options, order := map[string][]render.Option{}, []string{}
	for _, it := range due {
		if !it.Due || it.List != "" || !desk.HoldsAt(r.Caller, it.Responsible, writers...) {
			continue
		}
		if options[it.Responsible] == nil {
			order = append(order, it.Responsible)
		}
		options[it.Responsible] = append(options[it.Responsible], render.Option{Value: it.Sort + ":" + it.ID, Label: it.Title,
			Hint: i18n.T(r.Lang, "desk.retention.since", it.ArchivedOn.DMY(), it.Until.DMY())})
	}
	for _, agency := range order {
		f := sent
		if len(order) > 1 && sent.Get("agency") != agency {
			f = form.New(r.Lang, agency, nil)
		}
		out = append(out, desk.Fill(r, render.Form{ID: "danh-muc-" + agency, Heading: i18n.T(r.Lang, "desk.retention.propose", desk.AgencyName(r, agency)),
			Lead: i18n.T(r.Lang, "desk.retention.propose.lead"), Action: r.Link(Home), Submit: i18n.T(r.Lang, "desk.retention.propose.submit"),
			Hidden: []render.Hidden{{Name: "agency", Value: agency}},
			Fields: []render.Field{f.Choice("checkboxes", "items", "desk.retention.items", options[agency])}}, nil))
	}
	return out
}

func row(r *site.Request, it app.DueItem) Row {
	out := Row{Title: it.Title, URL: r.Link(Work(it.Disposable)), Agency: desk.AgencyName(r, it.Agency), Class: it.NameVi, Cite: it.LegalVi, Until: it.Until.DMY(), Due: it.Due}
	if r.Lang == i18n.EN {
		out.Class, out.Cite = it.NameEn, it.LegalEn
	}
	if it.List != "" {
		out.List = r.Link(Home + "/" + it.List)
	}
	return out
}

// Work is the address of an item on the desk.
func Work(x app.Disposable) string {
	if x.Sort == disposal.Dataset {
		return "/quan-tri/du-lieu/" + x.ID
	}
	return "/quan-tri/muc/" + x.ID
}

// Name of a list: the day on which it was drawn up.
func Name(lang i18n.Lang, l view.Disposal) string {
	return i18n.T(lang, "desk.retention.list", i18n.Date(l.At))
}

// State of a list, told by sign and word.
func State(lang i18n.Lang, s disposal.State) render.Badge {
	tone := map[disposal.State]render.Tone{disposal.StateProposed: render.Info, disposal.StateApproved: render.Warning,
		disposal.StateRefused: render.Danger, disposal.StateCarriedOut: render.Success}[s]
	return render.Badge{Tone: tone, Label: i18n.T(lang, "desk.retention.state."+string(s))}
}
