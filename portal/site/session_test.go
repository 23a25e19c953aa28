package site

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"minhbach/internal/app"
)

// A session that has ended is forgotten; one that cannot be looked up for the moment
// is not, or every hiccup would sign everybody out.
func TestCookieIsDroppedOnlyWhenTheSessionHasEnded(t *testing.T) {
	for name, x := range map[string]struct {
		err  error
		gone bool
	}{
		"ended":             {app.ErrEnded.New(), true},
		"read model behind": {app.ErrUnavailable.New(), false},
		"unknown":           {errors.New("disk"), false},
	} {
		s := &Site{App: &app.App{Auth: app.Auth{Resume: func(context.Context, string) (app.Caller, app.Session, error) {
			return app.Caller{}, app.Session{}, x.err
		}}}}
		hr := httptest.NewRequest(http.MethodGet, "/", nil)
		hr.AddCookie(&http.Cookie{Name: s.sessionCookie(), Value: "x"})
		w := httptest.NewRecorder()
		r := &Request{Request: hr, W: w, Site: s}
		r.resume(t.Context())
		if dropped := w.Header().Get("Set-Cookie") != ""; dropped != x.gone || r.Caller.Account != "" {
			t.Errorf("%s: dropped %t, caller %+v", name, dropped, r.Caller)
		}
	}
}
