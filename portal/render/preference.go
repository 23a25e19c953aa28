package render

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// PreferencePath is where display settings are shown and saved.
const PreferencePath = "/hien-thi"

const preferenceCookie = "mb_hien_thi"

// Preference is how a reader wants pages to look. The zero value follows the
// device. It is kept in a cookie that says nothing else.
type Preference struct {
	Theme    string // "", light, dark
	Text     string // "", large, larger
	Contrast string // "", high
	Spacing  string // "", wide
}

// choices is the allow-list: what a cookie or a form says is looked up here and
// never copied.
var choices = []struct {
	name   string
	values []string
	field  func(*Preference) *string
}{
	{"theme", []string{"light", "dark"}, func(p *Preference) *string { return &p.Theme }},
	{"text", []string{"large", "larger"}, func(p *Preference) *string { return &p.Text }},
	{"contrast", []string{"high"}, func(p *Preference) *string { return &p.Contrast }},
	{"spacing", []string{"wide"}, func(p *Preference) *string { return &p.Spacing }},
}

// ParsePreference reads name=value pairs; anything unknown follows the device.
func ParsePreference(values url.Values) (p Preference) {
	for _, c := range choices {
		for _, v := range c.values {
			if values.Get(c.name) == v {
				*c.field(&p) = v
			}
		}
	}
	return p
}

// ReadPreference reads the cookie.
func ReadPreference(r *http.Request) Preference {
	c, err := r.Cookie(preferenceCookie)
	if err != nil {
		return Preference{}
	}
	values, err := url.ParseQuery(c.Value)
	if err != nil {
		return Preference{}
	}
	return ParsePreference(values)
}

// Write remembers the preference on the device for a year.
func (p Preference) Write(w http.ResponseWriter, secure bool) {
	values := url.Values{}
	for _, c := range choices {
		if v := *c.field(&p); v != "" {
			values.Set(c.name, v)
		}
	}
	http.SetCookie(w, &http.Cookie{
		Name: preferenceCookie, Value: values.Encode(), Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
		HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode,
	})
}

// LocalPath is next if it leads into this site, else fallback. It stops a form
// from sending a reader to a stranger.
func LocalPath(next, fallback string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") || strings.HasPrefix(u.Path, "//") {
		return fallback
	}
	return u.RequestURI()
}
