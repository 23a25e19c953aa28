package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// ServeHTTP is what every request passes before it reaches an operation: headers,
// the rate limit, the form of the address, and problems where no operation is.
func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := s.open(r)
	r = r.WithContext(context.WithValue(r.Context(), requestKey{}, q))
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	guarded := &writer{ResponseWriter: w}
	defer func() {
		if fell := recover(); fell != nil {
			if fell == http.ErrAbortHandler || guarded.wrote {
				panic(http.ErrAbortHandler) // too late to say anything: break the answer off
			}
			q.fail(guarded, fmt.Errorf("panic: %v", fell))
		}
	}()
	s.serve(guarded, r, q)
}

func (s *service) serve(w http.ResponseWriter, r *http.Request, q *request) {
	verdict := s.limiter.take(s.address(r))
	if verdict.allowed && asksIndex(r.URL) {
		if search := s.searching.take(s.address(r)); !search.allowed {
			verdict = search
		}
	}
	verdict.headers(w.Header())
	r = s.tus(w, r)
	if r.Method == http.MethodOptions {
		s.preflight(w, r)
		return
	}
	s.crossOrigin(w, r)
	if !verdict.allowed {
		w.Header().Set("Retry-After", strconv.Itoa(verdict.wait))
		q.fail(w, errRate.New("seconds", verdict.wait))
		return
	}
	if err := checkAddress(r.URL); err != nil && !(r.URL.Path == oaiPath || borrowed(r.URL.Path) && errors.Is(err, errRepeated)) {
		q.fail(w, err)
		return
	}
	if _, pattern := s.mux.Handler(r); pattern == "" {
		s.nowhere(w, r, q)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// asksIndex: the answer needs the search index.
func asksIndex(u *url.URL) bool {
	return strings.HasPrefix(u.Path, prefix+"/search") || u.Path == prefix+"/datasets" && u.Query().Has("q")
}

// nowhere answers where no operation is: 405 where another method would do.
func (s *service) nowhere(w http.ResponseWriter, r *http.Request, q *request) {
	if allow := s.methods(r); len(allow) > 0 {
		list := strings.Join(allow, ", ")
		w.Header().Set("Allow", list)
		q.fail(w, errMethod.New("method", r.Method, "allow", list))
		return
	}
	q.fail(w, errRoute.New("path", r.URL.Path))
}

// methods lists what an address takes; none when nothing is there.
func (s *service) methods(r *http.Request) []string {
	var allow []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if s.pattern(r, method) == "" {
			continue
		}
		if allow = append(allow, method); method == http.MethodGet {
			allow = append(allow, http.MethodHead)
		}
	}
	return allow
}

// pattern is what serves an address with a method.
func (s *service) pattern(r *http.Request, method string) string {
	probe := *r
	probe.Method = method
	_, pattern := s.mux.Handler(&probe)
	return pattern
}

// checkAddress refuses what net/http would read generously.
func checkAddress(u *url.URL) error {
	if !utf8.ValidString(u.Path) {
		return errEncoding.New().At("path")
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return errQuery.New().At("query")
	}
	for name, values := range query {
		if !utf8.ValidString(name) {
			return errEncoding.New().At("query")
		}
		if len(values) > 1 {
			return errRepeated.New().At("query." + name)
		}
		if !utf8.ValidString(values[0]) {
			return errEncoding.New().At("query." + name)
		}
	}
	return nil
}

// strict checks the headers of an operation's request.
func (s *service) strict(ctx huma.Context, next func(huma.Context)) {
	op := ctx.Operation()
	if err := acceptable(ctx.Header("Accept"), produces(op)); err != nil {
		writeProblem(ctx, err)
		return
	}
	if op.RequestBody != nil && (op.RequestBody.Required || ctx.Header("Content-Type") != "") {
		if err := consumable(ctx.Header("Content-Type"), op); err != nil {
			writeProblem(ctx, err)
			return
		}
	}
	next(ctx)
}

func writeProblem(ctx huma.Context, err error) {
	q := requestOf(ctx.Context())
	q.operation = ctx.Operation()
	p := problemOf(q, err)
	p.headers(ctx.SetHeader, q.lang)
	ctx.SetHeader("Content-Type", p.ContentType(""))
	ctx.SetStatus(p.Status)
	_ = strictJSON.Marshal(ctx.BodyWriter(), p) // the reader is gone when this fails
}

// writer knows whether an answer has begun.
type writer struct {
	http.ResponseWriter
	wrote bool
}

func (w *writer) WriteHeader(status int) {
	w.wrote = true
	w.ResponseWriter.WriteHeader(status)
}

func (w *writer) Write(b []byte) (int, error) {
	w.wrote = true
	return w.ResponseWriter.Write(b)
}

// Unwrap serves http.ResponseController.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }
