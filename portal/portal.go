// Package portal is the pages for people: every agency's public portal in
// Vietnamese and English, and the staff's desk. Pages are complete without
// scripts. Each page is a folder below pages; routes.go and routes_staff.go are the
// tables of contents.
//
// It reads through queries and changes things through commands only; it knows no
// engine and no event store.
package portal

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"minhbach/internal/app"
	"minhbach/portal/assets"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// Options of a portal.
type Options struct {
	Public      string // scheme and host of the province's portal; empty: as asked
	Secure      bool   // readers come by HTTPS
	BehindProxy bool   // trust X-Forwarded-For and X-Forwarded-Proto
	Now         func() time.Time
	Log         *slog.Logger
}

// New makes the portal's handler. A fault in any template is an error here.
func New(a *app.App, o Options) (http.Handler, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	engine, err := render.New(append(publicPages(), staffPages()...)...)
	if err != nil {
		return nil, err
	}
	s := &site.Site{
		App: a, Engine: engine, Now: o.Now, Log: o.Log,
		Public: o.Public, Secure: o.Secure, BehindProxy: o.BehindProxy, ErrorPage: errorPage,
	}
	mux := http.NewServeMux()
	public(mux, s)
	staff(mux, s)
	if a.Auth.SignIn == nil {
		return nil, errors.New("portal: the app has no sign-in")
	}
	guarded := http.NewCrossOriginProtection().Handler(mux)
	outer := http.NewServeMux()
	outer.Handle(assets.Prefix, assets.Default())
	outer.Handle("/", site.Prefix(guarded))
	return outer, nil
}
