// Package notices is the staff page of the outbox: what was to be told to whom and what
// became of it, and the groups that write and send. Nothing is sent here: what is asked
// for is recorded, and the group that works carries it out. No address is ever shown.
package notices

import (
	_ "embed"
	"net/url"
	"slices"

	"minhbach/domain/notice"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed notices.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("notices", source)

// Home is the address of the page.
const Home = "/quan-tri/thong-bao"

// Page is the groups, and a page of notices, the newest first.
type Page struct {
	render.Base
	Errors       []render.Field
	Groups       []Group
	Tabs         []render.Link
	Rows         []Row
	First, Newer string
	Older        string
}

// Row is one notice.
type Row struct {
	Kind, About, URL string
	To               string // whose name may be shown, or the office
	State            render.Badge
	Cause            string
	At, Clock        string
	Ended, EndClock  string
	Again            render.Form
}

const perPage = 50

// states that a choice stands for.
var states = []choice{
	{"", "all", nil},
	{"cho", "waiting", []notice.State{notice.StateWaiting, notice.StateDeferred}},
	{"da-gui", "sent", []notice.State{notice.StateSent}},
	{"loi", "failed", []notice.State{notice.StateFailed}},
}

type choice struct {
	name, key string
	of        []notice.State
}

// Show is the page.
func Show(s *site.Site, r *site.Request) error { return show(s, r, form.New(r.Lang, "", nil)) }

// Deeds are the last parts of the addresses that forms of this page go to.
func Deeds() []string { return []string{"gui-lai", "xu-ly-lai"} }

// Do is the handler of one deed.
func Do(deed string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		f, c := form.Of(r, ""), s.App.Commands.Notices
		var done bool
		var err error
		if deed == "gui-lai" {
			done, err = desk.Act(r, f, c.SendAgain, app.SendAgain{Notice: f.Get("notice")}, Home, "thong-bao-"+deed)
		} else {
			done, err = desk.Act(r, f, c.ReplayParked, app.ReplayParked{Group: f.Get("group"), Event: f.Get("event")}, Home, "thong-bao-"+deed)
		}
		if done || err != nil {
			return err
		}
		return show(s, r, f)
	}
}

func show(s *site.Site, r *site.Request, sent *form.Form) error {
	q := r.URL.Query()
	chosen := max(0, slices.IndexFunc(states, func(c choice) bool { return c.name == q.Get("trang-thai") }))
	list, err := s.App.Queries.Notices.List(r.Context(), r.Caller, view.NoticeFilter{States: states[chosen].of, Before: q.Get("truoc"), Limit: perPage + 1})
	if err != nil {
		return err
	}
	page := Page{Base: desk.Frame(r, i18n.T(r.Lang, "desk.notices"))}
	for i, c := range states {
		page.Tabs = append(page.Tabs, render.Link{Label: i18n.T(r.Lang, "desk.notices.tab."+c.key), URL: address(r, c.name, ""), Current: i == chosen})
	}
	if q.Get("truoc") != "" {
		page.First = address(r, states[chosen].name, "")
	}
	if len(list) > perPage {
		list = list[:perPage]
		page.Older = address(r, states[chosen].name, list[perPage-1].ID)
	}
	if err := rows(s, r, &page, list); err != nil {
		return err
	}
	if err := groups(s, r, &page); err != nil {
		return err
	}
	page.Errors = sent.Errors()
	page.Notices = append(page.Notices, sent.Notices()...)
	return Template.Render(s.Engine, r.W, r.Request, sent.Status(), page)
}

func address(r *site.Request, state, before string) string {
	v := url.Values{}
	for name, value := range map[string]string{"trang-thai": state, "truoc": before} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return r.Link(Home)
	}
	return r.Link(Home) + "?" + v.Encode()
}
