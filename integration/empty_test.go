package integration

import (
	"net/http"
	"testing"
	"time"

	"minhbach/internal/testkit"
)

// Before any agency is registered there is no portal to show, but the first
// administrator can sign in and import the units.
func TestBeforeTheFirstAgency(t *testing.T) {
	n := testkit.New(t, time.Date(2026, 10, 5, 1, 0, 0, 0, time.UTC))
	for path, want := range map[string]int{"/": http.StatusServiceUnavailable, "/van-ban": http.StatusServiceUnavailable, "/dang-nhap": http.StatusOK, "/api/v1/agencies": http.StatusOK} {
		res, err := http.Get(n.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, res.StatusCode, want)
		}
	}
}
