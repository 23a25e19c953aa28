package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"minhbach/internal/demo"
)

// watched tells the test as soon as a line was written.
type watched struct {
	bytes.Buffer
	url chan string
}

var portalLine = regexp.MustCompile(`(?m)^portal (http://\S+)/$`)

func (w *watched) Write(p []byte) (int, error) {
	if m := portalLine.FindSubmatch(p); m != nil {
		w.url <- string(m[1])
	}
	return w.Buffer.Write(p)
}

func TestDemoServesAndCleansUp(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	t.Setenv("MINHBACH_DATA", "")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, complaints := &watched{url: make(chan string, 1)}, &bytes.Buffer{}
	code := make(chan int)
	begin := time.Now()
	go func() {
		code <- run(ctx, []string{"demo", "--listen", "127.0.0.1:0", "--lang", "vi"}, strings.NewReader(""), out, complaints)
	}()
	var url string
	select {
	case url = <-out.url:
	case c := <-code:
		t.Fatalf("ended with %d: %s", c, complaints)
	case <-time.After(5 * time.Minute): // with the race detector on a busy machine
		t.Fatal("not ready after five minutes")
	}
	t.Logf("ready after %s", time.Since(begin).Round(time.Millisecond))
	for path, want := range map[string]string{"/": "Tỉnh Sóc Trăng", "/cq/kesach": "Huyện Kế Sách", "/en": "Soc Trang", "/api/docs": "API"} {
		res, err := http.Get(url + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
			t.Errorf("%s: %d without %q (%v)", path, res.StatusCode, want, err)
		}
	}
	stop()
	if c := <-code; c != OK {
		t.Errorf("stopped with %d: %s", c, complaints)
	}
	for _, want := range []string{demo.Password, "kesach.localhost", "hung", "/api/docs"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("nothing is printed about %s", want)
		}
	}
	if left, err := filepath.Glob(filepath.Join(tmp, "*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestDemoRefusals(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	if code, _, complaints := try(t, "demo", "--listen", taken.Addr().String()); code != Failure || !strings.Contains(complaints, "127.0.0.1:0") {
		t.Errorf("a taken port: %d %s", code, complaints)
	}
	if code, _, _ := try(t, "demo", "--listen", "nowhere"); code != Usage {
		t.Errorf("no port: %d", code)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letter.txt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, complaints := try(t, "demo", "--listen", "127.0.0.1:0", "--data", dir); code != Failure || !strings.Contains(complaints, "minhbach serve") {
		t.Errorf("somebody's folder: %d %s", code, complaints)
	}
}

func TestDemoCode(t *testing.T) {
	if code, out, _ := try(t, "demo", "code", "hung"); code != OK || !regexp.MustCompile(`^\d{6}\n$`).MatchString(out) {
		t.Errorf("%d %q", code, out)
	}
	for _, login := range []string{"lan", "nobody"} {
		if code, _, _ := try(t, "demo", "code", login); code != Usage {
			t.Errorf("%s: %d", login, code)
		}
	}
}

func TestOpenAPIIsPrinted(t *testing.T) {
	code, out, complaints := try(t, "openapi")
	var document struct {
		OpenAPI string
		Paths   map[string]any
	}
	if err := json.Unmarshal([]byte(out), &document); code != OK || err != nil || !strings.HasPrefix(document.OpenAPI, "3.1") || len(document.Paths) < 40 {
		t.Errorf("%d %v %s: version %s with %d paths", code, err, complaints, document.OpenAPI, len(document.Paths))
	}
	if code, out, _ := try(t, "openapi", "--yaml"); code != OK || !strings.Contains(out, "openapi: 3.1") {
		t.Errorf("yaml: %d", code)
	}
}
