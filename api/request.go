package api

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/language"

	"minhbach/internal/app"
)

// request is what the surface knows of one request besides its parameters.
type request struct {
	path      string
	base      string // scheme and host as the client named them
	lang      string // vi or en: of problems and of the document
	caller    app.Caller
	operation *huma.Operation
	schemas   huma.Registry
	log       *slog.Logger
	now       func() time.Time
}

type requestKey struct{}

// requestOf never answers nil, so that a test may call an operation directly.
func requestOf(ctx context.Context) *request {
	if q, ok := ctx.Value(requestKey{}).(*request); ok {
		return q
	}
	return &request{lang: "vi", log: slog.Default(), now: time.Now}
}

func (s *service) open(r *http.Request) *request {
	return &request{
		path: r.URL.Path, base: s.scheme(r) + "://" + r.Host, lang: languageOf(r.Header.Get("Accept-Language")),
		log: s.log, now: s.now, schemas: s.document.Components.Schemas,
	}
}

var languages = language.NewMatcher([]language.Tag{language.Vietnamese, language.English})

// languageOf is Vietnamese unless English is preferred (RFC 9110 section 12.5.4).
func languageOf(accept string) string {
	if len(accept) > 1000 {
		return "vi"
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(tags) == 0 {
		return "vi"
	}
	if _, i, confidence := languages.Match(tags...); i == 1 && confidence > language.No {
		return "en"
	}
	return "vi"
}

func (s *service) scheme(r *http.Request) string {
	if r.TLS != nil || s.options.Secure || s.options.BehindProxy && r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https"
	}
	return "http"
}

// address of the client, for the rate limit; it is never stored or logged.
func (s *service) address(r *http.Request) string {
	if s.options.BehindProxy {
		if list := strings.Split(r.Header.Get("X-Forwarded-For"), ","); list[len(list)-1] != "" {
			return strings.TrimSpace(list[len(list)-1])
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
