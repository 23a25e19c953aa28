//go:build unix

package integration

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	mrand "math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/internal/testkit"
)

const (
	crashCycles  = 8
	crashWriters = 6
	crashBudget  = 25 * time.Second
)

// Whatever the API acknowledged is there after kill -9, once; a request whose
// answer was lost may be sent again; and the read models are those that a rebuild
// from the first event gives.
func TestAcknowledgedSurvivesKill(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and kills it several times")
	}
	binary := filepath.Join(t.TempDir(), "minhbach")
	if out, err := exec.Command("go", "build", "-o", binary, "minhbach").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	n := testkit.New(t, time.Now())
	if _, err := n.Import(smallTree, "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	token, dir := n.Account("lan", domain.Contributor, "94").Token(), n.Dir
	n.Stop()
	acked, unknown := &journal{}, &journal{}
	deadline := time.Now().Add(crashBudget)
	cycles := 0
	for ; cycles < crashCycles && (cycles < 2 || time.Now().Before(deadline)); cycles++ {
		s := serve(t, binary, dir)
		s.resend(t, token, unknown, acked)
		stop := time.After(time.Duration(50+mrand.IntN(400)) * time.Millisecond)
		var writers sync.WaitGroup
		for range crashWriters {
			writers.Go(func() { s.write(token, acked, unknown) })
		}
		<-stop
		s.kill(t)
		writers.Wait()
	}
	s := serve(t, binary, dir)
	s.resend(t, token, unknown, acked)
	for _, e := range acked.all() {
		if title := s.title(t, token, e.id); title != e.title {
			t.Errorf("acknowledged as %s, now %q: want %q", e.id, title, e.title)
		}
	}
	s.kill(t)
	n.Restart()
	if there := drafts(t, n); there != len(acked.all()) {
		t.Errorf("there are %d items for %d acknowledgements", there, len(acked.all()))
	}
	if len(acked.all()) < cycles {
		t.Errorf("only %d writes in %d cycles: the test shows nothing", len(acked.all()), cycles)
	}
	t.Logf("%d cycles, %d acknowledged, %d sent again", cycles, len(acked.all()), unknown.sent)
	agree(t, n)
}

// entry is one draft that was asked for.
type entry struct{ key, title, id string }

// journal of what a writer knows, as a client would keep it.
type journal struct {
	mu   sync.Mutex
	list []entry
	sent int // taken out to be sent again
}

func (j *journal) add(e entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.list = append(j.list, e)
}

func (j *journal) all() []entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]entry(nil), j.list...)
}

func (j *journal) take() []entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	all := j.list
	j.list = nil
	j.sent += len(all)
	return all
}

// server is a running program.
type server struct {
	cmd *exec.Cmd
	url string
}

func serve(t *testing.T, binary, dir string) *server {
	t.Helper()
	cmd, url := begin(t, "portal ", binary, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--rate=-1")
	return &server{cmd, strings.TrimSuffix(url, "/")}
}

// begin runs the program until it says where it listens.
func begin(t *testing.T, word, binary string, args ...string) (cmd *exec.Cmd, where string) {
	t.Helper()
	cmd = exec.Command(binary, args...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if where, ok := strings.CutPrefix(lines.Text(), word); ok {
			return cmd, where
		}
	}
	_ = cmd.Wait()
	t.Fatalf("%s did not start: %s", args[0], complaints.String())
	return nil, ""
}

func (s *server) kill(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = s.cmd.Wait() // it was killed
}

// write drafts until the server is gone.
func (s *server) write(token string, acked, unknown *journal) {
	for {
		key := uuid()
		e := entry{key: key, title: "Tin " + key}
		switch id, status, err := s.draft(token, e); {
		case err != nil:
			unknown.add(e) // the answer was lost
			return
		case status == http.StatusCreated:
			e.id = id
			acked.add(e)
		default:
			unknown.add(e)
		}
	}
}

func (s *server) draft(token string, e entry) (id string, status int, err error) {
	body, _ := json.Marshal(object{"agency": "94", "kind": "news", "content": object{"title": e.title}})
	req, err := http.NewRequest(http.MethodPost, s.url+"/api/v1/publications", bytes.NewReader(body))
	if err != nil {
		return "", 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Idempotency-Key", e.key)
	client := http.Client{Timeout: 10 * time.Second}
	res, err := client.Do(req)
	if err != nil {
		return "", 0, err
	}
	defer res.Body.Close()
	var receipt struct{ ID string }
	if err := json.NewDecoder(res.Body).Decode(&receipt); err != nil {
		return "", 0, err
	}
	return receipt.ID, res.StatusCode, nil
}

// resend asks again for everything whose outcome is open, under the same key.
func (s *server) resend(t *testing.T, token string, unknown, acked *journal) {
	t.Helper()
	for _, e := range unknown.take() {
		id, status, err := s.draft(token, e)
		if err != nil || status != http.StatusCreated {
			t.Fatalf("sending %s again: %d %v", e.key, status, err)
		}
		e.id = id
		acked.add(e)
	}
}

func (s *server) get(t *testing.T, token, path string, into any) int {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return res.StatusCode
}

func (s *server) title(t *testing.T, token, id string) string {
	t.Helper()
	var w struct{ Content struct{ Title string } }
	s.get(t, token, "/api/v1/work/"+id, &w)
	return w.Content.Title
}

func uuid() string {
	var b [16]byte
	rand.Read(b[:]) // never returns an error
	b[6], b[8] = b[6]&0x0F|0x70, b[8]&0x3F|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// agree compares every read model with one built anew.
func agree(t *testing.T, n *testkit.Node) {
	t.Helper()
	for _, name := range []string{"agencies", "people", "publications"} {
		r, err := n.Models.Runner(name)
		if err != nil {
			t.Fatal(err)
		}
		before, err := r.StateHash(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		if after, err := r.StateHash(t.Context()); err != nil || after != before {
			t.Errorf("read model %s: %s before and %s after a rebuild: %v", name, before, after, err)
		}
	}
}

// drafts counts the items in the log.
func drafts(t *testing.T, n *testkit.Node) int {
	t.Helper()
	count := 0
	for _, err := range n.Log.ReadAll(t.Context(), 0, eventstore.Forwards, eventstore.Filter{Types: []string{publication.TypeDrafted}}, 0) {
		if err != nil {
			t.Fatal(err)
		}
		count++
	}
	return count
}
