// Package site is what every page of the portal stands on: whose portal a request
// is for, in which language, at which point of the log and for whom; the parts of
// a page that are the same everywhere; and how a refusal becomes a page.
//
// It renders nothing itself and decides nothing: rights are checked in commands
// and queries, never here.
package site

import (
	"log/slog"
	"net/http"
	"time"

	"minhbach/internal/app"
	"minhbach/portal/render"
)

// Site is shared by all requests.
type Site struct {
	App    *app.App
	Engine *render.Engine
	Now    func() time.Time
	Log    *slog.Logger
	// Public is the scheme and host under which the province's portal is known
	// ("https://soctrang.gov.vn"); empty: what the request says.
	Public string
	// Secure says that readers reach us by HTTPS: cookies are marked so.
	Secure bool
	// BehindProxy trusts X-Forwarded-For and X-Forwarded-Proto.
	BehindProxy bool

	ErrorPage func(s *Site, r *Request, err error)
}

// Handler serves one page; an error becomes an error page.
type Handler func(s *Site, r *Request) error

// Handle turns a page into an http.Handler.
func (s *Site) Handle(h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		r, err := s.open(w, hr)
		if err == nil && r.redirected {
			return
		}
		if err == nil {
			err = h(s, r)
		}
		if err != nil {
			s.fail(r, err)
		}
	})
}

// Staff is Handle for pages that need a sign-in; a reader without one is sent to
// the sign-in page and comes back afterwards.
func (s *Site) Staff(h Handler) http.Handler { return s.StaffForm(h, Form{}) }

// settling are the pages that somebody who must first change a password or enrol a
// second factor may open.
var settling = map[string]bool{
	"/quan-tri/tai-khoan-cua-toi": true, "/quan-tri/tai-khoan-cua-toi/mat-khau": true,
	"/quan-tri/tai-khoan-cua-toi/xac-thuc": true, "/quan-tri/tai-khoan-cua-toi/phien": true, "/dang-xuat": true,
}
