package browser

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A check that finds nothing on a bad page is worse than none: every kind of
// fault is planted once and must be found.
func TestPlantedFaultsAreFound(t *testing.T) {
	if testing.Short() {
		t.Skip("browser checks are skipped with -short")
	}
	chromium := require(t)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/app.js":
			_, _ = w.Write([]byte(`document.title = missing.name`))
		case "/":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src *")
			_, _ = w.Write([]byte(`<!doctype html><html lang="vi"><title>x</title><main><h1>x</h1>
				<img src="/missing.png"><img alt="" src="https://third.example/x.png"><pre>` + strings.Repeat("x", 400) + `</pre>
				<p style="color:#aaa">y</p></main><script src="/app.js"></script></html>`))
		default:
			http.NotFound(w, r)
		}
	}))
	defer srv.Close()
	o := Options{OnlyVI: true, Themes: []string{"light"}, Widths: []int{320}}
	report, err := run(chromium, o.job(srv.URL, chromium, []string{"/", "/gone"}))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, v := range report.Visits {
		for _, f := range v.Faults {
			found[f.Kind] = true
		}
	}
	for _, kind := range []string{"axe", "sideways", "console", "script", "csp", "request", "third-party", "status"} {
		if !found[kind] {
			t.Errorf("a planted fault of kind %q was not found in %+v", kind, report)
		}
	}
	if faults := o.weight(Visit{Bytes: 150_001}); len(faults) != 1 || faults[0].Kind != "weight" {
		t.Error("a page above the budget must be reported")
	}
}
