package render_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/render/rendertest"
)

type page struct {
	render.Base
	Text  string
	Boxes []string
}

func define(source string) *render.Page[page] { return render.Define[page]("thu", source) }

func TestFaultyTemplatesStopTheStart(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"no content", `{{define "other"}}x{{end}}`, `does not define "content"`},
		{"unknown key", `{{define "content"}}{{t "no.such.key"}}{{end}}`, `unknown key "no.such.key"`},
		{"unknown key in a branch", `{{define "content"}}{{if .Text}}{{with .Boxes}}{{range .}}{{t "no.such.key"}}{{end}}{{end}}{{end}}{{end}}`, "no.such.key"},
		{"unknown key as an argument", `{{define "content"}}{{printf "%s" (t "no.such.key")}}{{end}}`, "no.such.key"},
		{"unknown asset", `{{define "content"}}{{asset "no.css"}}{{end}}`, `no file "no.css"`},
		{"unknown function", `{{define "content"}}{{nope}}{{end}}`, `function "nope" not defined`},
		{"unknown partial", `{{define "content"}}{{if .Text}}{{template "nope" .}}{{end}}{{end}}`, `no partial "nope"`},
		{"syntax", `{{define "content"}}{{if}}{{end}}`, "missing value"},
		{"unsafe context", `{{define "content"}}<a href='{{.Text}}{{end}}`, "render: page thu: html/template"},
	} {
		if _, err := render.New(define(c.source)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	same := define(`{{define "content"}}<h1>x</h1>{{end}}`)
	if _, err := render.New(same, same); err == nil || !strings.Contains(err.Error(), "two pages") {
		t.Errorf("two pages of one name: %v", err)
	}
}

func TestAFailureLeavesNothingBehind(t *testing.T) {
	p := define(`{{define "content"}}<h1>x</h1>{{index .Boxes 5}}{{end}}`)
	e, err := render.New(p)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	w.Code = 0
	err = p.Render(e, w, httptest.NewRequest(http.MethodGet, "/", nil), http.StatusOK, page{Base: rendertest.Base(i18n.VI, "x")})
	if err == nil || w.Body.Len() > 0 || w.Code != 0 || len(w.Header()) > 0 {
		t.Errorf("err %v, code %d, %d bytes, headers %v", err, w.Code, w.Body.Len(), w.Header())
	}
}

func TestHeadersAndHead(t *testing.T) {
	p := define(`{{define "content"}}<h1>x</h1>{{end}}`)
	e := rendertest.Engine(t, p)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		w := httptest.NewRecorder()
		if err := p.Render(e, w, httptest.NewRequest(method, "/", nil), http.StatusGone, page{Base: rendertest.Base(i18n.EN, "x")}); err != nil {
			t.Fatal(err)
		}
		h := w.Header()
		if w.Code != http.StatusGone || h.Get("Content-Language") != "en" || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Content-Length") == "" {
			t.Errorf("%s: %d %v", method, w.Code, h)
		}
		if (w.Body.Len() == 0) != (method == http.MethodHead) {
			t.Errorf("%s: %d bytes", method, w.Body.Len())
		}
	}
}

// Whatever an agency or a citizen writes into any field of the layout must come
// out as text.
func TestHostileTextStaysText(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`
	p := define(`{{define "content"}}<h1>{{.Text}}</h1>{{end}}`)
	e := rendertest.Engine(t, p)
	b := rendertest.Base(i18n.VI, evil)
	b.Description, b.Query, b.CSRF, b.Canonical = evil, evil, evil, "javascript:alert(1)"
	b.Portal = render.Portal{Name: evil, Parent: evil, Person: evil, Address: evil, Phone: evil, Email: evil, SignIn: "javascript:alert(1)"}
	b.Nav = []render.Link{{Label: evil, URL: "javascript:alert(1)"}}
	b.Breadcrumbs = b.Nav
	b.Notices = []render.Notice{{Tone: render.Tone(evil), Title: evil, Text: evil, Links: b.Nav}}
	b.Preference = render.Preference{Theme: evil, Text: evil}
	b.Staff = &render.Staff{Name: evil, Agency: evil, WorkListURL: "javascript:alert(1)", SignOutURL: "javascript:alert(1)"}
	b.Print.Agency, b.Print.Version, b.Print.Address, b.Print.Hash = evil, evil, evil, evil
	out, err := p.Bytes(e, page{Base: b, Text: evil})
	if err != nil {
		t.Fatal(err)
	}
	d := rendertest.Parse(t, string(out))
	if d.Has("script:not([src]), [onerror], img") || d.Has("[href^='javascript:' i], [action^='javascript:' i]") {
		t.Error("hostile text became markup")
	}
	if got := d.Text("h1"); got != evil {
		t.Errorf("the text itself must survive: %q", got)
	}
}

func TestTheLayoutSaysWhoIsResponsible(t *testing.T) {
	p := define(`{{define "content"}}<h1>x</h1>{{end}}`)
	e := rendertest.Engine(t, p)
	b := rendertest.Base(i18n.VI, "Văn bản")
	b.AsOf = &render.AsOf{At: rendertest.At, Position: 1234567, CurrentURL: "/van-ban"}
	b.Staff = &render.Staff{Name: "Lê Mẫu", WorkListURL: "/quan-tri/viec", Open: 3, SignOutURL: "/quan-tri/dang-xuat"}
	b.CSRF = "token-1"
	d := rendertest.Page(t, e, p, page{Base: b})
	for selector, want := range map[string]string{
		"title":                         "Văn bản – Ủy ban nhân dân huyện Kế Sách",
		".sections [aria-current=page]": "Văn bản",
		".crumbs [aria-current=page]":   "Văn bản",
		".staff a":                      "Việc cần làm (3)",
		".printout code":                b.Print.Hash,
	} {
		if got := d.Text(selector); got != want {
			t.Errorf("%s: got %q, want %q", selector, got, want)
		}
	}
	foot := d.Text("footer")
	for _, fact := range []string{b.Portal.Name, b.Portal.Person, b.Portal.Address, b.Portal.Phone, b.Portal.Email} {
		if !strings.Contains(foot, fact) {
			t.Errorf("the footer lacks %q", fact)
		}
	}
	if got := d.Text(".notice-past"); !strings.Contains(got, "05/03/2026 09:30:00 (UTC+07:00)") || !strings.Contains(got, "1.234.567") {
		t.Errorf("as-of notice: %q", got)
	}
	if d.Attr(".staff input[name=csrf]", "value") != "token-1" || d.Attr("link[hreflang=en]", "href") != "/en/mau" {
		t.Error("no token in the sign-out form, or no link to the other language")
	}
}
