package node

import (
	"io"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// guard is what every request passes: HTTPS where the node is known by it, a bound
// on how many are served at once, and a panic that harms nobody else.
func (n *Node) guard(next http.Handler) http.Handler {
	pages := make(chan struct{}, n.cfg.InFlight)
	// Files take as long as their readers do; they must not fill all places.
	files := make(chan struct{}, max(1, n.cfg.InFlight/4))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n.cfg.secure() {
			if n.cfg.BehindProxy && r.Header.Get("X-Forwarded-Proto") == "http" {
				http.Redirect(w, r, "https://"+r.Host+r.URL.RequestURI(), http.StatusPermanentRedirect)
				return
			}
			w.Header().Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		slots, file := pages, isFile(r)
		if file {
			slots = files
		}
		select {
		case slots <- struct{}{}:
			defer func() { <-slots }()
		default:
			w.Header().Set("Retry-After", "2")
			http.Error(w, "Hệ thống đang bận, xin thử lại sau vài giây. / Busy, please try again in a few seconds.", http.StatusTooManyRequests)
			return
		}
		start := time.Now()
		limit(w, r, start)
		begun := &beginning{ResponseWriter: w}
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p != http.ErrAbortHandler {
				n.cfg.Log.Error("request panicked", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
			}
			if begun.wrote || p == http.ErrAbortHandler {
				panic(http.ErrAbortHandler) // half an answer must not look like a whole one
			}
			http.Error(w, "Hệ thống gặp lỗi khi xử lý yêu cầu này, xin thử lại. / Something went wrong on our side, please try again.", http.StatusInternalServerError)
		}()
		next.ServeHTTP(begun, r)
		if took := time.Since(start); took > time.Second && !file {
			n.cfg.Log.Warn("slow request", "path", r.URL.Path, "took", took.Round(time.Millisecond))
		}
	})
}

// isFile tells what takes as long as its reader or sender does.
func isFile(r *http.Request) bool {
	path := r.URL.Path
	if rest, ok := strings.CutPrefix(path, "/api/v1/"); ok {
		switch {
		case strings.HasPrefix(rest, "bulk/"), strings.HasPrefix(rest, "uploads"):
			return true
		case strings.HasPrefix(rest, "datasets/"):
			return strings.Contains(rest, "/data.") || strings.HasSuffix(rest, "/original") || strings.HasSuffix(rest, "/report.csv") ||
				strings.HasSuffix(rest, "/rows") && r.URL.Query().Has("format")
		}
	}
	return strings.Contains(path, "/tep/") || strings.Contains(path, "/attachments/") || strings.HasPrefix(path, "/datastore/dump/") || path == "/data.json" ||
		r.Method == http.MethodPost && strings.HasSuffix(path, "/chung-thuc")
}

// Whoever sends or reads more slowly than this gives up their place.
const (
	patience = 30 * time.Second
	slowest  = 32 << 10 // bytes a second of what is sent to us
	answered = 30 * time.Minute
)

// limit bounds how long a request may take to arrive and its answer to leave.
func limit(w http.ResponseWriter, r *http.Request, now time.Time) {
	c := http.NewResponseController(w) // what cannot be limited, as in tests, is not
	_ = c.SetWriteDeadline(now.Add(answered))
	switch length := r.ContentLength; {
	case length > 0:
		_ = c.SetReadDeadline(now.Add(patience + min(time.Duration(length/slowest)*time.Second, answered)))
	case length < 0:
		_ = c.SetReadDeadline(now.Add(4 * patience))
	}
}

// beginning knows whether an answer has begun.
type beginning struct {
	http.ResponseWriter
	wrote bool
}

func (b *beginning) WriteHeader(status int) {
	b.wrote = true
	b.ResponseWriter.WriteHeader(status)
}

func (b *beginning) Write(p []byte) (int, error) {
	b.wrote = true
	return b.ResponseWriter.Write(p)
}

// ReadFrom keeps the short way for files.
func (b *beginning) ReadFrom(r io.Reader) (int64, error) {
	b.wrote = true
	return io.Copy(b.ResponseWriter, r)
}

// Unwrap serves http.ResponseController.
func (b *beginning) Unwrap() http.ResponseWriter { return b.ResponseWriter }
