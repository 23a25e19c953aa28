package portal_test

import (
	"net/http/httptest"
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
		"/tim-kiem?q=quyet+dinh", "/tiep-can",
	}, browser.Options{English: english})
	browser.Check(t, srv.URL, []string{"/khong-co", "/cq/kesach/tin-tuc/sai-so-lieu", "/tin-tuc?as_of=abc", "/van-ban?nam=x"},
		browser.Options{English: english, Errors: true, Themes: []string{"light"}, Widths: []int{320}})
}
