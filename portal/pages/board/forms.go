package board

import (
	"strings"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// builder makes seats, loans and forms; the form that was sent keeps its answers.
type builder struct {
	r     *site.Request
	a     view.Agency
	b     view.Board
	sent  *form.Form
	deed  string
	today calendar.Date
}

func (x builder) form(deed string) *form.Form {
	if deed == x.deed {
		return x.sent
	}
	return form.New(x.r.Lang, deed, nil)
}

func (x builder) make(deed string, tone render.Tone, fields ...render.Field) render.Form {
	key := "desk.board." + strings.ReplaceAll(deed, "-", "")
	revision := &x.b.Revision
	if !x.b.Established {
		revision = nil
	}
	return desk.Fill(x.r, render.Form{ID: "viec-" + deed, Heading: i18n.T(x.r.Lang, key), Action: x.r.Link("/quan-tri/ban-bien-tap/" + x.a.ID + "/" + deed),
		Submit: i18n.T(x.r.Lang, key), Tone: tone, Fields: fields}, revision)
}

func decisionFields(f *form.Form) []render.Field {
	return []render.Field{f.Field("text", "decision.number", "desk.decision.number", form.Most(100)),
		f.DateField("decision.date", "desk.decision.date"), f.Field("text", "decision.signer", "desk.decision.signer", form.Most(200))}
}

func (x builder) build(s *site.Site, page *Page) error {
	by := x.r.Caller
	manages := desk.Holds(by, domain.Administrator) || desk.HoldsAt(by, x.a.ID, domain.AgencyHead)
	leads := manages || desk.HoldsAt(by, x.a.ID, domain.BoardHead)
	var people []render.Option
	if manages || x.mayLend() {
		accounts, err := s.App.Queries.Accounts(x.r.Context(), by)
		if err != nil {
			return err
		}
		people = desk.PersonOptions(x.r, accounts)
	}
	page.NoHead = x.b.Established
	for _, seat := range x.b.Seats {
		out := x.seat(seat)
		if within(seat.From, seat.To, x.today) && seat.Position == string(board.Head) {
			page.NoHead = false
		}
		if !seat.To.IsZero() && seat.To.Before(x.today) {
			page.Past = append(page.Past, out)
			continue
		}
		if manages {
			out.Dismiss = x.dismiss(seat)
		}
		page.Now = append(page.Now, out)
	}
	x.loans(page, leads)
	switch {
	case manages && !x.b.Established:
		page.Forms = append(page.Forms, x.make("thanh-lap", render.Neutral, decisionFields(x.form("thanh-lap"))...))
		return nil
	case manages:
		page.Forms = append(page.Forms, x.appoint(people))
	}
	if x.mayLend() {
		f := x.form("uy-quyen")
		page.Forms = append(page.Forms, x.make("uy-quyen", render.Info, f.Choice("select", "to", "desk.board.to", people),
			f.DateField("since", "desk.term.from"), f.DateField("until", "desk.term.to"), f.Field("text", "note", "desk.board.note", form.Optional, form.Most(300))))
	}
	if leads && x.b.Established {
		f := x.form("quy-che")
		rules := x.make("quy-che", render.Info, append(decisionFields(f),
			f.Field("file", "file", "desk.board.file", form.Optional, form.Hint(i18n.T(x.r.Lang, "desk.board.file.hint"))))...)
		rules.Multipart = true
		if f.Has("attachment") {
			rules.Hidden = []render.Hidden{{Name: "attachment", Value: f.Get("attachment")}}
		}
		page.Forms = append(page.Forms, rules)
	}
	return nil
}

// mayLend: heads and deputies in office lend their own power.
func (x builder) mayLend() bool {
	for _, seat := range x.b.Seats {
		if seat.Account == x.r.Caller.Account && within(seat.From, seat.To, x.today) && seat.Position != string(board.Member) {
			return true
		}
	}
	return false
}

func (x builder) seat(seat view.Seat) Seat {
	position := desk.PositionName(x.r.Lang, seat.Position)
	if seat.Concurrent {
		position += i18n.T(x.r.Lang, "desk.board.concurrent.mark")
	}
	return Seat{Name: seat.Name, Position: position, Term: desk.Term(x.r.Lang, seat.From.DMY(), seat.To.DMY()), Decision: decisionText(x.r.Lang, seat.Decision)}
}

func (x builder) appoint(people []render.Option) render.Form {
	f := x.form("bo-nhiem")
	fields := []render.Field{
		f.Choice("select", "account", "desk.board.person", people),
		f.Choice("select", "position", "desk.board.position", desk.PositionOptions(x.r.Lang)),
		f.Choice("checkboxes", "concurrent", "desk.board.concurrent", []render.Option{{Value: "1", Label: i18n.T(x.r.Lang, "desk.board.concurrent.yes")}}, form.Optional),
		f.DateField("from", "desk.term.from"), f.DateField("to", "desk.term.to", form.Optional),
	}
	return x.make("bo-nhiem", render.Neutral, append(fields, decisionFields(f)...)...)
}

func (x builder) dismiss(seat view.Seat) render.Form {
	f := form.New(x.r.Lang, "mien-nhiem-"+seat.Account+"-"+seat.From.String(), nil)
	if x.deed == "mien-nhiem" && x.sent.Get("account") == seat.Account && x.sent.Get("from") == seat.From.String() {
		f = x.sent
	} else {
		f.Set("on", x.today.DMY())
	}
	form := x.make("mien-nhiem", render.Danger, f.DateField("on", "desk.board.on"), f.Reason("reason", "desk.act.reason", form.Rows(2)))
	form.Heading = ""
	form.Hidden = []render.Hidden{{Name: "account", Value: seat.Account}, {Name: "from", Value: seat.From.String()}}
	return form
}

func (x builder) loans(page *Page, leads bool) {
	names := map[string]string{}
	for _, seat := range x.b.Seats {
		names[seat.Account] = seat.Name
	}
	if all, err := x.r.Site.App.Queries.Names(x.r.Context()); err == nil {
		for id, name := range all {
			names[id] = name
		}
	}
	for _, d := range x.b.Delegations {
		loan := Loan{Text: i18n.T(x.r.Lang, "desk.board.loan", names[d.From], names[d.To], d.Since.DMY(), d.Until.DMY()), Past: d.Until.Before(x.today)}
		if d.Note != "" {
			loan.Text += " – " + d.Note
		}
		if !loan.Past && (leads || d.From == x.r.Caller.Account) {
			f := form.New(x.r.Lang, "thu-hoi-"+d.From+"-"+d.To+"-"+d.Since.String(), nil)
			if x.deed == "thu-hoi-uy-quyen" && x.sent.Get("to") == d.To && x.sent.Get("lender") == d.From {
				f = x.sent
			} else {
				f.Set("on", x.today.DMY())
			}
			loan.Revoke = x.make("thu-hoi-uy-quyen", render.Info, f.DateField("on", "desk.board.on"))
			loan.Revoke.Heading = ""
			loan.Revoke.Hidden = []render.Hidden{{Name: "to", Value: d.To}, {Name: "lender", Value: d.From}}
		}
		page.Loans = append(page.Loans, loan)
	}
}
