package outbound

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestOnlyPublicAddressesAreCalled(t *testing.T) {
	for ip, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1111": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "0.0.0.0": false,
		"100.64.1.1": false, "224.0.0.1": false, "255.255.255.255": false, "::1": false, "::": false, "fe80::1": false, "fd00::1": false,
		"64:ff9b::7f00:1": false, "2002:7f00:1::": false, "::ffff:127.0.0.1": false,
	} {
		if got := public(netip.MustParseAddr(ip).Unmap()); got != want {
			t.Errorf("%s: %v, want %v", ip, got, want)
		}
	}
}

func TestThisMachineIsCalledOnlyWhereAllowed(t *testing.T) {
	here := httptest.NewServer(http.NotFoundHandler())
	defer here.Close()
	if _, err := Client(Options{}).Get(here.URL); !errors.Is(err, ErrAddress) {
		t.Errorf("got %v", err)
	}
	resp, err := Client(Options{Private: true}).Get(here.URL)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}

func TestRedirectsEnd(t *testing.T) {
	turns := 0
	var here *httptest.Server
	here = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		turns++
		http.Redirect(w, r, here.URL+"/on", http.StatusFound)
	}))
	defer here.Close()
	if _, err := Client(Options{Private: true}).Get(here.URL); err == nil || turns != maxRedirects+1 {
		t.Errorf("%d requests, %v", turns, err)
	}
	away := httptest.NewServer(http.RedirectHandler("ftp://example.org/", http.StatusFound))
	defer away.Close()
	if _, err := Client(Options{Private: true}).Get(away.URL); !errors.Is(err, ErrAddress) {
		t.Errorf("another scheme: %v", err)
	}
}
