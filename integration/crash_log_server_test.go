//go:build unix

package integration

import (
	mrand "math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/internal/node"
	"minhbach/internal/testkit"
)

// TestLogServerSurvivesKill: the portal goes on while the server of its log is killed with
// -9 again and again. Whatever the API acknowledged is there, once; what was answered
// with 503 may be sent again; and the read models, which were never started again, are
// those that a rebuild gives.
func TestLogServerSurvivesKill(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and kills it several times")
	}
	binary := filepath.Join(t.TempDir(), "minhbach")
	if out, err := exec.Command("go", "build", "-o", binary, "minhbach").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	data := filepath.Join(t.TempDir(), "log-server")
	log, where := serveLog(t, binary, data, "127.0.0.1:0")
	dir, at := filepath.Join(t.TempDir(), "data"), time.Now()
	if err := node.InitOn(dir, at, where); err != nil {
		t.Fatal(err)
	}
	n := testkit.Open(t, dir, at)
	if _, err := n.Import(smallTree, "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	token := n.Account("lan", domain.Contributor, "94").Token()
	portal := &server{url: n.URL}
	acked, unknown := &journal{}, &journal{}

	stop := make(chan struct{})
	var writers sync.WaitGroup
	for range crashWriters {
		writers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				key := uuid()
				e := entry{key: key, title: "Tin " + key}
				id, status, err := portal.draft(token, e)
				if err != nil || status != http.StatusCreated {
					unknown.add(e)
					continue
				}
				e.id = id
				acked.add(e)
			}
		})
	}
	_, address, _ := strings.Cut(where, "://")
	address, _, _ = strings.Cut(address, "?")
	cycles, deadline := 0, time.Now().Add(crashBudget)
	for ; cycles < crashCycles && (cycles < 2 || time.Now().Before(deadline)); cycles++ {
		time.Sleep(time.Duration(50+mrand.IntN(400)) * time.Millisecond) // the world goes on in real time here
		log.kill(t)
		log, _ = serveLog(t, binary, data, address)
	}
	close(stop)
	writers.Wait()
	portal.resend(t, token, unknown, acked)
	for _, e := range acked.all() {
		if title := portal.title(t, token, e.id); title != e.title {
			t.Errorf("acknowledged as %s, now %q: want %q", e.id, title, e.title)
		}
	}
	n.Settle()
	if there := drafts(t, n); there != len(acked.all()) {
		t.Errorf("there are %d items for %d acknowledgements", there, len(acked.all()))
	}
	if len(acked.all()) < cycles {
		t.Errorf("only %d writes in %d cycles: the test shows nothing", len(acked.all()), cycles)
	}
	t.Logf("%d kills, %d acknowledged, %d sent again", cycles, len(acked.all()), unknown.sent)
	agree(t, n)
}

// serveLog runs a server of a log and tells its connection string.
func serveLog(t *testing.T, binary, data, listen string) (*server, string) {
	t.Helper()
	cmd, where := begin(t, "listening ", binary, "eventstore", "serve", "--data", data, "--listen", listen, "--insecure", "--socket", "none")
	return &server{cmd: cmd}, where
}
