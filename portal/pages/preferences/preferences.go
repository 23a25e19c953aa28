// Package preferences is the page on which a reader chooses how the portal
// looks: theme, text size, contrast and spacing. It needs no script and no
// account; the choice is one cookie that holds nothing else.
package preferences

import (
	_ "embed"
	"net/http"

	"minhbach/portal/i18n"
	"minhbach/portal/render"
)

//go:embed preferences.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("preferences", source)

// Page is the form with the current choice.
type Page struct {
	render.Base
	Next   string
	Action string
	Fields []render.Field
}

// New builds the page; next is where the reader came from.
func New(base render.Base, next string) Page {
	base.Title = i18n.T(base.Lang, "prefs.title")
	base.NoIndex = true
	p := base.Preference
	return Page{
		Base: base, Next: render.LocalPath(next, base.Home()), Action: base.Link(render.PreferencePath),
		Fields: []render.Field{
			radios(base.Lang, "theme", "prefs.theme", p.Theme, "prefs.theme.system", "light", "prefs.theme.light", "dark", "prefs.theme.dark"),
			radios(base.Lang, "text", "prefs.text", p.Text, "prefs.text.normal", "large", "prefs.text.large", "larger", "prefs.text.larger"),
			radios(base.Lang, "contrast", "prefs.contrast", p.Contrast, "prefs.contrast.system", "high", "prefs.contrast.high"),
			radios(base.Lang, "spacing", "prefs.spacing", p.Spacing, "prefs.spacing.normal", "wide", "prefs.spacing.wide"),
		},
	}
}

// radios is one question; the first option is the default and has no value.
func radios(lang i18n.Lang, name, label, chosen, standard string, rest ...string) render.Field {
	f := render.Field{Kind: "radios", ID: name, Label: i18n.T(lang, label),
		Options: []render.Option{{Label: i18n.T(lang, standard), Selected: chosen == ""}}}
	for i := 0; i+1 < len(rest); i += 2 {
		f.Options = append(f.Options, render.Option{Value: rest[i], Label: i18n.T(lang, rest[i+1]), Selected: chosen == rest[i]})
	}
	return f
}

// Save stores the choice and sends the reader back. secure marks the cookie for
// HTTPS only.
func Save(w http.ResponseWriter, r *http.Request, secure bool) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if err := r.ParseForm(); err != nil {
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return
	}
	render.ParsePreference(r.PostForm).Write(w, secure)
	http.Redirect(w, r, render.LocalPath(r.PostForm.Get("next"), "/"), http.StatusSeeOther)
}
