package ledger_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhbach/eventstore/ledger"
)

func TestFilesAreServed(t *testing.T) {
	b, m := newMemBench(t, 300)
	l := b.open()
	handler := http.StripPrefix("/log", l.Handler())
	get := func(path string) (*http.Response, string) {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/log/"+path, nil))
		body, err := io.ReadAll(w.Result().Body)
		b.must(err)
		return w.Result(), string(body)
	}
	if resp, _ := get("checkpoint"); resp.StatusCode != http.StatusNotFound {
		t.Errorf("a checkpoint before the first: %d", resp.StatusCode)
	}
	b.signed(l)
	read := func(path string) string {
		raw, err := os.ReadFile(filepath.Join(b.dir, path))
		b.must(err)
		return string(raw)
	}
	partTile, partEntries := read(ledger.TilePath(0, 1, 44)), read(ledger.EntriesPath(1, 44))
	m.record(300, 520)
	b.signed(l)
	for path, want := range map[string]struct {
		text  string
		cache string
	}{
		"checkpoint":             {read("checkpoint"), "no-cache"},
		"checkpoints.jsonl":      {read("checkpoints.jsonl"), "no-cache"},
		"tile/0/000":             {read("tile/0/000"), "immutable"},
		"tile/0/002.p/8":         {read("tile/0/002.p/8"), "immutable"},
		"tile/1/000.p/2":         {read("tile/1/000.p/2"), "immutable"},
		"tile/entries/001":       {read("tile/entries/001"), "immutable"},
		"tile/0/001.p/44":        {partTile, "immutable"}, // gone from the disk, cut from the full one
		"tile/entries/001.p/44":  {partEntries, "immutable"},
		"tile/entries/000.p/255": {"", "immutable"},
	} {
		resp, body := get(path)
		if resp.StatusCode != http.StatusOK || want.text != "" && body != want.text || !strings.Contains(resp.Header.Get("Cache-Control"), want.cache) || resp.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d, %d bytes, %v", path, resp.StatusCode, len(body), resp.Header)
		}
	}
	for _, path := range []string{"", "positions", "../keys", "tile/0/001.p/256", "tile/0/009", "tile/00/000", "tile/0/1", "tile/entries/000.p/0", "tile/0/000.tmp", "rebuild", "tile/0/x000/000"} {
		if resp, _ := get(path); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%q: %d", path, resp.StatusCode)
		}
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodPut, "/log/checkpoint", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("PUT: %d", w.Code)
	}
}
