package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// told is what a command has written so far.
type told struct {
	mu    sync.Mutex
	text  strings.Builder
	lines chan string
}

func (o *told) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Write(p)
	for line := range strings.Lines(string(p)) {
		if strings.HasPrefix(line, "listening ") {
			o.lines <- strings.TrimSpace(strings.TrimPrefix(line, "listening "))
		}
	}
	return len(p), nil
}

func (o *told) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// serving runs a command that listens; stop ends it as SIGTERM does.
func serving(t *testing.T, in io.Reader, args ...string) (url string, complaints *told, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, complaints := &told{lines: make(chan string, 1)}, &told{lines: make(chan string, 1)}
	code := make(chan int, 1)
	go func() { code <- run(ctx, args, in, out, complaints) }()
	select {
	case url = <-out.lines:
	case c := <-code:
		cancel()
		t.Fatalf("ended with %d: %s", c, complaints)
	case <-time.After(2 * time.Minute):
		cancel()
		t.Fatal("not ready after two minutes")
	}
	return url, complaints, sync.OnceFunc(func() {
		t.Helper()
		cancel()
		select {
		case c := <-code:
			if c != OK {
				t.Errorf("ended with %d: %s", c, complaints)
			}
		case <-time.After(15 * time.Second):
			t.Error("does not end within 15 s")
		}
	})
}

func stock(t *testing.T, url string) *esdb.Client {
	t.Helper()
	config, err := esdb.ParseConnectionString(url)
	if err != nil {
		t.Fatal(err)
	}
	config.Logger = esdb.NoopLogging()
	client, err := esdb.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

const history = `{"position":5,"stream":"don-1","revision":3,"id":"0190a000-0000-7000-8000-000000000001","type":"DonTao","created":"2019-03-04T12:00:00.1234567Z","content_type":"application/json","data_base64":"e30=","metadata_base64":""}
{"position":9,"stream":"don-1","revision":4,"id":"0190a000-0000-7000-8000-000000000002","type":"DonSua","created":"2019-03-04T12:00:01.7654321Z","content_type":"application/json","data_base64":"e30=","metadata_base64":""}
`

// Given a history from elsewhere, when it is served, then clients find it as it was and
// go on behind it.
func TestEventstoreServesAnImportedHistory(t *testing.T) {
	t.Setenv("LANG", "vi_VN.UTF-8")
	dir := filepath.Join(t.TempDir(), "kho")
	broken := file(t, "broken.ndjson", strings.Replace(history, `"position":9`, `"position":4`, 1))
	minhbach(t, "eventstore", "serve", "--data", dir, "--listen", "127.0.0.1:0", "--insecure", "--import", broken).want(t, Failure, "line 2")
	if _, err := os.Lstat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a refused import left %s behind: %v", dir, err)
	}
	url, _, stop := serving(t, strings.NewReader(history), "eventstore", "serve", "--data", dir, "--listen", "127.0.0.1:0", "--insecure", "--import", "-")
	client := stock(t, url)
	if _, err := client.AppendToStream(t.Context(), "don-1", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Revision(4)},
		esdb.EventData{EventType: "DonXong", ContentType: esdb.ContentTypeJson, Data: []byte(`{}`)}); err != nil {
		t.Fatal(err)
	}
	r, err := client.ReadStream(t.Context(), "don-1", esdb.ReadStreamOptions{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, want := range []struct {
		revision, position uint64
		created            time.Time
	}{{3, 5, time.Date(2019, 3, 4, 12, 0, 0, 123_456_700, time.UTC)}, {4, 9, time.Date(2019, 3, 4, 12, 0, 1, 765_432_100, time.UTC)}, {revision: 5, position: 10}} {
		ev, err := r.Recv()
		if err != nil {
			t.Fatal(err)
		}
		got := ev.Event
		if got.EventNumber != want.revision || got.Position.Commit != want.position || !want.created.IsZero() && !got.CreatedDate.Equal(want.created) {
			t.Errorf("revision %d, position %d, %v; want %+v", got.EventNumber, got.Position.Commit, got.CreatedDate, want)
		}
	}
	minhbach(t, "eventstore", "serve", "--data", dir, "--listen", "127.0.0.1:0", "--insecure").want(t, Failure, "in use")
	port := strings.TrimSuffix(strings.TrimPrefix(url, "esdb://"), "?tls=false")
	minhbach(t, "eventstore", "serve", "--data", t.TempDir(), "--listen", port, "--insecure").want(t, Failure, "eventstore.taken")
	subscription, err := client.SubscribeToAll(t.Context(), esdb.SubscribeToAllOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer subscription.Close()
	stop() // with an open subscription

	good := file(t, "history.ndjson", history)
	minhbach(t, "eventstore", "serve", "--data", dir, "--listen", "127.0.0.1:0", "--insecure", "--import", good).want(t, Failure, "eventstore.used")

	empty := filepath.Join(t.TempDir(), "kho")
	_, _, stop = serving(t, strings.NewReader(""), "eventstore", "serve", "--data", empty, "--listen", "127.0.0.1:0", "--insecure")
	stop()
	minhbach(t, "eventstore", "serve", "--data", empty, "--listen", "127.0.0.1:0", "--insecure", "--import", broken).want(t, Failure, "line 2")
	_, complaints, stop := serving(t, strings.NewReader(""), "eventstore", "serve", "--data", empty, "--listen", "127.0.0.1:0", "--insecure", "--import", good)
	stop()
	if !strings.Contains(complaints.String(), "2 sự kiện") {
		t.Errorf("told: %s", complaints)
	}
}

func TestEventstoreServeSaysWhatIsMissing(t *testing.T) {
	const name = "MINHBACH_EVENTSTORE_ADMIN_PASSWORD"
	t.Setenv(name, "")
	t.Setenv(name+"_FILE", "")
	dir := t.TempDir()
	with := func(args ...string) []string {
		return append([]string{"eventstore", "serve", "--data", dir, "--listen", "127.0.0.1:0"}, args...)
	}
	minhbach(t, with()...).want(t, Usage, "eventstore.open")
	minhbach(t, "eventstore", "serve", "--insecure").want(t, Usage, "--data")
	minhbach(t, "eventstore").want(t, Usage, "")
	minhbach(t, with("--insecure", "--listen", "khong-dung")...).want(t, Usage, "eventstore.address")
	minhbach(t, with("--insecure", "--tls-cert", "a", "--tls-key", "b")...).want(t, Usage, "eventstore.both")
	minhbach(t, with("--tls-cert", "a")...).want(t, Usage, "eventstore.tls")
	minhbach(t, with("--tls-cert", "a", "--tls-key", "b")...).want(t, Usage, "eventstore.nobody")
	t.Setenv(name+"_FILE", filepath.Join(dir, "khong-co"))
	minhbach(t, with("--tls-cert", "a", "--tls-key", "b")...).want(t, Usage, "khong-co")
	t.Setenv(name+"_FILE", file(t, "pw", "mot-hai-ba\n"))
	minhbach(t, with("--tls-cert", "a", "--tls-key", "b")...).want(t, Failure, "eventstore.certificate")
	strange := filepath.Dir(file(t, "thu.txt", "x"))
	minhbach(t, "eventstore", "serve", "--data", strange, "--insecure", "--listen", "127.0.0.1:0").want(t, Failure, "eventstore.directory")
	minhbach(t, with("--insecure", "--import", filepath.Join(dir, "khong-co.ndjson"))...).want(t, Failure, "khong-co.ndjson")
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("refusals left %v", entries)
	}
}
