package verify_test

import (
	"bytes"
	"context"
	"database/sql"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"testing/fstest"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/verify"
	"minhbach/eventstore/sqlite"
)

// slow divides the number of flips where the race detector watches.
var slow = 1

// flips to make: few in every run, MINHBACH_TAMPER_FLIPS for a full one.
func flips(t testing.TB, few int) int {
	if n, err := strconv.Atoi(os.Getenv("MINHBACH_TAMPER_FLIPS")); err == nil {
		return n
	}
	if testing.Short() {
		few /= 4
	}
	return few / slow
}

func chance(t testing.TB) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 3))
}

// TestBitFlipsInALedger: whichever bit of a tile, a bundle of leaves or the checkpoint
// is wrong, it is found, and the file and the leaf are named.
func TestBitFlipsInALedger(t *testing.T) {
	const n = 600 // two full tiles, a partial one, and one above
	dir, key := made(t, n)
	files := fstest.MapFS{}
	var names []string
	var weights []int
	total := 0
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || p == ledger.HistoryPath {
			return err
		}
		raw, err := os.ReadFile(filepath.Join(dir, p))
		files[p] = &fstest.MapFile{Data: raw}
		names = append(names, p)
		weight := len(raw)
		if p == ledger.CheckpointPath || len(p) < len("tile/entries/") || p[:len("tile/e")] != "tile/e" {
			weight *= 4 // tiles and the checkpoint are small beside the leaves
		}
		total += weight
		weights = append(weights, total)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	tr, random := trust(t, key), chance(t)
	src := verify.FromFS(files, "memory")
	by := map[string]int{}
	for range flips(t, 2500) {
		name := names[slices.IndexFunc(weights, func(w int) bool { return w > random.IntN(total) })]
		data := files[name].Data
		at, bit := random.IntN(len(data)), byte(1)<<random.IntN(8)
		data[at] ^= bit
		r, err := verify.Log(ctx, src, tr, verify.Options{Workers: 2})
		data[at] ^= bit
		if err != nil || r.Sound {
			t.Fatalf("bit %#x of byte %d of %s was not found: %v", bit, at, name, err)
		}
		p := r.Problem
		if p.Path != name {
			t.Fatalf("bit %#x of byte %d of %s is said to be elsewhere: %v", bit, at, name, p)
		}
		if want, known := leafAt(data, name, at); known && (p.Leaf == nil || want < *p.Leaf || want > *p.Leaf+max(1, p.Leaves)-1) {
			t.Fatalf("bit %#x of byte %d of %s is in leaf %d: %v", bit, at, name, want, p)
		}
		by[p.Code]++
	}
	if r, err := verify.Log(ctx, src, tr, verify.Options{}); err != nil || !r.Sound {
		t.Fatal("restored:", err, r.Problem)
	}
	t.Logf("all found and located: %v", by)
}

// leafAt tells which leaf a byte of a file is about.
func leafAt(data []byte, name string, at int) (uint64, bool) {
	level, index, _, ok := ledger.ParsePath(name)
	switch {
	case !ok:
		return 0, false
	case level >= 0:
		return (index*256 + uint64(at/32)) << (8 * level), true
	}
	for leaf, begin := index*256, 0; ; leaf++ {
		begin += 2 + int(data[begin])<<8 + int(data[begin+1])
		if at < begin {
			return leaf, true
		}
	}
}

// TestBitFlipsInADatabase: whichever bit of the file of a log is wrong, either the
// first event that differs is named, or every event reads as it was.
func TestBitFlipsInADatabase(t *testing.T) {
	file, tree, key, events := database(t, 300)
	src, err := verify.Open(ctx, tree, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	pages := pagesOf(t, file, "events")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const page = 8192
	tr, random := trust(t, key), chance(t)
	victim := filepath.Join(t.TempDir(), "log.db")
	named, around, refused, harmless, elsewhere := 0, 0, 0, 0, 0
	for i := range flips(t, 1200) {
		at := random.IntN(len(whole))
		if i%8 != 0 { // most in the table of events
			at = (pages[random.IntN(len(pages))]-1)*page + random.IntN(page)
		} else {
			elsewhere++
		}
		bit := byte(1) << random.IntN(8)
		whole[at] ^= bit
		if err := os.WriteFile(victim, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		whole[at] ^= bit
		ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
		r, err := judgeFile(ctx, victim, src, tr)
		first, differs := firstDifference(ctx, victim, events)
		cancel()
		switch {
		case err != nil: // not even the head of the file reads as that of a log
			refused++
			if at >= page && !slices.Contains(pages, at/page+1) {
				t.Logf("byte %d: %v", at, err)
			}
		case !r.Sound && r.Problem.Code == verify.BadIndex:
			around++
			if differs {
				t.Fatalf("bit %#x of byte %d: event %d differs, and only %v is said", bit, at, first, r.Problem)
			}
		case !r.Sound:
			named++
			if !differs || r.Problem.Leaf == nil || *r.Problem.Leaf != uint64(first) || r.Problem.ID != events[first].ID.String() {
				t.Fatalf("bit %#x of byte %d: event %d differs (%v), and it is said: %v", bit, at, first, differs, r.Problem)
			}
		default:
			harmless++
			if differs {
				t.Fatalf("bit %#x of byte %d: event %d differs, and nothing is said", bit, at, first)
			}
		}
	}
	t.Logf("%d flips named the event, %d named the index or structure, %d made the file none of a log, %d hit bytes that nothing is read from (%d of all flips outside the table of events)",
		named, around, refused, harmless, elsewhere)
	if named == 0 || refused > named {
		t.Error("hardly any event was named: the test looks in the wrong place")
	}
}

// firstDifference reads the rows as they lie and compares them with what was written.
func firstDifference(ctx context.Context, file string, want []eventstore.Event) (int, bool) {
	db, err := sqlite.Inspect(ctx, file)
	if err != nil {
		return 0, true
	}
	defer db.Close()
	i := 0
	for ev, err := range db.Events(ctx) {
		if err != nil || i >= len(want) || !same(ev, want[i]) {
			return min(i, len(want)-1), true
		}
		i++
	}
	return min(i, len(want)-1), i != len(want)
}

func same(a, b eventstore.Event) bool {
	return a.ID == b.ID && a.Stream == b.Stream && a.Revision == b.Revision && a.Position == b.Position && a.Type == b.Type &&
		a.ContentType == b.ContentType && a.Recorded.Equal(b.Recorded) && bytes.Equal(a.Data, b.Data) && bytes.Equal(a.Metadata, b.Metadata)
}

// pagesOf a table, from 1.
func pagesOf(t testing.TB, file, table string) (pages []int) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?mode=ro&immutable=1")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT pageno FROM dbstat WHERE name = ?`, table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var page int
		if err := rows.Scan(&page); err != nil {
			t.Fatal(err)
		}
		pages = append(pages, page)
	}
	if len(pages) < 5 {
		t.Fatalf("the table %s has %d pages: %v", table, len(pages), rows.Err())
	}
	return pages
}
