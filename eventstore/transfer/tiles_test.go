package transfer_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"minhbach/eventstore"
	"minhbach/eventstore/esdb"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
)

// Given one history on the embedded engine with gaps, on the same engine without gaps and
// on a server, when a ledger is made of each, then all three have the same leaves and
// tiles to the byte.
func TestOneHistoryHasOneTree(t *testing.T) {
	events := history(900, 12)
	dense := appEvents(events)
	for i := range dense {
		dense[i].Position = eventstore.Position(i + 1)
	}
	place, _ := serverOf(t)
	from := dirOf(t, events)
	mustCopy(t, from, place)
	gapped, err := sqlite.Open(t.Context(), filepath.Join(from, "log"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer gapped.Close()
	plain, err := sqlite.Open(t.Context(), filepath.Join(dirOf(t, dense), "log"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	there, err := esdb.Open(t.Context(), esdb.Options{Connection: "unix://" + place})
	if err != nil {
		t.Fatal(err)
	}
	defer there.Close()
	_, key, err := ledger.NewKey("example.gov.vn/log")
	if err != nil {
		t.Fatal(err)
	}
	var first map[string]string
	for i, log := range []eventstore.Log{plain, gapped, there} {
		dir := t.TempDir()
		l, err := ledger.Open(t.Context(), dir, log, ledger.Options{Key: &key})
		if err != nil {
			t.Fatal(err)
		}
		if err := l.ToEnd(t.Context()); err != nil {
			t.Fatal(err)
		}
		s, err := l.Status(t.Context())
		if err != nil || s.EventsBehind != 0 || s.Size != uint64(len(dense)) || s.Root != rootOf(t, events) {
			t.Errorf("%d: %+v %v", i, s, err)
		}
		if err := l.Wait(t.Context(), s.Head); err != nil {
			t.Error(err)
		}
		if err := l.Rebuild(t.Context()); err != nil {
			t.Errorf("%d: %v", i, err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		found := files(t, filepath.Join(dir, "tile"))
		raw, err := os.ReadFile(filepath.Join(dir, ledger.CheckpointPath))
		if err != nil {
			t.Fatal(err)
		}
		found["checkpoint"] = string(raw)
		if first == nil {
			first = found
		}
		if len(found) != len(first) || len(found) < 5 {
			t.Errorf("%d: %d files, not %d", i, len(found), len(first))
		}
		for name, content := range first {
			if found[name] != content {
				t.Errorf("%d: %s differs", i, name)
			}
		}
		// A second start compares the last leaves with the log.
		if l, err = ledger.Open(t.Context(), dir, log, ledger.Options{Key: &key}); err != nil {
			t.Fatal(err)
		}
		if s, err := l.Status(t.Context()); err != nil || s.Error != "" || s.EventsBehind != 0 {
			t.Errorf("%d: after a restart %+v %v", i, s, err)
		}
		l.Close()
	}
}

func files(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(filepath.Join(dir, path))
		out[path] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
