package cli

import (
	"context"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// Given a portal at work, when its log is opened beside it, then a stock client reads
// what the portal records, and monitors see it do so.
func TestServeOpensTheLogBesideThePortal(t *testing.T) {
	t.Setenv("MINHBACH_EVENTSTORE_ADMIN_PASSWORD", "")
	dir := prepared(t)
	minhbach(t, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--eventstore-listen", "127.0.0.1:0").want(t, Usage, "eventstore.open")
	minhbach(t, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--eventstore-listen", "0.0.0.0:0", "--eventstore-insecure").want(t, Usage, "eventstore.public")
	url, _, stop := serving(t, strings.NewReader(""), "serve", "--data", dir, "--listen", "127.0.0.1:0", "--eventstore-listen", "127.0.0.1:0", "--eventstore-insecure")
	defer stop()
	r, err := stock(t, url).ReadAll(t.Context(), esdb.ReadAllOptions{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	ev, err := r.Recv()
	r.Close()
	if err != nil || strings.HasPrefix(ev.OriginalEvent().EventType, "$") {
		t.Fatalf("%+v, %v", ev, err)
	}
	control := http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", filepath.Join(dir, "control.sock"))
	}}}
	answer, err := control.Get("http://minhbach/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	for _, want := range []string{"minhbach_eventstore_connections 1\n", `minhbach_eventstore_calls_total{method="streams/Read",code=`, "minhbach_eventstore_subscriptions 0\n", "minhbach_eventstore_credentials_refused_total 0\n"} {
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("no %q: %v", want, err)
		}
	}
}
