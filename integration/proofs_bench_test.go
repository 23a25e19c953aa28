package integration

import (
	"io"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"minhbach/internal/demo"
	"minhbach/internal/testkit"
)

// BenchmarkProofPage is the page of one event of the demo, over HTTP: made and checked
// anew each time, never kept.
func BenchmarkProofPage(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "demo")
	if err := demo.Seed(b.Context(), dir, demo.Options{}); err != nil {
		b.Fatal(err)
	}
	n := testkit.Open(b, dir, time.Now())
	if err := n.Ledger.ToEnd(b.Context()); err != nil {
		b.Fatal(err)
	}
	var list struct{ Items []struct{ ID string } }
	n.API().Get("/api/v1/publications?limit=1").Want(http.StatusOK).Into(&list)
	var history told
	n.API().Get("/api/v1/publications/" + list.Items[0].ID + "/history").Want(http.StatusOK).Into(&history)
	last := history.Events[len(history.Events)-1].ID
	for name, path := range map[string]string{"page": "/chung-thuc/" + last, "bundle": "/api/v1/proofs/events/" + last} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r, err := http.Get(n.URL + path)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, r.Body); err != nil || r.StatusCode != http.StatusOK {
					b.Fatal(r.StatusCode, err)
				}
				r.Body.Close()
			}
		})
	}
}
