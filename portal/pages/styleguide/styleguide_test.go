package styleguide_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"minhbach/internal/browser"
	"minhbach/portal/assets"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/preferences"
	"minhbach/portal/pages/problem"
	"minhbach/portal/pages/styleguide"
	"minhbach/portal/render"
	"minhbach/portal/render/rendertest"
)

func TestEveryPartRenders(t *testing.T) {
	e := rendertest.Engine(t, styleguide.Template)
	for _, lang := range i18n.Langs {
		d := rendertest.Page(t, e, styleguide.Template, styleguide.New(rendertest.Base(lang, "Bộ mẫu giao diện"), rendertest.At))
		for selector, want := range map[string]int{".item": 3, ".timeline li": 3, ".diff ins": 2, ".diff del": 2, ".badge-error": 2,
			".notice": 4, "table.stack tbody tr": 3, ".pages [aria-current=page]": 1, "fieldset": 1, "meta[name^='DC.']": 6} {
			if got := len(d.All(selector)); got != want {
				t.Errorf("%s: %d × %s, want %d", lang, got, selector, want)
			}
		}
		if got := d.Attr("input#thu", "aria-describedby"); got != "thu-hint thu-error" {
			t.Errorf("the hint and the error explain the field: %q", got)
		}
	}
}

// server mounts the kit's pages as a portal would.
func server(t *testing.T) http.Handler {
	e := rendertest.Engine(t, styleguide.Template, preferences.Template, problem.Template)
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, assets.Default())
	fail := func(err error) {
		if err != nil {
			t.Error(err)
		}
	}
	for _, lang := range i18n.Langs {
		root := rendertest.Base(lang, "").Root
		base := func(r *http.Request) render.Base {
			b := rendertest.Base(lang, "Bộ mẫu giao diện")
			b.Preference = render.ReadPreference(r)
			return b
		}
		mux.HandleFunc("GET "+root+"/mau", func(w http.ResponseWriter, r *http.Request) {
			fail(styleguide.Template.Render(e, w, r, http.StatusOK, styleguide.New(base(r), rendertest.At)))
		})
		mux.HandleFunc("GET "+root+"/mau-can-bo", func(w http.ResponseWriter, r *http.Request) {
			b := base(r)
			b.Staff = &render.Staff{Name: "Lê Văn Mẫu", Agency: "Văn phòng", WorkListURL: root + "/quan-tri/viec", Open: 3, SignOutURL: "/quan-tri/dang-xuat"}
			b.CSRF, b.AsOf = "x", &render.AsOf{At: rendertest.At, Position: 123456, CurrentURL: root + "/mau"}
			fail(styleguide.Template.Render(e, w, r, http.StatusOK, styleguide.New(b, rendertest.At)))
		})
		mux.HandleFunc("GET "+root+render.PreferencePath, func(w http.ResponseWriter, r *http.Request) {
			fail(preferences.Template.Render(e, w, r, http.StatusOK, preferences.New(base(r), r.URL.Query().Get("next"))))
		})
		mux.HandleFunc("GET "+root+"/loi", func(w http.ResponseWriter, r *http.Request) {
			fail(problem.Template.Render(e, w, r, http.StatusOK, problem.New(base(r), 404, "mb_not_found")))
		})
	}
	mux.HandleFunc("POST "+render.PreferencePath, func(w http.ResponseWriter, r *http.Request) { preferences.Save(w, r, false) })
	return mux
}

func TestInABrowser(t *testing.T) {
	srv := httptest.NewServer(server(t))
	defer srv.Close()
	browser.Check(t, srv.URL, []string{"/mau", "/mau-can-bo", render.PreferencePath, "/loi"}, browser.Options{})
}
