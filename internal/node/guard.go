package node

import (
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// guard is what every request passes: HTTPS where the node is known by it, a bound
// on how many are served at once, and a panic that harms nobody else.
func (n *Node) guard(next http.Handler) http.Handler {
	slots := make(chan struct{}, n.cfg.InFlight)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n.cfg.secure() {
			if n.cfg.BehindProxy && r.Header.Get("X-Forwarded-Proto") == "http" {
				http.Redirect(w, r, "https://"+r.Host+r.URL.RequestURI(), http.StatusPermanentRedirect)
				return
			}
			w.Header().Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		select {
		case slots <- struct{}{}:
			defer func() { <-slots }()
		default:
			w.Header().Set("Retry-After", "2")
			http.Error(w, "Hệ thống đang bận, xin thử lại sau vài giây. / Busy, please try again in a few seconds.", http.StatusTooManyRequests)
			return
		}
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				n.cfg.Log.Error("request panicked", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
				// Too late to answer well once a part was written; harmless then.
				w.WriteHeader(http.StatusInternalServerError)
			}
		}()
		start := time.Now()
		next.ServeHTTP(w, r)
		if took := time.Since(start); took > time.Second && !strings.Contains(r.URL.Path, "/tep/") {
			n.cfg.Log.Warn("slow request", "path", r.URL.Path, "took", took.Round(time.Millisecond))
		}
	})
}
