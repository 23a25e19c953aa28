package ledger_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

func seq(events ...eventstore.Event) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		for _, ev := range events {
			if !yield(ev, nil) {
				return
			}
		}
	}
}

// TestRootWithoutTilesIsTheLedgers at every size, and positions do not matter to it.
func TestRootWithoutTilesIsTheLedgers(t *testing.T) {
	b, _ := newMemBench(t, 700)
	signed := b.signed(b.open())
	events := b.events()
	var g ledger.Growth
	var hashes []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (out []tlog.Hash, _ error) {
		for _, i := range indexes {
			out = append(out, hashes[i])
		}
		return out, nil
	})
	for n := range events {
		if want, err := tlog.TreeHash(int64(n), reader); err != nil || g.Root() != want || g.Size() != uint64(n) {
			t.Fatalf("of %d leaves: %s, want %s: %v", n, g.Root(), want, err)
		}
		stored, err := tlog.StoredHashes(int64(n), ledger.HeaderOf(uint64(n), events[n]).Leaf(), reader)
		b.must(err)
		hashes = append(hashes, stored...)
		events[n].Position = eventstore.Position(n + 1)
		if added, err := g.Add(&events[n]); !added || err != nil {
			t.Fatal(added, err)
		}
	}
	n, root, err := ledger.RootOf(seq(events...))
	if err != nil || n != signed.Size || root != signed.Root || g.Root() != root {
		t.Errorf("%d leaves with root %s: %v; signed %d with %s", n, root, err, signed.Size, signed.Root)
	}
	gone := errors.New("gone")
	if _, _, err := ledger.RootOf(func(yield func(eventstore.Event, error) bool) { yield(eventstore.Event{}, gone) }); !errors.Is(err, gone) {
		t.Errorf("a log that cannot be read has a root: %v", err)
	}
}

// TestEndOfAStreamHasOneLeaf on the embedded log, where it has the next revision, and on
// a server, where it has the highest.
func TestEndOfAStreamHasOneLeaf(t *testing.T) {
	here := fixed()
	here.Type = eventstore.TypeStreamDeleted
	there := here
	there.Revision, there.Position = math.MaxInt64, 4711
	a, b := ledger.HeaderOf(3, here).Leaf(), ledger.HeaderOf(3, there).Leaf()
	if string(a) != string(b) || !strings.Contains(string(a), `"revision":9223372036854775807,`) {
		t.Errorf("two leaves:\n%s\n%s", a, b)
	}
	h, err := ledger.ParseLeaf(a)
	if err != nil || h.Revision != math.MaxInt64 {
		t.Error(h, err)
	}
	if _, root, err := ledger.RootOf(seq(here)); err != nil {
		t.Error(err)
	} else if _, other, _ := ledger.RootOf(seq(there)); root != other {
		t.Error("two roots")
	}
}
