package portal_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"minhbach/internal/browser"
)

// One page of each sort, with a real browser: accessibility, width, policy, weight.
func TestPublicPagesInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("browser checks are skipped with -short")
	}
	_, h := populated(t)
	srv := httptest.NewServer(h)
	defer srv.Close()
	browser.Check(t, srv.URL, []string{
		"/", "/cq/kesach", "/van-ban?so=khong-co", "/van-ban/07-2019-qd-ubnd", "/van-ban/07-2019-qd-ubnd/ban-in",
		"/van-ban/07-2019-qd-ubnd/lich-su", "/van-ban/07-2019-qd-ubnd?as_of=1", "/co-cau-to-chuc", "/so-do-cong", "/thoi-han",
		"/tim-kiem?q=quyet+dinh", "/tiep-can", "/chung-thuc", "/chung-thuc?bam=" + strings.Repeat("a", 64), "/chung-thuc/" + eventID(1),
	}, browser.Options{English: english})
	browser.Check(t, srv.URL, []string{"/khong-co", "/cq/kesach/tin-tuc/sai-so-lieu", "/tin-tuc?as_of=abc", "/van-ban?nam=x"},
		browser.Options{English: english, Errors: true, Themes: []string{"light"}, Widths: []int{320}})
}

// The pages of open data and of the search, with a figure and a wide table.
func TestDataPagesInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("browser checks are skipped with -short")
	}
	_, h := withRice(t)
	srv := httptest.NewServer(h)
	defer srv.Close()
	browser.Check(t, srv.URL, []string{
		"/du-lieu", "/du-lieu?q=lua&chu-de=nong-nghiep-thuy-san", riceAt, riceAt + "?as_of=9&kind=multiples&x=nam&y=dien_tich&by=huyen", riceAt + "?kind=bar&x=huyen&y=dien_tich",
		riceAt + "/bang?c1=nam&p1=tu&v1=2020&xep=-dien_tich", riceAt + "/lich-su", riceAt + "/loi", "/tim-kiem?q=lua", "/tim-kiem/goi-y?q=lua",
	}, browser.Options{English: english})
	browser.Check(t, srv.URL, []string{riceAt + "/bang?c1=nam&v1=hai", riceAt + "?x=khong", "/cq/kesach/du-lieu/da-go"},
		browser.Options{English: english, Errors: true, Themes: []string{"light"}, Widths: []int{320}})
}
