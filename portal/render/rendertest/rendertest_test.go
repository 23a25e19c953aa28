package rendertest

import (
	"strings"
	"testing"

	"minhbach/portal/i18n"
	"minhbach/portal/render"
)

type page struct {
	render.Base
	Text string
}

// A checker that cannot fail is worth nothing: each fault is planted once.
func TestPlantedFaultsAreFound(t *testing.T) {
	p := render.Define[page]("thu", `{{define "content"}}<h1>x</h1>@@{{end}}`)
	e := Engine(t, p)
	good, err := p.Bytes(e, page{Base: Base(i18n.VI, "Thử")})
	if err != nil {
		t.Fatal(err)
	}
	if faults := Faults(Parse(t, string(good))); len(faults) > 0 {
		t.Fatalf("the layout itself is faulty: %q", faults)
	}
	for planted, want := range map[string]string{
		`<h1>y</h1>`:                               "2 × h1",
		`<h4>y</h4>`:                               "h4",
		`<p style="color:red">y</p>`:               "inline",
		`<style>p{}</style>`:                       "inline",
		`<script>x</script>`:                       "inline",
		`<p onclick="x">y</p>`:                     "handler attribute",
		`<img src="/a.png">`:                       "text alternative",
		`<svg></svg>`:                              "text alternative",
		`<input name="q">`:                         "without a label",
		`<p id="noi-dung">y</p>`:                   "repeated",
		`<label for="nope">y</label>`:              "leads nowhere",
		`<a href="#nope">y</a>`:                    "leads nowhere",
		`<a href="/x"></a>`:                        "empty a",
		`<a href="javascript:x">y</a>`:             "leads to javascript:",
		`<img alt="" src="//cdn.example">`:         "loads //cdn.example",
		`<form action="https://x.example"></form>`: "a form goes to",
		`<table><tr><td>1</td></tr></table>`:       "without header cells",
		`<nav>y</nav>`:                             "a nav without a name",
		`<iframe src="/"></iframe>`:                "inline or embedded",
		`⟦a.b⟧`:                                    "unknown message key",
		`<main>y</main>`:                           "2 × main",
	} {
		faults := strings.Join(Faults(Parse(t, strings.Replace(string(good), "@@", planted, 1))), "\n")
		if !strings.Contains(faults, want) {
			t.Errorf("%s: want %q, got %q", planted, want, faults)
		}
	}
}

// recorder stands in for a test, to see whether a check fails it.
type recorder struct {
	testing.TB
	errors []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, format)
}

func TestAMistypedFieldIsFound(t *testing.T) {
	for source, faulty := range map[string]bool{
		`{{define "content"}}{{if .Text}}{{.Txet}}{{end}}{{end}}`:                 true,
		`{{define "content"}}{{template "badge" .Text}}{{end}}`:                   true,
		`{{define "content"}}{{range .Notices}}{{.Titel}}{{end}}{{end}}`:          true,
		`{{define "content"}}{{if .Text}}{{.Text}}{{.Portal.Name}}{{end}}{{end}}`: false,
	} {
		e, err := render.New(render.Define[page]("thu", source))
		if err != nil {
			t.Fatal(err)
		}
		r := &recorder{TB: t}
		Types(r, e)
		if (len(r.errors) > 0) != faulty {
			t.Errorf("%s: %q", source, r.errors)
		}
	}
}
