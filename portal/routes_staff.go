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
	"minhbach/portal/pages/datasetact"
	"minhbach/portal/pages/datasetdesk"
	"minhbach/portal/pages/datasetedit"
	"minhbach/portal/pages/datasetreview"
	"minhbach/portal/pages/datasetupload"
	"minhbach/portal/pages/datasetwork"
	"minhbach/portal/pages/editor"
	"minhbach/portal/pages/imports"
	"minhbach/portal/pages/lostform"
	"minhbach/portal/pages/myaccount"
	"minhbach/portal/pages/newitem"
	"minhbach/portal/pages/notices"
	"minhbach/portal/pages/privacy"
	"minhbach/portal/pages/privacyfile"
	"minhbach/portal/pages/retention"
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
		datasetdesk.Template, datasetedit.Template, datasetedit.ColumnsTemplate, datasetupload.Template, datasetupload.ExamineTemplate,
		datasetwork.Template, datasetwork.RowsTemplate, datasetreview.Template,
		privacy.Template, privacyfile.Template, retention.Template, retention.ListTemplate, notices.Template,
	}
}

// staffRoute is one row of the desk's table of contents.
type staffRoute struct {
	pattern string
	page    site.Handler
	open    bool         // for people who are not signed in yet
	files   site.Handler // asked before files of the form are stored
	spool   int64        // of one file, where it goes to a temporary file
	raw     bool         // the body is the handler's, the token in a header
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
		{pattern: "GET " + notices.Home, page: notices.Show},
		{pattern: "GET " + privacy.Home, page: privacy.Show},
		{pattern: "POST " + privacy.Home, page: privacy.Find},
		{pattern: "GET " + privacy.Home + "/{id}", page: privacyfile.Show},
		{pattern: "GET " + retention.Home, page: retention.Show},
		{pattern: "POST " + retention.Home, page: retention.Propose},
		{pattern: "GET " + retention.Home + "/{id}", page: retention.ShowList},
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
	for _, deed := range privacyfile.Deeds() {
		routes = append(routes, staffRoute{pattern: "POST " + privacy.Home + "/{id}/" + deed, page: privacyfile.Do(deed)})
	}
	for _, deed := range notices.Deeds() {
		routes = append(routes, staffRoute{pattern: "POST " + notices.Home + "/" + deed, page: notices.Do(deed)})
	}
	for _, deed := range retention.Deeds() {
		routes = append(routes, staffRoute{pattern: "POST " + retention.Home + "/{id}/" + deed, page: retention.Decide(deed)})
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
	return append(routes, datasetRoutes()...)
}

// datasetRoutes is the part of the desk that is about datasets.
func datasetRoutes() []staffRoute {
	const set, up = datasetdesk.Home + "/{id}", datasetdesk.Home + "/{id}/tai-len/{upload}"
	routes := []staffRoute{
		{pattern: "GET " + datasetdesk.Home, page: datasetdesk.Serve},
		{pattern: "GET " + datasetdesk.Home + "/soan", page: datasetedit.Blank},
		{pattern: "POST " + datasetdesk.Home + "/soan", page: datasetedit.Create},
		{pattern: "GET " + set, page: datasetwork.Serve},
		{pattern: "GET " + set + "/sua", page: datasetedit.Edit},
		{pattern: "POST " + set + "/sua", page: datasetedit.Save},
		{pattern: "GET " + set + "/cot", page: datasetedit.ShowColumns},
		{pattern: "POST " + set + "/cot", page: datasetedit.SaveColumns},
		{pattern: "GET " + set + "/dong", page: datasetwork.ServeRows},
		{pattern: "GET " + set + "/dong-loai", page: datasetwork.ServeReport},
		{pattern: "GET " + set + "/dong-loai.csv", page: datasetwork.SendReport("csv")},
		{pattern: "GET " + set + "/dong-loai.json", page: datasetwork.SendReport("json")},
		{pattern: "GET " + set + "/tai-len", page: datasetupload.Ask},
		{pattern: "POST " + set + "/tai-len", page: datasetupload.Send, files: datasetupload.MayStore, spool: datasetupload.Plain},
		{pattern: "GET " + up, page: datasetupload.Look},
		{pattern: "PATCH " + up, page: datasetupload.Piece, raw: true},
		{pattern: "POST " + up, page: datasetupload.Answer},
		{pattern: "GET " + up + "/dong-loai.csv", page: datasetupload.Rejects("csv")},
		{pattern: "GET " + up + "/dong-loai.json", page: datasetupload.Rejects("json")},
		{pattern: "GET " + set + "/duyet", page: datasetreview.Show},
		{pattern: "POST " + set + "/duyet", page: datasetreview.Answer},
	}
	for _, d := range datasetact.Deeds() {
		routes = append(routes, staffRoute{pattern: "GET " + set + "/" + d.Path, page: d.Ask}, staffRoute{pattern: "POST " + set + "/" + d.Path, page: d.Do})
	}
	return routes
}

func staff(mux *http.ServeMux, s *site.Site) {
	for _, route := range staffRoutes() {
		if route.open {
			mux.Handle(route.pattern, s.Handle(route.page))
			continue
		}
		mux.Handle(route.pattern, s.StaffForm(route.page, site.Form{Lost: lostform.Serve, Files: route.files, Spool: route.spool, Raw: route.raw}))
	}
}

// alive renews the session of somebody who is typing; the page's script asks for it.
func alive(_ *site.Site, r *site.Request) error {
	r.W.WriteHeader(http.StatusNoContent)
	return nil
}
