package integration

import (
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"minhbach/internal/browser"
	"minhbach/internal/demo"
	"minhbach/internal/testkit"
)

// TestPagesInABrowser seeds the demo once and visits it in parallel: most of a
// visit is waiting for silence on the line.
func TestPagesInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("browser checks are skipped with -short")
	}
	dir := filepath.Join(t.TempDir(), "demo")
	if err := demo.Seed(t.Context(), dir, demo.Options{}); err != nil {
		t.Fatal(err)
	}
	n := testkit.Open(t, dir, time.Now())
	for name, visit := range map[string]func(*testing.T, *testkit.Node){"public": publicPages, "error": errorPages, "staff": staffPages} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			visit(t, n)
		})
	}
}

// pageOf finds the address of an item of the demo by words of its title.
func pageOf(t *testing.T, n *testkit.Node, title string) string {
	t.Helper()
	var list struct{ Items []struct{ Page string } }
	n.API().Get("/api/v1/publications?state=published,archived,withdrawn&title=" + title).Want(http.StatusOK).Into(&list)
	if len(list.Items) == 0 {
		t.Fatalf("the demo has nothing about %q", title)
	}
	return list.Items[0].Page
}

func publicPages(t *testing.T, n *testkit.Node) {
	decision := pageOf(t, n, "co+so+du+lieu+dung+chung")
	browser.Check(t, n.URL, []string{
		"/", "/cq/nhonmy.kesach", "/van-ban", decision, decision + "/lich-su?tu=1&den=2", pageOf(t, n, "gioi+thieu+tinh"),
		"/co-cau-to-chuc", "/thoi-han", "/tim-kiem?q=han+man", "/?as_of=" + n.Clock.Today().AddDays(-30).String(),
	}, browser.Options{English: func(path string) string {
		if path[1:] == "" || path[1] == '?' {
			return "/en" + path[1:]
		}
		return "/en" + path
	}})
}

func errorPages(t *testing.T, n *testkit.Node) {
	browser.Check(t, n.URL, []string{"/van-ban/khong-co", pageOf(t, n, "tam+ngung+cap+nuoc"), "/?as_of=hom-nao-do"}, browser.Options{
		Errors: true, Widths: []int{320}, Themes: []string{"light"}, English: func(path string) string {
			if path[1] == '?' {
				return "/en" + path[1:]
			}
			return "/en" + path
		},
	})
}

func staffPages(t *testing.T, n *testkit.Node) {
	ids := map[string]string{}
	minh, hung, admin := n.Resident("minh", demo.Password, ""), n.Resident("hung", demo.Password, secretOf("hung")), n.Resident("quantri", demo.Password, secretOf("quantri"))
	var work struct {
		Items []struct{ ID, State, Title string }
	}
	hung.API().Get("/api/v1/work?limit=100").Want(http.StatusOK).Into(&work)
	for _, w := range work.Items {
		ids[w.State] = w.ID
	}
	vietnamese := browser.Options{OnlyVI: true}
	for _, one := range []struct {
		who   *testkit.Person
		paths []string
	}{
		{minh, []string{"/quan-tri", "/quan-tri/soan", "/quan-tri/muc/" + ids["returned"], "/quan-tri/muc/" + ids["returned"] + "/sua"}},
		{hung, []string{"/quan-tri", "/quan-tri/muc/" + ids["returned"] + "/duyet", "/quan-tri/ban-bien-tap/" + n.Agency("94")}},
		{admin, []string{"/quan-tri/tai-khoan", "/quan-tri/co-quan", "/quan-tri/he-thong", "/quan-tri/tai-khoan-cua-toi"}},
	} {
		one.who.SignIn()
		vietnamese.Cookie = one.who.Cookies()
		browser.Check(t, n.URL, one.paths, vietnamese)
	}
}

func secretOf(login string) string {
	p, _ := demo.PersonBy(login)
	return p.Secret
}
