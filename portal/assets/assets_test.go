package assets

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func get(s *Set, path string, headers ...string) *http.Response {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func address(t *testing.T, name string) string {
	t.Helper()
	u, err := Default().URL(name)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestBudgets(t *testing.T) {
	total := 0
	for name, limit := range map[string]int{"app.css": 14_000, "app.js": 20_000, "mark.svg": 1_000, "fonts/noto-sans-latin.woff2": 40_000, "fonts/noto-sans-vietnamese.woff2": 16_000} {
		plain, sent := Default().Sizes(name)
		t.Logf("%s: %d bytes, %d as sent", name, plain, sent)
		if sent == 0 || sent > limit {
			t.Errorf("%s: %d bytes as sent, at most %d", name, sent, limit)
		}
		total += sent
	}
	if total > 100_000 {
		t.Errorf("%d bytes of assets leave too little of the 150 KB first view", total)
	}
	if plain, _ := Default().Sizes("fonts/OFL.txt"); plain < 4_000 {
		t.Error("the fonts' licence must lie beside them")
	}
}

func TestHashedAddressesAreCachedForEver(t *testing.T) {
	u := address(t, "app.css")
	res := get(Default(), u, "Accept-Encoding", "br, gzip;q=0.8")
	if got := res.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		t.Errorf("Cache-Control %q", got)
	}
	if res.Header.Get("Content-Encoding") != "gzip" || res.Header.Get("Vary") != "Accept-Encoding" || res.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers %v", res.Header)
	}
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	packed, _ := io.ReadAll(z)
	plain, _ := io.ReadAll(get(Default(), u, "Accept-Encoding", "gzip;q=0").Body)
	if string(packed) != string(plain) || len(plain) == 0 {
		t.Error("compressed and plain bodies differ")
	}
	again := get(Default(), u, "Accept-Encoding", "gzip", "If-None-Match", res.Header.Get("ETag"))
	if again.StatusCode != http.StatusNotModified || again.Header.Get("ETag") != res.Header.Get("ETag") {
		t.Errorf("revalidation: %d", again.StatusCode)
	}
}

func TestOtherHashesOtherMethodsAndStrangers(t *testing.T) {
	old := get(Default(), "/assets/app.0123456789.css")
	if old.StatusCode != http.StatusOK || old.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("another build's address: %d %q", old.StatusCode, old.Header.Get("Cache-Control"))
	}
	for _, path := range []string{"/assets/", "/assets/app.css", "/assets/../assets.go", "/assets/nope.0123456789.css", "/assets/fonts"} {
		if res := get(Default(), path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	w := httptest.NewRecorder()
	Default().ServeHTTP(w, httptest.NewRequest(http.MethodPost, address(t, "app.css"), nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

func TestTheSheetNamesHashedFontsAndNothingElsewhere(t *testing.T) {
	body, _ := io.ReadAll(get(Default(), address(t, "app.css")).Body)
	css := string(body)
	for _, name := range []string{"fonts/noto-sans-latin.woff2", "fonts/noto-sans-vietnamese.woff2"} {
		if !strings.Contains(css, `url("`+address(t, name)+`")`) {
			t.Errorf("the sheet does not name %s by its hash", name)
		}
	}
	for _, bad := range []string{"http:", "https:", "@import", "url(//", "animation", "blink"} {
		if strings.Contains(css, bad) {
			t.Errorf("the sheet contains %q", bad)
		}
	}
	if _, err := New(fstest.MapFS{"a.css": {Data: []byte(`a{src:url("nope.woff2")}`)}}); err == nil {
		t.Error("a sheet that names a missing file must not start")
	}
	if _, err := New(fstest.MapFS{"a.exe": {Data: []byte("x")}}); err == nil {
		t.Error("an unknown kind of file must not start")
	}
}

func TestMinify(t *testing.T) {
	for in, want := range map[string]string{
		"a , b { color : red ; }":                                "a,b{color : red}",
		"/* x */ a:hover b { margin: 0 1px; top: 0 }":            "a:hover b{margin:0 1px;top:0}",
		"a :focus { content: \"a  /* b */ ; }\"; }":              "a :focus{content:\"a  /* b */ ; }\"}",
		"@media (min-width: 1em) { a { top: calc(1px + 2px) } }": "@media (min-width: 1em){a{top:calc(1px + 2px)}}",
		".a *, ::after { x: y }":                                 ".a *,::after{x:y}",
		"/* never closed":                                        "",
		"a{b:\"never closed":                                     "a{b:\"never closed",
	} {
		if got := string(minify([]byte(in))); got != want {
			t.Errorf("%s:\n got %s\nwant %s", in, got, want)
		}
	}
}
