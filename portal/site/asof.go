package site

import (
	"net/url"
	"strings"
)

// Then adds this request's point in time to an address of the portal, so that a
// reader who looks at the past stays there.
func (r *Request) Then(path string) string {
	asked := r.Asked.Query().Get("as_of")
	if r.AsOf.IsNow() || asked == "" {
		return path
	}
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	return path + separator + "as_of=" + url.QueryEscape(asked)
}

// Now is this page without its point in time.
func (r *Request) nowURL() string {
	q := r.Asked.Query()
	q.Del("as_of")
	if len(q) == 0 {
		return r.Asked.Path
	}
	return r.Asked.Path + "?" + q.Encode()
}
