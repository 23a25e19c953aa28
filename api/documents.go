package api

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"minhbach/domain/fault"
)

//go:embed pages/*.html pages/docs.css
var pages embed.FS

// documents serves what describes the API: the OpenAPI document in both forms, a
// page for people made from it, and a page for each code. They need no script and
// nothing from another origin.
func (s *service) documents() error {
	css, err := pages.ReadFile("pages/docs.css")
	if err != nil {
		return fmt.Errorf("api: %w", err)
	}
	templates, err := template.New("").Funcs(template.FuncMap{"prose": prose, "title": func(status int) string { return title(status, "vi") }}).ParseFS(pages, "pages/*.html")
	if err != nil {
		return fmt.Errorf("api: %w", err)
	}
	style := "/api/docs.css?v=" + short8(css)
	docs := sync.OnceValue(func() docsPage { return s.describe(style) })
	s.mux.HandleFunc("GET /api/openapi.json", s.written("application/openapi+json", func() ([]byte, error) {
		return json.MarshalIndent(s.document, "", "  ")
	}))
	s.mux.HandleFunc("GET /api/openapi.yaml", s.written("application/openapi+yaml", s.document.YAML))
	s.mux.Handle("GET /api/docs.css", static("text/css; charset=utf-8", css))
	s.mux.HandleFunc("GET /api/{$}", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/api/docs", http.StatusSeeOther) })
	s.mux.HandleFunc("GET /api/docs", func(w http.ResponseWriter, r *http.Request) {
		s.page(w, r, templates, "docs.html", docs().on(requestOf(r.Context()).base))
	})
	s.mux.HandleFunc("GET /api/problems/{code}", func(w http.ResponseWriter, r *http.Request) {
		for _, c := range fault.All() {
			if c.Name == r.PathValue("code") {
				s.page(w, r, templates, "problem.html", problemPage{style, codeOf(c), advice[c.Kind]})
				return
			}
		}
		requestOf(r.Context()).fail(w, errRoute.New("path", r.URL.Path))
	})
	return nil
}

// written serves a document that is made when it is first asked for, so that
// starting does not wait for it.
func (s *service) written(contentType string, write func() ([]byte, error)) http.HandlerFunc {
	made := sync.OnceValues(func() (http.Handler, error) {
		body, err := write()
		return static(contentType, body), err
	})
	return func(w http.ResponseWriter, r *http.Request) {
		h, err := made()
		if err != nil {
			requestOf(r.Context()).fail(w, err)
			return
		}
		h.ServeHTTP(w, r)
	}
}

func short8(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:4])
}

// page renders whole before the first byte goes out.
func (s *service) page(w http.ResponseWriter, r *http.Request, t *template.Template, name string, data any) {
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, data); err != nil {
		requestOf(r.Context()).fail(w, err)
		return
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	w.Header().Set("Content-Language", "vi")
	static("text/html; charset=utf-8", b.Bytes()).ServeHTTP(w, r)
}

// static serves bytes with an entity tag, compressed where the reader can.
func static(contentType string, body []byte) http.Handler {
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.DefaultCompression)
	if err == nil {
		_, err = z.Write(body)
	}
	if err == nil {
		err = z.Close()
	}
	tag := short8(body)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", contentType)
		h.Set("Cache-Control", "public, no-cache")
		h.Add("Vary", "Accept-Encoding")
		out, etag := body, `"`+tag+`"`
		if err == nil && acceptsGzip(r.Header.Get("Accept-Encoding")) {
			out, etag = packed.Bytes(), `"`+tag+`-gzip"`
			h.Set("Content-Encoding", "gzip")
		}
		h.Set("ETag", etag)
		if matches(r.Header.Values("If-None-Match"), etag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		h.Set("Content-Length", strconv.Itoa(len(out)))
		_, _ = w.Write(out) // the reader is gone when this fails
	})
}

func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(name, "gzip") {
			return strings.ReplaceAll(params, " ", "") != "q=0"
		}
	}
	return false
}
