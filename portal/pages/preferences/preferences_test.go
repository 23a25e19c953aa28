package preferences_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"minhbach/portal/i18n"
	"minhbach/portal/pages/preferences"
	"minhbach/portal/render"
	"minhbach/portal/render/rendertest"
)

func TestTheFormShowsTheCurrentChoice(t *testing.T) {
	e := rendertest.Engine(t, preferences.Template)
	for _, lang := range i18n.Langs {
		base := rendertest.Base(lang, "")
		base.Preference = render.Preference{Theme: "dark", Spacing: "wide"}
		d := rendertest.Page(t, e, preferences.Template, preferences.New(base, "/tin-tuc?trang=2"))
		if got := d.Attr("html", "data-theme") + " " + d.Attr("html", "data-spacing"); got != "dark wide" {
			t.Errorf("%s: html shows %q", lang, got)
		}
		if d.Attr("input[name=theme][checked]", "value") != "dark" || d.Attr("input[name=text][checked]", "value") != "" {
			t.Errorf("%s: the wrong options are checked", lang)
		}
		if got := d.Attr("input[name=next]", "value"); got != "/tin-tuc?trang=2" {
			t.Errorf("%s: next is %q", lang, got)
		}
	}
}

func save(form url.Values) *http.Response {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, render.PreferencePath, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	preferences.Save(w, r, true)
	return w.Result()
}

func TestSavingKeepsTheChoiceAndGoesBack(t *testing.T) {
	res := save(url.Values{"theme": {"dark"}, "text": {"larger"}, "contrast": {"high"}, "spacing": {"wide"}, "next": {"/van-ban?q=dat&trang=2"}})
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/van-ban?q=dat&trang=2" {
		t.Errorf("got %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	cookie := res.Cookies()[0]
	if !cookie.HttpOnly || !cookie.Secure || cookie.SameSite != http.SameSiteLaxMode {
		t.Errorf("cookie %v", cookie)
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.AddCookie(cookie)
	if got, want := render.ReadPreference(r), (render.Preference{Theme: "dark", Text: "larger", Contrast: "high", Spacing: "wide"}); got != want {
		t.Errorf("read back %+v", got)
	}
}

func TestNothingButKnownChoicesIsKept(t *testing.T) {
	res := save(url.Values{"theme": {`dark" onload="x`}, "text": {"huge"}, "next": {"https://evil.example/"}})
	if got := res.Cookies()[0].Value; got != "" {
		t.Errorf("cookie value %q", got)
	}
	if got := res.Header.Get("Location"); got != "/" {
		t.Errorf("went to %q", got)
	}
	w := httptest.NewRecorder()
	preferences.Save(w, httptest.NewRequest(http.MethodGet, "/?theme=dark", nil), true)
	if w.Code != http.StatusMethodNotAllowed || len(w.Result().Cookies()) != 0 {
		t.Errorf("a GET must change nothing, got %d", w.Code)
	}
}
