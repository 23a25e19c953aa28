package api

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"minhbach/domain/fault"
	"minhbach/opendata/dcat"
)

// conventions registers what other people's programs ask for, beside the API of our
// own: CKAN's, the catalogue documents and OAI-PMH.
func (s *service) conventions() {
	get := func(pattern string, h func(http.ResponseWriter, *http.Request) error) {
		s.mux.HandleFunc("GET "+pattern, s.plainly(h))
	}
	both := func(pattern string, h func(http.ResponseWriter, *http.Request) error) {
		get(pattern, h)
		s.mux.HandleFunc("POST "+pattern, s.plainly(h))
	}
	get("/catalog", s.serveCatalogue(""))
	for _, f := range dcat.Formats() {
		get("/catalog."+f.Extension, s.serveCatalogue(f.Extension))
	}
	get("/dataset/{name}", s.serveDataset)
	get("/dataset/{name}/{document}", s.serveDescription)
	get("/dataset/{name}/resource/{resource}", s.serveResource)
	get("/data.json", s.serveDataJSON)

	get("/api/3", s.serveVersion)
	get("/api/3/{$}", s.serveVersion)
	for _, at := range []string{"/api/action/{action}", "/api/3/action/{action}"} {
		both(at, s.serveAction)
		both(at+"/{$}", s.serveAction)
	}
	get("/api/util/{thing}/autocomplete", s.serveAutocomplete)
	get("/api/2/util/{thing}/autocomplete", s.serveAutocomplete)
	get("/datastore/dump/{resource}", s.serveDump)
	for _, f := range []string{"dataset.atom", "custom.atom", "organization/{name}", "group/{name}", "tag/{name}"} {
		get("/feeds/"+f, s.serveCatalogueFeed)
	}
	both(oaiPath, s.serveOAI)
}

// Patterns lists what a mux must hand to the handler of New. Wherever the portal has
// the same beginnings, these go deeper.
func Patterns() []string {
	all := []string{"/api/", "/catalog", "/dataset/", "/data.json", "/datastore/dump/", oaiPath,
		"/feeds/dataset.atom", "/feeds/custom.atom", "/feeds/organization/", "/feeds/group/", "/feeds/tag/"}
	for _, f := range dcat.Formats() {
		all = append(all, "/catalog."+f.Extension)
	}
	return all
}

// borrowed tells whether an address follows other people's rules for parameters.
func borrowed(path string) bool { return !strings.HasPrefix(path, prefix+"/") && path != prefix }

// plainly answers a problem where an error is left.
func (s *service) plainly(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			requestOf(r.Context()).fail(w, err)
		}
	}
}

// isMissing tells that there is no such thing, or no more.
func isMissing(err error) bool {
	f := fault.Of(err)
	return f != nil && (f.Code.Kind == fault.NotFound || f.Code.Kind == fault.Gone)
}

// unchanged sets what names a document and answers 304 where the reader has it.
func unchanged(w http.ResponseWriter, r *http.Request, tag string, modified time.Time) bool {
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "public, no-cache")
	if !modified.IsZero() {
		h.Set("Last-Modified", modified.UTC().Format(http.TimeFormat))
	}
	have := r.Header.Values("If-None-Match")
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	if matches(have, strings.TrimPrefix(tag, "W/")) || len(have) == 0 && err == nil && !modified.IsZero() && !modified.Truncate(time.Second).After(since) {
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	return false
}

// send writes a whole document.
func send(w http.ResponseWriter, r *http.Request, status int, mediaType string, body []byte) error {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader is gone when this fails
	}
	return nil
}

// prefers chooses among media types what an Accept header likes best; the first one
// where it does not care (RFC 9110 section 12.5.1).
func prefers(accept string, have ...string) string {
	best, liked := have[0], 0.0
	if strings.TrimSpace(accept) == "" {
		return best
	}
	for i, h := range have {
		family, _, _ := strings.Cut(h, "/")
		q, exact := 0.0, -1
		for part := range strings.SplitSeq(accept, ",") {
			kind, params, err := mime.ParseMediaType(part)
			if err != nil {
				continue
			}
			fit := map[string]int{h: 2, family + "/*": 1, "*/*": 0}
			n, ok := fit[kind]
			if !ok || n <= exact {
				continue
			}
			exact, q = n, 1
			if v, err := strconv.ParseFloat(params["q"], 64); err == nil {
				q = v
			}
		}
		if q > liked || q == liked && q > 0 && i == 0 {
			best, liked = h, q
		}
	}
	return best
}
