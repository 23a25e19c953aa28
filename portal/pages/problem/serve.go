package problem

import (
	"net/http"
	"strconv"

	"minhbach/domain/fault"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// retryAfter is how many seconds a reader should wait when we cannot serve.
const retryAfter = 30

// Serve answers an error: with the portal around it where there is one, else as a
// page that needs nothing.
func Serve(s *site.Site, r *site.Request, err error) {
	status, code, sentence := http.StatusInternalServerError, "internal", ""
	f := fault.Of(err)
	if f != nil {
		status, code = site.Status[f.Code.Kind], f.Code.Name
		if f.Code.Kind != fault.Internal {
			sentence = f.Sentence(string(r.Lang))
		}
	}
	answer(s, r, f, status, code, sentence)
}

// MethodNotAllowed answers a method that the address does not know.
func MethodNotAllowed(s *site.Site, r *site.Request) {
	r.W.Header().Set("Allow", "GET, HEAD")
	answer(s, r, nil, http.StatusMethodNotAllowed, "method_not_allowed", i18n.T(r.Lang, "problem.method"))
}

func answer(s *site.Site, r *site.Request, f *fault.Fault, status int, code, sentence string) {
	h := r.W.Header()
	for _, name := range []string{"ETag", "Last-Modified", "Content-Disposition", "Content-Security-Policy", "Content-Encoding", "Content-Length"} {
		h.Del(name)
	}
	h.Set("Cache-Control", "no-store")
	if status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
		h.Set("Retry-After", strconv.Itoa(retryAfter))
	}
	if r.Tree == nil || r.Agency.ID == "" {
		Minimal(r.W, r.Request, r.Lang, status, code, sentence)
		return
	}
	r.AsOf = view.AsOf{}
	p := New(reading.Base(r, ""), status, code, next(r, f)...)
	p.Breadcrumbs, p.Print = nil, nil
	if r.Method != http.MethodGet {
		p.Alternate = ""
	}
	if sentence != "" {
		p.Lead = sentence
	}
	if f != nil && f.Path == "as_of" {
		p.When.Error = sentence
		p.Breadcrumbs = nil
	} else {
		p.When = nil
	}
	if err := Template.Render(s.Engine, r.W, r.Request, status, p); err != nil {
		s.Log.Error("error page failed", "path", r.Asked.Path, "error", err)
		Minimal(r.W, r.Request, r.Lang, status, code, sentence)
	}
}

// next are the steps that help with just this error.
func next(r *site.Request, f *fault.Fault) []render.Link {
	if f == nil {
		return []render.Link{{Label: i18n.T(r.Lang, "problem.again"), URL: r.RequestPath()}}
	}
	switch f.Code.Kind {
	case fault.Unavailable, fault.RateLimited:
		return []render.Link{{Label: i18n.T(r.Lang, "problem.again"), URL: r.RequestPath()}}
	case fault.NotFound, fault.Gone:
		if f.Path == "as_of" {
			return []render.Link{{Label: i18n.T(r.Lang, "asof.current"), URL: r.Asked.Path}}
		}
		return []render.Link{{Label: i18n.T(r.Lang, "nav.sitemap"), URL: r.Link("/so-do-cong")}}
	case fault.Invalid:
		return []render.Link{{Label: i18n.T(r.Lang, "problem.plain"), URL: r.Asked.Path}}
	case fault.Unauthenticated, fault.Forbidden:
		if r.Caller.Account == "" {
			return []render.Link{{Label: i18n.T(r.Lang, "site.signin"), URL: r.Link("/dang-nhap")}}
		}
	}
	return nil
}
