package searchtest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"minhbach/projections/search"
)

func writing(t *testing.T, open Open) {
	ix := open(t, t.TempDir())
	t.Cleanup(func() { ix.Close() })
	at := func(want uint64) {
		t.Helper()
		if p, err := ix.Position(t.Context()); err != nil || p != want {
			t.Errorf("position %d, %v; want %d", p, err, want)
		}
		if r := ask(t, ix, search.Query{}); r.Position != want {
			t.Errorf("a result at %d, want %d", r.Position, want)
		}
	}
	apply := func(put []search.Document, remove []string, position uint64) {
		t.Helper()
		if err := ix.Apply(t.Context(), put, remove, position); err != nil {
			t.Fatal(err)
		}
		at(position)
	}
	at(0)
	expect(t, ix, search.Query{Text: "bưởi"})
	apply([]search.Document{{ID: "a", Title: "Bưởi năm roi", Topics: []string{"x"}}, {ID: "b", Title: "Cam sành"}}, nil, 5)
	expect(t, ix, search.Query{Text: "buoi"}, "a")

	// A document is replaced as a whole.
	apply([]search.Document{{ID: "a", Title: "Quýt hồng", Topics: []string{"y"}}}, nil, 6)
	expect(t, ix, search.Query{Text: "buoi"})
	expect(t, ix, search.Query{Text: "quyt"}, "a")
	expect(t, ix, search.Query{Topics: []string{"x"}})
	expect(t, ix, search.Query{Topics: []string{"y"}}, "a")
	if r := ask(t, ix, search.Query{Facets: []string{"topic"}}); fmt.Sprint(r.Total, r.Facets["topic"]) != "2 [{y 1}]" {
		t.Errorf("%d %v", r.Total, r.Facets)
	}

	// What is removed is not found in any way.
	apply(nil, []string{"a", "never-was"}, 7)
	expect(t, ix, search.Query{Text: "quyt"})
	expect(t, ix, search.Query{}, "b")
	if s, err := ix.Suggest(t.Context(), "quyt", 5); err != nil || len(s) != 0 {
		t.Errorf("%v %v", s, err)
	}
	if r := ask(t, ix, search.Query{Facets: []string{"topic"}}); len(r.Facets["topic"]) != 0 {
		t.Errorf("%v", r.Facets)
	}
	// Put wins over remove; the position alone may move.
	apply([]search.Document{{ID: "b", Title: "Cam xoàn"}}, []string{"b"}, 8)
	expect(t, ix, search.Query{Text: "xoan"}, "b")
	apply(nil, nil, 20)
	expect(t, ix, search.Query{}, "b")

	// Nothing of a write that is refused is there.
	if err := ix.Apply(t.Context(), []search.Document{{ID: "c", Title: "Mận"}, {Title: "không có mã"}}, []string{"b"}, 30); err == nil {
		t.Error("a document without id was taken")
	}
	at(20)
	expect(t, ix, search.Query{}, "b")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := ix.Apply(ended, []search.Document{{ID: "c"}}, nil, 40); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := ix.Search(ended, search.Query{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := ix.Search(t.Context(), search.Query{}); !errors.Is(err, search.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	if err := ix.Apply(t.Context(), nil, nil, 50); !errors.Is(err, search.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	if err := ix.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
}

func reopening(t *testing.T, open Open) {
	dir := t.TempDir()
	for n := range 4 {
		ix := open(t, dir)
		if p, err := ix.Position(t.Context()); err != nil || p != uint64(n*10) {
			t.Fatalf("opened at %d, %v; want %d", p, err, n*10)
		}
		if r := ask(t, ix, search.Query{Text: "kế sách"}); r.Total != n {
			t.Fatalf("opened with %d of %d documents", r.Total, n)
		}
		id := fmt.Sprintf("d%d", n)
		if err := ix.Apply(t.Context(), []search.Document{{ID: id, Title: "Kế Sách"}}, nil, uint64(n*10+10)); err != nil {
			t.Fatal(err)
		}
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// Readers see each write whole: two documents that are always written together
// are never found apart.
func concurrent(t *testing.T, open Open) {
	ix := filled(t, open)
	const writes = 40
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			last := uint64(0)
			for {
				r, err := ix.Search(t.Context(), search.Query{Text: "song sinh", Facets: []string{"topic"}, Highlight: true})
				if err != nil {
					t.Error(err)
					return
				}
				if r.Total%2 != 0 || r.Total != int(r.Position-1)*2 || r.Position < last {
					t.Errorf("%d documents at %d after %d", r.Total, r.Position, last)
					return
				}
				last = r.Position
				if _, err := ix.Suggest(t.Context(), "song", 3); err != nil {
					t.Error(err)
					return
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for i := range writes {
		pair := []search.Document{
			{ID: fmt.Sprintf("a%d", i), Title: "Song sinh", Topics: []string{"x", "y"}},
			{ID: fmt.Sprintf("b%d", i), Title: "Sông sinh", Topics: []string{"x"}},
		}
		if err := ix.Apply(t.Context(), pair, nil, uint64(i+2)); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	readers.Wait()
	if r := ask(t, ix, search.Query{Text: "sông sinh"}); r.Total != 2*writes {
		t.Errorf("%d documents", r.Total)
	}
}
