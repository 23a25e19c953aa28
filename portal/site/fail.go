package site

import (
	"net/http"

	"minhbach/domain/fault"
)

// Status maps kinds of refusal to HTTP.
var Status = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden: http.StatusForbidden, fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict,
	fault.Stale: http.StatusConflict, fault.Gone: http.StatusGone, fault.TooLarge: http.StatusRequestEntityTooLarge,
	fault.RateLimited: http.StatusTooManyRequests, fault.Unavailable: http.StatusServiceUnavailable,
	fault.Internal: http.StatusInternalServerError,
}

// fail shows an error page; what is not a fault is logged and told as ours.
func (s *Site) fail(r *Request, err error) {
	if r.Context().Err() != nil {
		return // the reader is gone
	}
	f := fault.Of(err)
	if f == nil || f.Code.Kind == fault.Internal || f.Cause != nil {
		s.Log.Error("page failed", "path", r.Asked.Path, "error", err)
	}
	s.ErrorPage(s, r, err)
}
