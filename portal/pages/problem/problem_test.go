package problem_test

import (
	"strings"
	"testing"

	"minhbach/portal/i18n"
	"minhbach/portal/pages/problem"
	"minhbach/portal/render"
	"minhbach/portal/render/rendertest"
)

func TestEveryStatusSaysWhatToDoNext(t *testing.T) {
	e := rendertest.Engine(t, problem.Template)
	for _, lang := range i18n.Langs {
		titles := map[string]int{}
		for _, status := range []int{400, 403, 404, 409, 410, 413, 429, 500, 503} {
			page := problem.New(rendertest.Base(lang, ""), status, "mb_test", render.Link{Label: "Thử lại", URL: "/thu-lai"})
			d := rendertest.Page(t, e, problem.Template, page)
			titles[d.Text("h1")]++
			if got := d.Texts("main ul a"); len(got) != 3 || got[0] != "Thử lại" {
				t.Errorf("%s %d: next steps %q", lang, status, got)
			}
			if !strings.Contains(d.Text("main"), "mb_test") || !d.Has("meta[name=robots][content=noindex]") {
				t.Errorf("%s %d: no code or indexed", lang, status)
			}
		}
		if len(titles) != 9 {
			t.Errorf("%s: each status needs its own words, got %v", lang, titles)
		}
	}
}
