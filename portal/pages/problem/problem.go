// Package problem is the page for everything that went wrong: what happened in
// one sentence, and what the reader can do next. It never shows an internal
// error text.
package problem

import (
	_ "embed"

	"minhbach/portal/i18n"
	"minhbach/portal/render"
)

//go:embed problem.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("problem", source)

// Page is a refusal or a failure in plain words.
type Page struct {
	render.Base
	Lead string
	Code string // a stable code to quote; never internals
	Next []render.Link
}

// New builds the page for an HTTP status. Next always offers the home page and
// the search; further steps come first.
func New(base render.Base, status int, code string, next ...render.Link) Page {
	kind := "other"
	switch status {
	case 400, 422:
		kind = "invalid"
	case 401, 403:
		kind = "forbidden"
	case 404:
		kind = "not-found"
	case 409, 412:
		kind = "conflict"
	case 410:
		kind = "gone"
	case 413:
		kind = "too-large"
	case 429:
		kind = "too-many"
	case 503:
		kind = "unavailable"
	}
	base.Title = i18n.T(base.Lang, "problem."+kind+".title")
	base.NoIndex, base.Print, base.Canonical = true, nil, ""
	return Page{Base: base, Lead: i18n.T(base.Lang, "problem."+kind+".lead"), Code: code, Next: append(next,
		render.Link{Label: i18n.T(base.Lang, "problem.search"), URL: base.Link("/tim-kiem")},
		render.Link{Label: i18n.T(base.Lang, "problem.home"), URL: base.Home()})}
}
