package portal

import (
	"net/http"

	"minhbach/portal/pages/account"
	"minhbach/portal/pages/accounts"
	"minhbach/portal/pages/act"
	"minhbach/portal/pages/agencies"
	"minhbach/portal/pages/agencydesk"
	"minhbach/portal/pages/board"
	"minhbach/portal/pages/boards"
	"minhbach/portal/pages/editor"
	"minhbach/portal/pages/imports"
	"minhbach/portal/pages/lostform"
	"minhbach/portal/pages/myaccount"
	"minhbach/portal/pages/newitem"
	"minhbach/portal/pages/review"
	"minhbach/portal/pages/signin"
	"minhbach/portal/pages/system"
	"minhbach/portal/pages/workdesk"
	"minhbach/portal/pages/worklist"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

func staffPages() []render.Definition {
	return []render.Definition{
		signin.Template, lostform.Template, worklist.Template, newitem.Template, editor.Template, editor.ConflictTemplate,
		workdesk.Template, review.Template, act.Template, accounts.Template, account.Template, myaccount.Template,
		boards.Template, board.Template, agencies.Template, agencydesk.Template, agencydesk.ChangeTemplate, imports.Template, system.Template,
	}
}

// staffRoute is one row of the desk's table of contents.
type staffRoute struct {
	pattern string
	page    site.Handler
	open    bool         // for people who are not signed in yet
	files   site.Handler // asked before files of the form are stored
}

// staffRoutes is the whole desk. Every row is tried without a session and with
// another agency's ids by routes_staff_test.go; what is not a row is not served.
func staffRoutes() []staffRoute {
	const item, person, me, seats, unit = "/quan-tri/muc/{id}", "/quan-tri/tai-khoan/{id}", "/quan-tri/tai-khoan-cua-toi",
		"/quan-tri/ban-bien-tap/{agency}", "/quan-tri/co-quan/{id}"
	routes := []staffRoute{
		{pattern: "GET /dang-nhap", page: signin.Show, open: true},
		{pattern: "POST /dang-nhap", page: signin.Send, open: true},
		{pattern: "POST /dang-xuat", page: signin.Out},

		{pattern: "GET /quan-tri", page: worklist.Serve},
		{pattern: "GET /quan-tri/phien", page: alive},
		{pattern: "GET /quan-tri/soan", page: newitem.Serve},
		{pattern: "POST /quan-tri/soan", page: editor.Create, files: editor.MayStore},
		{pattern: "GET " + item, page: workdesk.Serve},
		{pattern: "GET " + item + "/sua", page: editor.Edit},
		{pattern: "POST " + item + "/sua", page: editor.Save, files: editor.MayStore},
		{pattern: "GET " + item + "/tep/{sha256}/{name}", page: workdesk.File},
		{pattern: "GET " + item + "/duyet", page: review.Show},
		{pattern: "POST " + item + "/duyet", page: review.Answer},

		{pattern: "GET /quan-tri/tai-khoan", page: accounts.Show},
		{pattern: "POST /quan-tri/tai-khoan", page: accounts.Create},
		{pattern: "GET " + person, page: account.Show},
		{pattern: "GET " + me, page: myaccount.Show},

		{pattern: "GET /quan-tri/ban-bien-tap", page: boards.Serve},
		{pattern: "GET " + seats, page: board.Show},

		{pattern: "GET /quan-tri/co-quan", page: agencies.Serve},
		{pattern: "GET /quan-tri/co-quan/them", page: agencydesk.Register},
		{pattern: "POST /quan-tri/co-quan/them", page: agencydesk.Register},
		{pattern: "GET /quan-tri/co-quan/nhap", page: imports.Show},
		{pattern: "POST /quan-tri/co-quan/nhap", page: imports.Send},
		{pattern: "GET " + unit, page: agencydesk.Show},

		{pattern: "GET /quan-tri/he-thong", page: system.Serve},
	}
	for _, d := range act.Deeds() {
		routes = append(routes, staffRoute{pattern: "GET " + item + "/" + d.Path, page: d.Ask}, staffRoute{pattern: "POST " + item + "/" + d.Path, page: d.Do})
	}
	for _, deed := range account.Deeds() {
		routes = append(routes, staffRoute{pattern: "POST " + person + "/" + deed, page: account.Do(deed)})
	}
	for _, deed := range myaccount.Deeds() {
		routes = append(routes, staffRoute{pattern: "POST " + me + "/" + deed, page: myaccount.Do(deed)})
	}
	for _, deed := range board.Deeds() {
		r := staffRoute{pattern: "POST " + seats + "/" + deed, page: board.Do(deed)}
		if deed == "quy-che" {
			r.files = board.MayStore
		}
		routes = append(routes, r)
	}
	for _, deed := range agencydesk.Deeds() {
		routes = append(routes, staffRoute{pattern: "GET " + unit + "/" + deed, page: agencydesk.Ask(deed)}, staffRoute{pattern: "POST " + unit + "/" + deed, page: agencydesk.Do(deed)})
	}
	return routes
}

func staff(mux *http.ServeMux, s *site.Site) {
	for _, route := range staffRoutes() {
		if route.open {
			mux.Handle(route.pattern, s.Handle(route.page))
			continue
		}
		mux.Handle(route.pattern, s.StaffForm(route.page, site.Form{Lost: lostform.Serve, Files: route.files}))
	}
}

// alive renews the session of somebody who is typing; the page's script asks for it.
func alive(_ *site.Site, r *site.Request) error {
	r.W.WriteHeader(http.StatusNoContent)
	return nil
}
