package portal_test

import (
	"net/http/httptest"
	"testing"

	"minhbach/internal/browser"
)

// The outbox with something in each of its tables, in a real browser.
func TestTheOutboxInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("browser checks are skipped with -short")
	}
	o := newOffice(t)
	o.told(o.submitted("Tin thứ nhất"), "550 5.1.1")
	o.parked()
	v := o.as("quantri")
	srv := httptest.NewServer(o.h)
	defer srv.Close()
	cookie := ""
	for name, value := range v.jar {
		cookie += name + "=" + value + "; "
	}
	browser.Check(t, srv.URL, []string{noticesHome}, browser.Options{OnlyVI: true, Cookie: cookie[:len(cookie)-2]})
}
