package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"minhbach/domain/fault"
	"minhbach/opendata/export"
)

// streamed is an answer that is written as it is made.
type streamed struct {
	position  uint64
	etag      string
	mediaType string
	name      string // to save under; empty: shown
	link      func() string
	write     func(ctx context.Context, w io.Writer) error
}

// tagged makes an entity tag of everything that an answer depends on.
func tagged(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		_, _ = io.WriteString(h, strconv.Itoa(len(p))+":"+p) // a hash never fails
	}
	return `"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16]) + `"`
}

// pour writes a streamed answer: nothing is asked of the engine when the reader has
// it already or wants the headers only. What fails before the first byte becomes a
// problem; after it the answer is broken off, so that half never looks like whole.
func (s *service) pour(a *streamed) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		r, w := humago.Unwrap(hc)
		h := w.Header()
		h.Set("Minhbach-Position", strconv.FormatUint(a.position, 10))
		h.Add("Vary", "Accept")
		if h.Get("Cache-Control") != "no-store" { // what staff see
			h.Set("ETag", a.etag)
			h.Set("Cache-Control", "public, no-cache")
			if matches(r.Header.Values("If-None-Match"), a.etag) {
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		h.Set("Content-Type", a.mediaType)
		if a.name != "" {
			h.Set("Content-Disposition", disposition(a.name))
		}
		if r.Method == http.MethodHead {
			w.WriteHeader(http.StatusOK)
			return
		}
		out := &begun{w: w}
		if a.link != nil {
			out.first = func() {
				if link := a.link(); link != "" {
					h.Set("Link", link)
				}
			}
		}
		err := a.write(r.Context(), out)
		switch {
		case err == nil:
			return
		case out.wrote || r.Context().Err() != nil:
			s.log.Warn("api: an answer broke off", "path", r.URL.Path, "error", err)
			panic(http.ErrAbortHandler)
		}
		h.Del("Content-Disposition")
		h.Del("ETag")
		q := requestOf(r.Context())
		q.operation = hc.Operation()
		q.fail(w, err)
	}}
}

// begun knows whether a byte was written.
type begun struct {
	w     io.Writer
	first func()
	wrote bool
}

func (b *begun) Write(p []byte) (int, error) {
	if !b.wrote && len(p) > 0 {
		b.wrote = true
		if b.first != nil {
			b.first()
		}
	}
	return b.w.Write(p)
}

// mediaOnly is a media type without its parameters.
func mediaOnly(mediaType string) string {
	media, _, _ := strings.Cut(mediaType, ";")
	return media
}

// placed names the parameter at fault, where the refusal does not.
func placed(err error, where string) error {
	if f := fault.Of(err); f != nil && f.Path == "" && len(f.Fields) == 0 {
		return f.At(where)
	}
	return err
}

// chosenFormat is what was asked for by name, else by Accept (RFC 9110 section
// 12.5.1), else JSON.
func chosenFormat(asked DataFormat, accept string, among []export.Format) export.Format {
	if asked != "" {
		return export.Format(asked)
	}
	best, quality := export.JSON, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		kind, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		q := 1.0
		if text, ok := params["q"]; ok {
			if q, err = strconv.ParseFloat(text, 64); err != nil {
				continue
			}
		}
		if kind == "*/*" || kind == "application/*" {
			kind = "application/json"
		}
		for _, f := range among {
			form, _ := export.FormOf(f)
			if mediaOnly(form.MediaType) == kind && q > quality {
				best, quality = f, q
				break
			}
		}
	}
	return best
}

// dataAnswers documents the media types of an answer in many formats.
func dataAnswers(api huma.API, page any, name string, among []export.Format) map[string]*huma.Response {
	text := func(d string) *huma.Param {
		return &huma.Param{Schema: &huma.Schema{Type: huma.TypeString}, Description: d}
	}
	ok := &huma.Response{
		Description: "The rows; JSON comes with columns and totals, other formats are the table alone",
		Headers: map[string]*huma.Param{
			"ETag": text("Of data, question and format; send it as If-None-Match next time."),
			"Link": text("The next page, rel=next (RFC 8288); with JSON only."),
			"Minhbach-Position": {
				Schema: &huma.Schema{Type: huma.TypeInteger, Format: "int64"}, Description: "Position of the log that the answer reflects.",
			},
		},
		Content: map[string]*huma.MediaType{"application/json": {Schema: schemaOf(api, page, name)}},
	}
	for _, f := range among {
		form, _ := export.FormOf(f)
		if media := mediaOnly(form.MediaType); ok.Content[media] == nil {
			ok.Content[media] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
		}
	}
	return map[string]*huma.Response{"200": ok, "304": {Description: "The reader has it already"}}
}
