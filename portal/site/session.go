package site

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"minhbach/domain/fault"
	"minhbach/internal/app"
)

// cookie names. The __Host- prefix binds the cookie to this very host over HTTPS
// (RFC 6265bis section 4.1.3.2); on plain loopback a browser would refuse it.
func (s *Site) sessionCookie() string {
	if s.Secure {
		return "__Host-mb_phien"
	}
	return "mb_phien"
}

// positionCookie carries how far the log was after the reader's last command, so
// that the next page shows it on any node.
const positionCookie = "mb_vi_tri"

func (r *Request) resume(ctx context.Context) {
	c, err := r.Cookie(r.Site.sessionCookie())
	if err != nil || c.Value == "" {
		return
	}
	caller, session, err := r.Site.App.Auth.Resume(ctx, c.Value)
	if err != nil {
		// Only what has ended is forgotten: while the server cannot tell, the session
		// may be good again with the next request.
		if f := fault.Of(err); f != nil && f.Code.Kind == fault.Unauthenticated {
			r.dropSession()
		}
		return
	}
	r.Caller, r.Session, r.sealed = caller, session, c.Value
	if session.Sealed != "" {
		r.KeepSession(session)
	}
}

// KeepSession sets the session cookie.
func (r *Request) KeepSession(session app.Session) {
	r.sealed = session.Sealed
	http.SetCookie(r.W, &http.Cookie{
		Name: r.Site.sessionCookie(), Value: session.Sealed, Path: "/", HttpOnly: true,
		Secure: r.Site.Secure, SameSite: http.SameSiteLaxMode, Expires: session.Expires,
	})
}

func (r *Request) dropSession() {
	http.SetCookie(r.W, &http.Cookie{
		Name: r.Site.sessionCookie(), Path: "/", HttpOnly: true, Secure: r.Site.Secure, SameSite: http.SameSiteLaxMode, MaxAge: -1,
	})
}

// SignOut ends the session and forgets the cookie.
func (r *Request) SignOut(ctx context.Context) error {
	r.dropSession()
	if r.sealed == "" {
		return nil
	}
	return r.Site.App.Auth.SignOut(ctx, r.sealed)
}

// CSRF is the token for forms of this session; empty without one.
func (r *Request) CSRF() string {
	if r.sealed == "" {
		return ""
	}
	return r.Site.App.Auth.CSRF(r.sealed)
}

// Done notes how far the log is after a command and sends the reader on.
func (r *Request) Done(receipt app.Receipt, path string) {
	http.SetCookie(r.W, &http.Cookie{
		Name: positionCookie, Value: strconv.FormatUint(receipt.Position, 10), Path: "/", MaxAge: int(time.Minute.Seconds()),
		HttpOnly: true, Secure: r.Site.Secure, SameSite: http.SameSiteLaxMode,
	})
	r.Redirect(path)
}

func (r *Request) wait(ctx context.Context) {
	c, err := r.Cookie(positionCookie)
	if err != nil {
		return
	}
	position, err := strconv.ParseUint(c.Value, 10, 62)
	if err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, waitFor)
	defer cancel()
	// Behind after two seconds, the page shows what there is.
	_ = r.Site.App.Queries.Wait(ctx, position)
}
