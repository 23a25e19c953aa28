package retention

import (
	_ "embed"

	"minhbach/domain"
	"minhbach/domain/disposal"
	"minhbach/domain/editorial"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed list.html
var listSource string

// ListTemplate is the template of one list.
var ListTemplate = render.Define[ListPage]("retentionlist", listSource)

// ListPage is one list with its items and, for who may decide, the decision.
type ListPage struct {
	render.Base
	State  render.Badge
	Facts  []render.Fact
	Items  []ListItem
	Errors []render.Field
	Forms  []render.Form
}

// ListItem is a line of a list.
type ListItem struct {
	Title, URL  string
	Class       string
	Cite, Until string
	Kept        bool // it stayed, because it had changed
}

// Deeds lists the last parts of the addresses that forms of a list go to.
func Deeds() []string { return []string{"phe-duyet", "tu-choi"} }

// ShowList is the page of one list.
func ShowList(s *site.Site, r *site.Request) error {
	return showList(s, r, form.New(r.Lang, "", nil), "")
}

// Decide is the handler of one deed.
func Decide(deed string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		f, id, c := form.Of(r, deed), r.PathValue("id"), s.App.Commands.Disposals
		var done bool
		var err error
		if deed == "phe-duyet" {
			done, err = desk.Act(r, f, c.Approve, app.ApproveDisposal{List: id, Decision: f.Get("decision"), On: f.Date("on")}, Home+"/"+id, "luu-tru-"+deed)
		} else {
			done, err = desk.Act(r, f, c.Refuse, app.RefuseDisposal{List: id, Reason: f.Get("reason")}, Home+"/"+id, "luu-tru-"+deed)
		}
		if done || err != nil {
			return err
		}
		return showList(s, r, f, deed)
	}
}

func showList(s *site.Site, r *site.Request, sent *form.Form, deed string) error {
	l, err := s.App.Queries.Disposals.Get(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	names, err := s.App.Queries.Names(r.Context())
	if err != nil {
		return err
	}
	page := ListPage{Base: desk.Frame(r, Name(r.Lang, l.Disposal), render.Link{Label: i18n.T(r.Lang, "desk.retention"), URL: r.Link(Home)}),
		State: State(r.Lang, l.State), Facts: facts(r, l, names)}
	for _, line := range l.Proposed.Items {
		told := l.Titles[line.ID]
		x := ListItem{Title: told.Title, URL: r.Link(Work(app.Disposable{Sort: line.Sort, ID: line.ID})), Until: line.Until.DMY(), Class: line.Class, Cite: line.LegalVi}
		if told.NameVi != "" {
			x.Class = told.NameVi
		}
		if r.Lang == i18n.EN {
			if x.Cite = line.LegalEn; told.NameEn != "" {
				x.Class = told.NameEn
			}
		}
		for _, k := range l.Done.Kept {
			x.Kept = x.Kept || k.ID == line.ID
		}
		page.Items = append(page.Items, x)
	}
	if l.MayDecide {
		for _, d := range Deeds() {
			f := sent
			if d != deed {
				f = form.New(r.Lang, d, nil)
			}
			page.Forms = append(page.Forms, decision(r, l, d, f))
		}
	}
	page.Errors = sent.Errors()
	page.Notices = append(page.Notices, sent.Notices()...)
	return ListTemplate.Render(s.Engine, r.W, r.Request, sent.Status(), page)
}

func decision(r *site.Request, l app.DisposalFile, deed string, f *form.Form) render.Form {
	x := render.Form{ID: "viec-" + deed, Heading: i18n.T(r.Lang, "desk.retention."+deed), Lead: i18n.T(r.Lang, "desk.retention."+deed+".lead"),
		Action: r.Link(Home + "/" + l.ID + "/" + deed), Submit: i18n.T(r.Lang, "desk.retention."+deed)}
	if deed == "phe-duyet" {
		x.Tone = render.Danger
		x.Fields = []render.Field{f.Field("text", "decision", "desk.retention.decision", form.Most(100), form.Narrow), f.DateField("on", "desk.retention.on")}
	} else {
		x.Fields = []render.Field{f.Reason("reason", "desk.retention.reason")}
	}
	return desk.Fill(r, x, &l.Revision)
}

func facts(r *site.Request, l app.DisposalFile, names map[string]string) []render.Fact {
	who := func(a editorial.Author) string {
		if names[a.Account] == "" {
			return a.Account
		}
		return domain.PersonName(names[a.Account], string(r.Lang))
	}
	t := func(key string) string { return i18n.T(r.Lang, key) }
	out := []render.Fact{{Term: t("desk.agency"), Text: desk.AgencyName(r, l.Agency)}, {Term: t("desk.retention.proposedby"), Text: who(l.Proposed.Author)}, {Term: t("desk.retention.proposedat"), Time: l.At}}
	switch l.State {
	case disposal.StateRefused:
		out = append(out, render.Fact{Term: t("desk.retention.refusedby"), Text: who(l.Refused.By)}, render.Fact{Term: t("desk.retention.reason"), Text: l.Refused.Reason})
	case disposal.StateApproved, disposal.StateCarriedOut:
		out = append(out, render.Fact{Term: t("desk.retention.approvedby"), Text: who(l.Approved.By)},
			render.Fact{Term: t("desk.retention.decision"), Text: l.Approved.Decision + ", " + l.Approved.On.DMY()})
	}
	if l.State == disposal.StateCarriedOut {
		out = append(out, render.Fact{Term: t("desk.retention.doneat"), Time: l.DoneAt})
	}
	return out
}
