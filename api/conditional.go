package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// conditional gives every JSON answer to a GET an entity tag made from its bytes,
// unless the operation set one, and answers 304 where the reader has it already
// (RFC 9110 section 13.1.2). The tag is the same on every node. What staff see is
// never stored: there the tag is the revision, for If-Match.
func conditional(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	if r.Method != http.MethodGet && r.Method != http.MethodHead || ctx.Operation().Metadata[streams] != nil {
		next(ctx)
		return
	}
	held := &held{header: w.Header(), status: http.StatusOK}
	next(humago.NewContext(ctx.Operation(), r, held))
	if held.status == http.StatusOK {
		h := w.Header()
		if h.Get("ETag") == "" {
			sum := sha256.Sum256(held.body.Bytes())
			h.Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(sum[:16])+`"`)
		}
		if h.Get("Cache-Control") == "" {
			h.Set("Cache-Control", "public, no-cache")
		}
		h.Add("Vary", "Accept")
		if tokenOf(ctx.Operation()) != tokenIgnored {
			h.Add("Vary", "Authorization")
		}
		if h.Get("Cache-Control") != "no-store" && matches(r.Header.Values("If-None-Match"), h.Get("ETag")) {
			h.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.WriteHeader(held.status)
	_, _ = w.Write(held.body.Bytes()) // the reader is gone when this fails
}

// streams marks an operation that writes its answer itself.
const streams = "streams"

// matches compares weakly, as If-None-Match asks.
func matches(headers []string, etag string) bool {
	for _, header := range headers {
		for tag := range strings.SplitSeq(header, ",") {
			tag = strings.TrimSpace(tag)
			if tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
				return true
			}
		}
	}
	return false
}

// held keeps an answer back until its tag is known.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (h *held) Header() http.Header         { return h.header }
func (h *held) WriteHeader(status int)      { h.status = status }
func (h *held) Write(b []byte) (int, error) { return h.body.Write(b) }
