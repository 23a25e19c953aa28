package reading

import (
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// Compress sends public text compressed to those who ask for it. Pages with a
// session stay as they are: they hold secrets next to what a stranger can put into
// an address (BREACH).
func Compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || hasSession(r) || !accepts(r.Header.Get("Accept-Encoding")) {
			next.ServeHTTP(w, r)
			return
		}
		p := &packer{ResponseWriter: w}
		defer p.close()
		next.ServeHTTP(p, r)
	})
}

// hasSession: any cookie but those that say nothing about anybody.
func hasSession(r *http.Request) bool {
	for _, c := range r.Cookies() {
		if c.Name != "mb_hien_thi" && c.Name != "mb_vi_tri" && c.Value != "" {
			return true
		}
	}
	return r.Header.Get("Authorization") != ""
}

func accepts(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, q, weighted := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		if !weighted {
			return true
		}
		v, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(q), "q="), 64)
		return err == nil && v > 0
	}
	return false
}

var writers = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, 5)
	if err != nil {
		panic(err) // a constant level
	}
	return w
}}

// small answers gain nothing.
const small = 1000

type packer struct {
	http.ResponseWriter
	out     *gzip.Writer
	decided bool
}

func (p *packer) WriteHeader(status int) {
	if !p.decided {
		p.decide(status)
	}
	p.ResponseWriter.WriteHeader(status)
}

func (p *packer) decide(status int) {
	p.decided = true
	h := p.Header()
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	if !packable[kind] {
		return
	}
	h.Add("Vary", "Accept-Encoding")
	length, err := strconv.Atoi(h.Get("Content-Length"))
	if status < 200 || status == http.StatusNoContent || status == http.StatusNotModified || status == http.StatusPartialContent ||
		h.Get("Content-Encoding") != "" || err == nil && length < small {
		return
	}
	h.Del("Content-Length")
	h.Set("Content-Encoding", "gzip")
	p.out = writers.Get().(*gzip.Writer)
	p.out.Reset(p.ResponseWriter)
}

var packable = map[string]bool{
	"text/html": true, "text/plain": true, "application/xml": true, "application/atom+xml": true, "application/rss+xml": true,
	"application/json": true, "image/svg+xml": true, "text/csv": true,
}

func (p *packer) Write(b []byte) (int, error) {
	if !p.decided {
		p.WriteHeader(http.StatusOK)
	}
	if p.out != nil {
		return p.out.Write(b)
	}
	return p.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (p *packer) Unwrap() http.ResponseWriter { return p.ResponseWriter }

func (p *packer) close() {
	if p.out == nil {
		return
	}
	_ = p.out.Close() // the reader may be gone
	p.out.Reset(nil)
	writers.Put(p.out)
	p.out = nil
}
