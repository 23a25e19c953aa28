// Package lostform is the page for a form whose session or token is gone: it keeps
// what was typed, except secrets, so that it can be sent again after signing in. It
// changes nothing; sending again is a new form with a new token.
package lostform

import (
	_ "embed"
	"maps"
	"net/http"
	"slices"

	"minhbach/domain/fault"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed lostform.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("lostform", source)

// Page offers to send the answers again.
type Page struct {
	render.Base
	SignedIn bool
	SignIn   string
	Again    render.Form
}

// secret answers are never written into a page.
var secret = map[string]bool{"csrf": true, "key": true, "password": true, "old": true, "new": true, "again": true, "code": true, "secret": true, "pending": true}

// Serve shows the page.
func Serve(s *site.Site, r *site.Request, err error) error {
	refusal := fault.Of(err)
	signedIn := r.Caller.Account != ""
	status := http.StatusUnauthorized
	if signedIn {
		status = http.StatusForbidden
	}
	page := Page{Base: r.Base(i18n.T(r.Lang, "desk.lost.title")), SignedIn: signedIn, SignIn: r.Link("/dang-nhap") + "?next=/quan-tri"}
	page.NoIndex, page.Alternate, page.Nav = true, "", nil
	if refusal != nil {
		page.Notices = append(page.Notices, form.Notice(r.Lang, refusal))
	}
	again := render.Form{Action: r.Asked.Path, Submit: i18n.T(r.Lang, "desk.lost.again")}
	kept := false
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		for _, v := range r.PostForm[name] {
			if !secret[name] {
				again.Hidden = append(again.Hidden, render.Hidden{Name: name, Value: v})
				kept = kept || v != "" && name != "viec" && name != "revision"
			}
		}
	}
	if kept {
		page.Again = desk.Fill(r, again, nil)
	}
	return Template.Render(s.Engine, r.W, r.Request, status, page)
}
