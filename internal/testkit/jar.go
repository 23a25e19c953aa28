package testkit

import (
	"net/http"
	"net/url"
	"sync"
)

// jar keeps cookies by name. It asks no clock when they end: the node's clock is
// not the one of the test's machine.
type jar struct {
	mu   sync.Mutex
	kept []*http.Cookie
}

func (j *jar) SetCookies(_ *url.URL, cookies []*http.Cookie) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, c := range cookies {
		kept := j.kept[:0]
		for _, k := range j.kept {
			if k.Name != c.Name {
				kept = append(kept, k)
			}
		}
		if j.kept = kept; c.MaxAge >= 0 {
			j.kept = append(j.kept, c)
		}
	}
}

func (j *jar) Cookies(*url.URL) []*http.Cookie {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]*http.Cookie(nil), j.kept...)
}
