package node

import (
	"archive/tar"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

func happened(n int) eventstore.Event {
	return eventstore.Event{
		ID: eventstore.DeriveID(fmt.Sprint(n)), Stream: "s", Revision: eventstore.Revision(n), Position: eventstore.Position(n + 1), Type: "a.b",
		ContentType: "application/json", Recorded: time.UnixMicro(int64(n)).UTC(), Data: fmt.Appendf(nil, `{"n":%d}`, n),
	}
}

// The tree that is grown while reading is the tree of tlog, at every size.
func TestGrownTreeIsTheTree(t *testing.T) {
	var g ledger.Growth
	var hashes []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, i := range indexes {
			out = append(out, hashes[i])
		}
		return out, nil
	})
	for n := range 300 {
		want, err := tlog.TreeHash(int64(n), reader)
		if err != nil || g.Root() != want || g.Size() != uint64(n) {
			t.Fatalf("of %d leaves: %s, want %s: %v", n, g.Root(), want, err)
		}
		ev := happened(n)
		stored, err := tlog.StoredHashes(int64(n), ledger.HeaderOf(uint64(n), ev).Leaf(), reader)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, stored...)
		for _, ev := range []eventstore.Event{ev, {Stream: "$stats-1"}} { // the second is in no tree
			if _, err := g.Add(&ev); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func checkpoints(t *testing.T, all ...ledger.Published) string {
	t.Helper()
	var b bytes.Buffer
	for _, p := range all {
		if err := json.NewEncoder(&b).Encode(p); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestHistoryIsComparedWithEveryCheckpoint(t *testing.T) {
	const events = 40
	roots := map[uint64]string{}
	var g ledger.Growth
	for n := range events {
		ev := happened(n)
		if _, err := g.Add(&ev); err != nil {
			t.Fatal(err)
		}
		root := g.Root()
		roots[g.Size()] = hex.EncodeToString(root[:])
	}
	at := func(size uint64) ledger.Published { return ledger.Published{Size: size, Root: roots[size]} }
	again := at(7)
	again.Again = true
	read := func(text string) (int, error) {
		file := filepath.Join(t.TempDir(), "c")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s, f, err := openSigned(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		_, err = readHistory(func(yield func(eventstore.Event, error) bool) {
			for n := range events {
				if !yield(happened(n), nil) {
					return
				}
			}
		}, s)
		return s.seen, err
	}
	if seen, err := read(checkpoints(t, at(1), at(7), at(8), again, at(40))); err != nil || seen != 4 {
		t.Errorf("%d checkpoints agree: %v", seen, err)
	}
	if seen, err := read(checkpoints(t)); err != nil || seen != 0 {
		t.Errorf("of none %d: %v", seen, err)
	}
	forged := at(8)
	forged.Root = roots[9]
	if _, err := read(checkpoints(t, at(1), forged, at(40))); !errors.Is(err, ErrBackupRoot) || !strings.Contains(err.Error(), "first 8 events") {
		t.Error("another history:", err)
	}
	if _, err := read(checkpoints(t, at(1)) + "so on\n"); !errors.Is(err, ErrBackupChanged) {
		t.Error("a line that is none:", err)
	}
}

func TestCheckpointsUpToASize(t *testing.T) {
	line := func(size uint64) string { return checkpoints(t, ledger.Published{Size: size}) }
	got, err := upToSize([]byte(line(3)+line(5)+line(3)+line(9)+`{"size":4`), 5)
	if err != nil || string(got) != line(3)+line(5)+line(3) {
		t.Errorf("%s %v", got, err)
	}
	if _, err := upToSize([]byte("no\n"), 5); err == nil {
		t.Error("a line that is none is kept")
	}
}

func TestUnpackRefusesWhatIsNoBackup(t *testing.T) {
	for name, head := range map[string]tar.Header{
		"above":    {Name: "../outside", Typeflag: tar.TypeReg},
		"absolute": {Name: "/outside", Typeflag: tar.TypeReg},
		"a link":   {Name: "link", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink},
		"a hard":   {Name: "link", Linkname: "backup.json", Typeflag: tar.TypeLink},
	} {
		dir := t.TempDir()
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		if err := errors.Join(w.WriteHeader(&head), w.Close()); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "b.tar")
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		beside := filepath.Join(dir, "beside")
		if _, _, err := UnpackBackup(t.Context(), file, beside); !errors.Is(err, ErrBackupForeign) {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := os.ReadDir(beside); len(left) > 0 {
			t.Errorf("%s left %v", name, left)
		}
		if _, err := os.Lstat(filepath.Join(dir, "outside")); err == nil {
			t.Errorf("%s got out", name)
		}
	}
}

func FuzzParseSums(f *testing.F) {
	f.Add(string(sums{"a/b": sumOf(nil), "c": sumOf([]byte("c"))}.text()))
	f.Add(strings.Repeat("0", 64) + "  ../up\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := parseSums([]byte(text))
		if err != nil {
			return
		}
		for path := range list {
			if !filepath.IsLocal(path) {
				t.Errorf("%q leads outside", path)
			}
		}
		again, err := parseSums(list.text())
		if err != nil || len(again) != len(list) {
			t.Errorf("%q is read as %v, written and read as %v: %v", text, list, again, err)
		}
	})
}
