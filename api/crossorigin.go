package api

import (
	"net/http"
	"slices"
	"strings"
)

// exposed are the headers that scripts of other sites may read.
const exposed = "Content-Disposition, Content-Language, Content-Range, ETag, Link, Minhbach-Position, RateLimit, RateLimit-Policy, Repr-Digest, Retry-After"

// crossOrigin lets any site read what anybody may read. There are no cookies, so
// nothing rides along.
func (s *service) crossOrigin(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || !s.public(r) {
		return
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", exposed)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
}

// preflight answers OPTIONS: reading is for all sites, writing for none.
func (s *service) preflight(w http.ResponseWriter, r *http.Request) {
	allow := s.methods(r)
	if len(allow) == 0 {
		s.nowhere(w, r, requestOf(r.Context()))
		return
	}
	h := w.Header()
	h.Set("Allow", strings.Join(append(allow, http.MethodOptions), ", "))
	if r.Header.Get("Access-Control-Request-Method") != "" && s.public(r) {
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Allow-Methods", "GET, HEAD")
		h.Set("Access-Control-Allow-Headers", "Accept, Accept-Language, If-None-Match, If-Range, Range")
		if borrowed(r.URL.Path) && slices.Contains(allow, http.MethodPost) { // there POST only asks
			h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST")
			h.Set("Access-Control-Allow-Headers", "Accept, Accept-Language, Content-Type, If-None-Match, Range")
		}
		h.Set("Access-Control-Max-Age", "86400")
	}
	w.WriteHeader(http.StatusNoContent)
}

// public: reading at this address needs no token.
func (s *service) public(r *http.Request) bool {
	pattern := s.pattern(r, http.MethodGet)
	if pattern == "" {
		return false
	}
	path, below := strings.CutPrefix(strings.TrimPrefix(pattern, "GET "), prefix)
	if !below || s.document.Paths[path] == nil || s.document.Paths[path].Get == nil {
		return true // the documents about the API
	}
	return tokenOf(s.document.Paths[path].Get) != tokenNeeded
}
