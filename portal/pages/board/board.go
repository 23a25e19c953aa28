// Package board is the editorial board of one portal: who sits on it and sat on it,
// whose power is lent to whom, and the documents behind it (Điều 22, 28).
package board

import (
	_ "embed"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed board.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("board", source)

// Page is the board with the forms that fit the reader.
type Page struct {
	render.Base
	Established bool
	Decision    string
	Now, Past   []Seat
	Loans       []Loan
	Regulations []string
	Errors      []render.Field
	Forms       []render.Form
	NoHead      bool
}

// Seat is one term on the board.
type Seat struct {
	Name, Position, Term, Decision string
	Dismiss                        render.Form
}

// Loan is power lent to somebody.
type Loan struct {
	Text   string
	Past   bool
	Revoke render.Form
}

// find is the agency of the page; staff of other agencies do not get to see it.
func find(r *site.Request) (view.Agency, error) {
	name := r.PathValue("agency")
	a, ok := r.Tree.ByID(name)
	if !ok {
		a, ok = r.Tree.BySlug(name)
	}
	switch {
	case !ok:
		return a, app.ErrNotFound.New()
	case !desk.Overview(r.Caller) && !desk.HoldsAt(r.Caller, a.ID):
		return a, app.ErrForbidden.New()
	}
	return a, nil
}

// Show is the page.
func Show(s *site.Site, r *site.Request) error {
	a, err := find(r)
	if err != nil {
		return err
	}
	return show(s, r, a, form.New(r.Lang, "", nil), "")
}

// Deeds are the last parts of the addresses that forms of this page go to.
func Deeds() []string {
	return []string{"thanh-lap", "bo-nhiem", "mien-nhiem", "uy-quyen", "thu-hoi-uy-quyen", "quy-che"}
}

// MayStore is asked before a regulation's file is stored.
func MayStore(_ *site.Site, r *site.Request) error {
	a, err := find(r)
	if err == nil && !desk.Holds(r.Caller, domain.Administrator) && !desk.HoldsAt(r.Caller, a.ID, domain.AgencyHead, domain.BoardHead) {
		err = app.ErrForbidden.New()
	}
	return err
}

// Do is the handler of one deed.
func Do(deed string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		a, err := find(r)
		if err != nil {
			return err
		}
		f := form.Of(r, deed)
		if done, err := do(s, r, f, deed, a.ID); done || err != nil {
			return err
		}
		return show(s, r, a, f, deed)
	}
}

func decision(f *form.Form) board.Decision {
	return board.Decision{Number: f.Get("decision.number"), Date: f.Date("decision.date"), Signer: f.Get("decision.signer")}
}

func do(s *site.Site, r *site.Request, f *form.Form, deed, agency string) (bool, error) {
	c, back := s.App.Commands, "/quan-tri/ban-bien-tap/"+agency
	switch deed {
	case "thanh-lap":
		return desk.Act(r, f, c.EstablishBoard, app.EstablishBoard{Agency: agency, Decision: decision(f)}, back, "thanh-lap")
	case "bo-nhiem":
		cmd := app.AppointMember{Agency: agency, Account: f.Get("account"), Position: board.Position(f.Get("position")), Concurrent: f.Has("concurrent"),
			From: f.Date("from"), To: f.Date("to"), Decision: decision(f)}
		return desk.Act(r, f, c.AppointMember, cmd, back, "bo-nhiem")
	case "mien-nhiem":
		cmd := app.DismissMember{Agency: agency, Account: f.Get("account"), On: f.Date("on"), Reason: f.Raw("reason")}
		return desk.Act(r, f, c.DismissMember, cmd, back, "mien-nhiem")
	case "uy-quyen":
		cmd := app.DelegateAuthority{Agency: agency, To: f.Get("to"), Since: f.Date("since"), Until: f.Date("until"), Note: f.Raw("note")}
		return desk.Act(r, f, c.DelegateAuthority, cmd, back, "uy-quyen")
	case "thu-hoi-uy-quyen":
		return desk.Act(r, f, c.RevokeDelegation, app.RevokeDelegation{Agency: agency, To: f.Get("to"), On: f.Date("on")}, back, "thu-hoi-uy-quyen")
	case "quy-che":
		cmd := app.RecordBoardRules{Agency: agency, Decision: decision(f), Attachment: f.Get("attachment")}
		for _, up := range r.Uploads {
			if up.Err != nil {
				f.RefuseFile("file", up.Name, up.Err)
				continue
			}
			cmd.Attachment = up.Attachment.SHA256
		}
		if r.FormFault != nil {
			f.RefuseAt("file", r.FormFault)
		}
		f.Set("attachment", cmd.Attachment)
		return desk.Act(r, f, c.RecordBoardRules, cmd, back, "quy-che")
	}
	return false, app.ErrNotFound.New()
}

func show(s *site.Site, r *site.Request, a view.Agency, sent *form.Form, deed string) error {
	b, err := s.App.Queries.Board(r.Context(), a.ID)
	if err != nil {
		return err
	}
	page := Page{Base: desk.Frame(r, i18n.T(r.Lang, "desk.board.title", a.Name(string(r.Lang))), render.Link{Label: i18n.T(r.Lang, "desk.boards"), URL: r.Link("/quan-tri/ban-bien-tap")}),
		Established: b.Established}
	if b.Established {
		page.Decision = decisionText(r.Lang, b.Decision)
	}
	for _, reg := range b.Regulations {
		text := decisionText(r.Lang, reg.Decision)
		if reg.Attachment != "" {
			text += " – SHA-256 " + reg.Attachment
		}
		page.Regulations = append(page.Regulations, text)
	}
	x := builder{r: r, a: a, b: b, sent: sent, deed: deed, today: r.Today()}
	if err := x.build(s, &page); err != nil {
		return err
	}
	page.Errors = sent.Errors()
	page.Notices = append(page.Notices, sent.Notices()...)
	return Template.Render(s.Engine, r.W, r.Request, sent.Status(), page)
}

func decisionText(lang i18n.Lang, d view.Decision) string {
	return i18n.T(lang, "desk.decision", d.Number, d.Date.DMY(), d.Signer)
}

func within(from, to, on calendar.Date) bool {
	return !on.Before(from) && (to.IsZero() || !on.After(to))
}
