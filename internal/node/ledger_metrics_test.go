package node

import (
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// TestLedgerMetrics: lag and health of the ledger are told to monitors, and a lost key
// stops the signing, not the portal.
func TestLedgerMetrics(t *testing.T) {
	dir := t.TempDir()
	if err := Init(dir, time.Now()); err != nil {
		t.Fatal(err)
	}
	metrics := func(key string) string {
		n, err := Open(t.Context(), Config{Data: dir})
		if err != nil {
			t.Fatal(err)
		}
		defer n.Close()
		if err := eventstore.NewClaims(n.Repo).Take(t.Context(), eventstore.Envelope{}, "test", key, "h"); err != nil {
			t.Fatal(err)
		}
		if err := n.Ledger.ToEnd(t.Context()); err != nil && !errors.Is(err, ledger.ErrNoKey) {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		n.opsHandler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		return w.Body.String()
	}
	tells := func(text string, lines ...string) {
		t.Helper()
		for _, line := range lines {
			if !strings.Contains(text, "\nminhbach_ledger_"+line) {
				t.Errorf("no %q in\n%s", line, text)
			}
		}
	}
	tells(metrics("a"), "size 1\n", "events_behind 0\n", "seconds_behind 0\n", "last_signed_seconds ", "broken 0\n")
	if err := os.Remove(filepath.Join(dir, "keys", "ledger.key")); err != nil {
		t.Fatal(err)
	}
	tells(metrics("b"), "size 1\n", "events_behind 1\n", "broken 1\n")
}
