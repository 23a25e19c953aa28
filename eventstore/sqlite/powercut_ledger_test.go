package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"

	"minhbach/eventstore/ledger"
)

// TestPowerCutUnderTheLedger: what was signed before a cut is what the log holds
// after it, and a tree made anew has the same root. The ledger keeps its own files;
// the cut takes those of the log.
func TestPowerCutUnderTheLedger(t *testing.T) {
	random, d, dir := seeded(t), &diary{}, t.TempDir()
	tree := t.TempDir()
	key, err := ledger.CreateKey(filepath.Join(t.TempDir(), "ledger.key"), "test.example/log")
	if err != nil {
		t.Fatal(err)
	}
	signed := uint64(0)
	for cut := range 8 {
		disk, on, opts := breakable(t, dir, faultOptions)
		l := openIn(t, on, opts)
		book, err := ledger.Open(ctx, tree, l, ledger.Options{Key: &key})
		if err != nil {
			t.Fatal(err)
		}
		if err := book.ToEnd(ctx); err != nil {
			t.Fatalf("before cut %d: %v", cut+1, err)
		}
		disk.CutAt(100 + random.IntN(600))
		for i := 0; !disk.Off(); i++ {
			if d.append(ctx, l, fmt.Sprintf("stream-%d", i%5), 1+i%3, 10+i*7%900) != nil {
				break
			}
			if i%4 == 0 {
				if err := book.ToEnd(ctx); err != nil {
					t.Fatal(err)
				}
			}
		}
		book.Close()
		l.Close()
		dir = t.TempDir()
		if err := disk.Image(dir, random, 512); err != nil {
			t.Fatal(err)
		}
		disk.Close()
		signed = compareTrees(t, d, dir, tree, &key, signed)
	}
	t.Logf("%d leaves signed over 8 cuts", signed)
}

func compareTrees(t *testing.T, d *diary, dir, tree string, key *ledger.Key, before uint64) uint64 {
	t.Helper()
	l := openIn(t, dir, Options{})
	defer l.Close()
	if err := d.holds(ctx, l); err != nil {
		t.Fatal(err)
	}
	root := func(dir string) (uint64, any) {
		book, err := ledger.Open(ctx, dir, l, ledger.Options{Key: key, CheckLast: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		if err := book.ToEnd(ctx); err != nil {
			t.Fatal(err)
		}
		status, err := book.Status(ctx)
		if err != nil || status.Error != "" {
			t.Fatalf("the ledger: %+v, %v", status, err)
		}
		return status.Size, status.Root
	}
	size, kept := root(tree)
	if anewSize, anew := root(t.TempDir()); anew != kept || anewSize != size {
		t.Fatalf("the tree made anew has %d leaves and the root %v, want %d and %v", anewSize, anew, size, kept)
	}
	if size <= before {
		t.Fatalf("%d leaves after the cut, %d before: nothing was signed", size, before)
	}
	return size
}
