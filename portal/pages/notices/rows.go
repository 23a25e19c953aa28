package notices

import (
	"minhbach/domain/notice"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/retention"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Group is one with what it went on without.
type Group struct {
	Name, Text   string
	State        render.Badge
	Events, Lag  string
	Error, Since string
	Parked       []Parked
}

// Parked is an event that can be handled again.
type Parked struct {
	Type, Event, Cause, At, Clock string
	Times                         int
	Again                         render.Form
}

func rows(s *site.Site, r *site.Request, page *Page, list []view.Notice) error {
	names, err := s.App.Queries.Names(r.Context())
	if err != nil {
		return err
	}
	titles, err := s.App.Queries.Notices.Titles(r.Context(), r.Caller, list)
	if err != nil {
		return err
	}
	for _, n := range list {
		w := n.Written
		row := Row{Kind: desk.Upper(w.Kind.Label(string(r.Lang))), About: titles[w.About], URL: r.Link(link(w)), State: state(r.Lang, n.State),
			At: i18n.DateTime(n.At), Clock: i18n.Machine(n.At)}
		switch {
		case w.To.Office != "":
			row.To = i18n.T(r.Lang, "desk.notices.office", desk.AgencyName(r, w.To.Office))
		case names[w.To.Account] != "":
			row.To = names[w.To.Account]
		default:
			row.To = w.To.Account
		}
		if row.About == "" {
			row.About = i18n.T(r.Lang, "desk.notices.item."+w.Sort)
		}
		if n.Cause != "" && n.State != notice.StateWaiting {
			row.Cause = notice.CauseLabel(n.Cause, string(r.Lang))
		}
		ended := n.EndedAt
		if n.State == notice.StateDeferred {
			ended = n.Until
		}
		if !ended.IsZero() {
			row.Ended, row.EndClock = i18n.T(r.Lang, "desk.notices.at."+string(n.State), i18n.DateTime(ended)), i18n.Machine(ended)
		}
		// What was settled by itself needs no sending.
		if n.State == notice.StateFailed && n.Cause != notice.CauseSettled {
			row.Again = desk.Fill(r, render.Form{Action: r.Link(Home + "/gui-lai"), Hidden: []render.Hidden{{Name: "notice", Value: n.ID}}}, nil)
		}
		page.Rows = append(page.Rows, row)
	}
	return nil
}

func link(w notice.Written) string {
	if w.Sort == notice.List {
		return retention.Home + "/" + w.About
	}
	return retention.Work(app.Disposable{Sort: w.Sort, ID: w.About})
}

func state(lang i18n.Lang, s notice.State) render.Badge {
	tone := map[notice.State]render.Tone{notice.StateWaiting: render.Info, notice.StateDeferred: render.Warning,
		notice.StateSent: render.Success, notice.StateFailed: render.Danger}[s]
	return render.Badge{Tone: tone, Label: desk.Upper(s.Label(string(lang)))}
}

func groups(s *site.Site, r *site.Request, page *Page) error {
	all, err := s.App.Queries.Notices.Groups(r.Context(), r.Caller)
	if err != nil {
		return err
	}
	if !all.Sending {
		page.Notices = append(page.Notices, render.Notice{Tone: render.Warning, Title: i18n.T(r.Lang, "desk.notices.nomail")})
	}
	for _, g := range all.List {
		x := Group{Name: g.Name, Text: i18n.T(r.Lang, "desk.notices.group."+g.Name), Error: g.LastError,
			Events: i18n.Number(r.Lang, int64(g.Events)), Lag: i18n.Decimal(r.Lang, g.BehindSecs, 1)}
		if g.Events == g.Most && g.Most > 0 {
			x.Events = "≥ " + x.Events
		}
		switch {
		case len(g.Parked) > 0:
			x.State = render.Badge{Tone: render.Danger, Label: i18n.T(r.Lang, "desk.system.parked", len(g.Parked))}
		case g.LastError != "":
			x.State = render.Badge{Tone: render.Danger, Label: i18n.T(r.Lang, "desk.system.error")}
			x.Since = i18n.DateTime(g.LastAt)
		case g.Events > 0:
			x.State = render.Badge{Tone: render.Warning, Label: i18n.T(r.Lang, "desk.system.behind")}
		default:
			x.State = render.Badge{Tone: render.Success, Label: i18n.T(r.Lang, "desk.system.ok")}
		}
		for _, p := range g.Parked {
			x.Parked = append(x.Parked, Parked{Type: p.Type, Event: p.Event, Cause: p.Cause, At: i18n.DateTime(p.At), Clock: i18n.Machine(p.At), Times: p.Times,
				Again: desk.Fill(r, render.Form{Action: r.Link(Home + "/xu-ly-lai"), Hidden: []render.Hidden{{Name: "group", Value: g.Name}, {Name: "event", Value: p.Event}}}, nil)})
		}
		page.Groups = append(page.Groups, x)
	}
	return nil
}
