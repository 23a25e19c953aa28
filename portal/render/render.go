// Package render turns page structs into HTML pages with the portal's layout.
//
// Promises: every template is parsed, and every message key and asset it names
// is looked up, when the engine starts, so that a fault stops the program and
// not a reader; a page is rendered into memory first, so that a failure never
// leaves half a page behind a status 200; no page contains inline script or
// style, and the headers forbid them.
//
// It knows nothing of the domain. A page is a folder portal/pages/<page>/ with
// <page>.go and <page>.html: a struct that embeds Base, and a package variable
//
//	//go:embed history.html
//	var source string
//
//	var Template = render.Define[Page]("history", source)
//
// The HTML file defines "content" (and may define "head"); it can use every
// partial in templates/ and the functions listed in funcs.go. The engine gets
// all definitions at once: render.New(history.Template, …).
package render

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"strconv"

	"minhbach/portal/assets"
	"minhbach/portal/i18n"
)

//go:embed templates/*.html
var files embed.FS

// Model is a page struct: any struct that embeds Base.
type Model interface{ base() Base }

// Definition is a page that an engine can be given.
type Definition interface {
	name() string
	template() string
	sample() any
}

// Page is a template and the one type of data that it shows.
type Page[T Model] struct {
	id, source string
}

// Define names a page and its template.
func Define[T Model](name, source string) *Page[T] { return &Page[T]{name, source} }

func (p *Page[T]) name() string     { return p.id }
func (p *Page[T]) template() string { return p.source }
func (p *Page[T]) sample() any      { var zero T; return zero }

// Engine holds the parsed pages, once in each language.
type Engine struct {
	pages map[string]map[i18n.Lang]*template.Template
	defs  []Definition
}

// New parses every page and reports every fault of every page.
func New(pages ...Definition) (*Engine, error) {
	e := &Engine{pages: map[string]map[i18n.Lang]*template.Template{}, defs: pages}
	var faults []error
	for _, lang := range i18n.Langs {
		shared, err := common(lang)
		if err != nil {
			return nil, fmt.Errorf("render: %w", err)
		}
		for _, p := range pages {
			t, err := assemble(shared, p)
			if err != nil {
				faults = append(faults, fmt.Errorf("render: page %s: %w", p.name(), err))
				continue
			}
			if e.pages[p.name()] == nil {
				e.pages[p.name()] = map[i18n.Lang]*template.Template{}
			}
			if e.pages[p.name()][lang] != nil {
				faults = append(faults, fmt.Errorf("render: two pages are named %s", p.name()))
			}
			e.pages[p.name()][lang] = t
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return e, nil
}

// common is the layout and every partial, bound to a language.
func common(lang i18n.Lang) (*template.Template, error) {
	return template.New("layout").Funcs(funcs(lang, assets.Default())).ParseFS(files, "templates/*.html")
}

func assemble(shared *template.Template, p Definition) (*template.Template, error) {
	t, err := shared.Clone()
	if err != nil {
		return nil, err
	}
	if _, err := t.New(p.name() + ".html").Parse(p.template()); err != nil {
		return nil, err
	}
	if t.Lookup("content") == nil {
		return nil, errors.New(`the template does not define "content"`)
	}
	if err := check(t); err != nil {
		return nil, err
	}
	// html/template finds unsafe contexts at the first execution: have it now.
	// An empty page may fail for want of data, which is no fault here.
	var unsafe *template.Error
	if err := t.ExecuteTemplate(io.Discard, "layout", p.sample()); errors.As(err, &unsafe) {
		return nil, err
	}
	return t, nil
}

// Bytes renders a page into memory.
func (p *Page[T]) Bytes(e *Engine, data T) ([]byte, error) {
	lang := i18n.Parse(string(data.base().Lang))
	t := e.pages[p.id][lang]
	if t == nil {
		return nil, fmt.Errorf("render: page %s is not registered with this engine", p.id)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout", data); err != nil {
		return nil, fmt.Errorf("render: %w", err)
	}
	return b.Bytes(), nil
}

// retryAfter is how many seconds to wait where a page says that we cannot serve.
const retryAfter = "30"

// Render writes a page. On an error nothing has been written, and the caller
// answers with its own error page.
func (p *Page[T]) Render(e *Engine, w http.ResponseWriter, r *http.Request, status int, data T) error {
	body, err := p.Bytes(e, data)
	if err != nil {
		return err
	}
	SecurityHeaders(w.Header())
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(i18n.Parse(string(data.base().Lang))))
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	h.Add("Vary", "Cookie")
	if status == http.StatusServiceUnavailable && h.Get("Retry-After") == "" {
		h.Set("Retry-After", retryAfter) // a form that could not be recorded comes back as it was filled in
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, err = w.Write(body)
	}
	return err
}
