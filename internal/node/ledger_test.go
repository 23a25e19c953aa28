package node_test

import (
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"minhbach/eventstore/ledger"
	"minhbach/internal/node"
	"minhbach/internal/testkit"
)

// TestTheLedgerIsServed: what is recorded is signed soon, and anybody can ask for it.
func TestTheLedgerIsServed(t *testing.T) {
	n := testkit.New(t, time.Now())
	if _, err := n.Import("level,code,name_vi,name_en,unit_type,parent_code\nprovince,94,Tỉnh Sóc Trăng,,Tỉnh,\n", "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	head, err := n.Log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Ledger.Wait(t.Context(), head); err != nil {
		t.Fatal(err)
	}
	handler, err := n.Handler()
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		body, _ := io.ReadAll(w.Result().Body)
		return w.Code, string(body)
	}
	key, err := node.LedgerKey(node.Config{Data: n.Dir})
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(key.Public)
	if err != nil {
		t.Fatal(err)
	}
	code, text := get("/log/checkpoint")
	c, _, err := ledger.OpenCheckpoint([]byte(text), verifier)
	if code != http.StatusOK || err != nil || c.Size == 0 {
		t.Errorf("%d: %d leaves, %v", code, c.Size, err)
	}
	if code, tile := get("/log/" + ledger.TilePath(0, 0, int(c.Size%ledger.TileWidth))); code != http.StatusOK || len(tile) == 0 {
		t.Errorf("tile: %d, %d bytes", code, len(tile))
	}
	for _, path := range []string{"/log/positions", "/log/", "/log/../keys/ledger.key"} {
		if code, _ := get(path); code == http.StatusOK {
			t.Errorf("%s is served", path)
		}
	}
	root, err := n.Rebuild(t.Context(), "ledger")
	if err != nil || root != hex.EncodeToString(c.Root[:]) {
		t.Errorf("made again, the root is %s: %v", root, err)
	}
}
