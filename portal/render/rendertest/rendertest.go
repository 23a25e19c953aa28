// Package rendertest reads rendered pages in tests: by CSS selector, and with
// the checks that every page of the portal must pass.
//
// Promises: Page and Get fail the test when a page breaks one of the rules in
// checks.go, so a page test that asks for nothing else already tests a lot. It
// reads HTML, not pixels; contrast, focus and layout are for internal/browser.
package rendertest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"minhbach/portal/render"

	"github.com/andybalholm/cascadia"
	"github.com/jba/templatecheck"
	"golang.org/x/net/html"
)

// Doc is a parsed page.
type Doc struct {
	t    testing.TB
	root *html.Node
	HTML string
}

// Engine starts an engine with the given pages or fails the test.
func Engine(t testing.TB, pages ...render.Definition) *render.Engine {
	t.Helper()
	e, err := render.New(pages...)
	if err != nil {
		t.Fatal(err)
	}
	Types(t, e)
	return e
}

// Types checks every template against the struct that it shows: a field that
// does not exist, or a partial called with the wrong type, fails here even
// where no test reaches the line.
func Types(t testing.TB, e *render.Engine) {
	t.Helper()
	for _, p := range e.Checkable() {
		if err := templatecheck.CheckHTML(p.Template, p.Sample); err != nil {
			t.Errorf("page %s: %v", p.Name, err)
		}
	}
}

// Page renders a page, applies every check and returns it for more.
func Page[T render.Model](t testing.TB, e *render.Engine, page *render.Page[T], data T) *Doc {
	t.Helper()
	w := httptest.NewRecorder()
	if err := page.Render(e, w, httptest.NewRequest(http.MethodGet, "/", nil), http.StatusOK, data); err != nil {
		t.Fatal(err)
	}
	return Read(t, w.Result())
}

// Get asks a handler for a page and applies every check.
func Get(t testing.TB, h http.Handler, path string) *Doc {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return Read(t, w.Result())
}

// Read parses a response and applies every check.
func Read(t testing.TB, r *http.Response) *Doc {
	t.Helper()
	var b strings.Builder
	if _, err := readAll(&b, r); err != nil {
		t.Fatal(err)
	}
	if ct := r.Header.Get("Content-Type"); ct != "text/html; charset=utf-8" {
		t.Errorf("Content-Type is %q", ct)
	}
	if csp := r.Header.Get("Content-Security-Policy"); csp == "" || strings.Contains(csp, "unsafe") {
		t.Errorf("Content-Security-Policy is %q", csp)
	}
	d := Parse(t, b.String())
	for _, fault := range Faults(d) {
		t.Errorf("page %q: %s", d.Text("title"), fault)
	}
	return d
}

// Parse reads HTML without checking it.
func Parse(t testing.TB, source string) *Doc {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	return &Doc{t: t, root: root, HTML: source}
}

// All lists the elements that a selector matches.
func (d *Doc) All(selector string) []*html.Node {
	d.t.Helper()
	sel, err := cascadia.ParseGroup(selector)
	if err != nil {
		d.t.Fatalf("selector %q: %v", selector, err)
	}
	return cascadia.QueryAll(d.root, sel)
}

// One is the only element that a selector matches; none or several fail.
func (d *Doc) One(selector string) *html.Node {
	d.t.Helper()
	found := d.All(selector)
	if len(found) != 1 {
		d.t.Fatalf("%q matches %d elements, want one", selector, len(found))
	}
	return found[0]
}

// Has reports whether a selector matches anything.
func (d *Doc) Has(selector string) bool { d.t.Helper(); return len(d.All(selector)) > 0 }

// Text is the text of the first match on one line, or "".
func (d *Doc) Text(selector string) string {
	d.t.Helper()
	if found := d.All(selector); len(found) > 0 {
		return Text(found[0])
	}
	return ""
}

// Texts is the text of every match.
func (d *Doc) Texts(selector string) []string {
	d.t.Helper()
	var out []string
	for _, n := range d.All(selector) {
		out = append(out, Text(n))
	}
	return out
}

// Attr is an attribute of the only match.
func (d *Doc) Attr(selector, name string) string {
	d.t.Helper()
	v, _ := Attr(d.One(selector), name)
	return v
}
