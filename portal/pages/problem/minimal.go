package problem

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"strconv"

	"minhbach/portal/assets"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
)

//go:embed minimal.html
var minimalSource string

var minimal = template.Must(template.New("minimal").Funcs(template.FuncMap{"asset": assets.Default().URL}).Parse(minimalSource))

// Minimal answers an error where nothing is known of the portal: the read models
// are away or nothing is registered yet.
func Minimal(w http.ResponseWriter, r *http.Request, lang i18n.Lang, status int, code, sentence string) {
	kind := "other"
	if status == http.StatusServiceUnavailable {
		kind = "unavailable"
	}
	if sentence == "" {
		sentence = i18n.T(lang, "problem."+kind+".lead")
	}
	var body bytes.Buffer
	err := minimal.Execute(&body, struct{ Lang, Title, Lead, Code, Again, Skip string }{
		string(lang), i18n.T(lang, "problem."+kind+".title"), sentence, i18n.T(lang, "problem.code", code),
		i18n.T(lang, "problem.again"), i18n.T(lang, "site.skip"),
	})
	if err != nil {
		http.Error(w, http.StatusText(status), status)
		return
	}
	h := w.Header()
	render.SecurityHeaders(h)
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(lang))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body.Bytes())
	}
}
