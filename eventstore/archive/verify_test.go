package archive

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// cloned copies a bag, so that a test can spoil it.
func cloned(t testing.TB, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "bag")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// Whatever byte of whatever file is changed, the file is named.
func TestOneByteOfEachFile(t *testing.T) {
	w := newWorld(t)
	w.tell(700)
	good := w.bag(w.contents())
	if _, err := verify(t, good, Checks{}); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	files := 0
	err := filepath.WalkDir(good, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		raw, err := os.ReadFile(path)
		if err != nil || len(raw) == 0 {
			return err
		}
		at := random.IntN(len(raw))
		spoilt := bytes.Clone(raw)
		spoilt[at] ^= 1 << random.IntN(8)
		w.must(os.WriteFile(path, spoilt, 0o644))
		name, _ := filepath.Rel(good, path)
		name = filepath.ToSlash(name)
		_, err = verify(t, good, Checks{})
		var wrong *Wrong
		if !errors.As(err, &wrong) {
			t.Errorf("%s byte %d: %v", name, at, err)
		} else if wrong.Path != name && !strings.Contains(name, "manifest") && !strings.Contains(wrong.What, name) {
			t.Errorf("%s byte %d: it says %v", name, at, err)
		}
		return os.WriteFile(path, raw, 0o644)
	})
	w.must(err)
	if files < 45 {
		t.Errorf("only %d files were tried", files)
	}
}

// Given somebody who writes new manifests behind what they did, then the tree, the
// signature or the names still tell.
func TestTamperingWithNewManifests(t *testing.T) {
	for _, tool := range []string{"xargs", "sqlite3"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is needed: run tools/test-tools.sh", tool)
			}
			t.Skipf("%s is not installed here: run tools/test-tools.sh", tool)
		}
	}
	w := newWorld(t)
	w.tell(700)
	good := w.bag(w.contents())
	entries := LogPath + "/" + ledger.EntriesPath(1, 256)
	tile := LogPath + "/" + ledger.TilePath(0, 1, 256)
	upper := LogPath + "/" + ledger.TilePath(1, 0, 2)
	note := LogPath + "/" + ledger.CheckpointPath
	history := LogPath + "/" + ledger.HistoryPath
	anyFile := ""
	for hash := range w.files {
		anyFile = hash
	}
	replace := func(path, old, new string) func(string) {
		return func(dir string) {
			edit(t, dir, path, func(b []byte) []byte {
				if !bytes.Contains(b, []byte(old)) {
					t.Errorf("%s has no %q", path, old)
				}
				return bytes.Replace(b, []byte(old), []byte(new), 1)
			})
		}
	}
	sqlite := func(sql string) func(string) {
		return func(dir string) {
			if out, err := exec.Command("sqlite3", filepath.Join(dir, TablePath), sql).CombinedOutput(); err != nil {
				t.Errorf("%v %s", err, out)
			}
		}
	}
	lines := func(change func([][]byte) [][]byte) func(string) {
		return func(dir string) {
			edit(t, dir, EventsPath, func(b []byte) []byte { return bytes.Join(change(bytes.SplitAfter(b, []byte("\n"))), nil) })
		}
	}
	for name, c := range map[string]struct {
		do   func(dir string)
		want string // in the path or the words
	}{
		"leaf":           {func(dir string) { edit(t, dir, entries, func(b []byte) []byte { b[40] ^= 1; return b }) }, entries},
		"leaves cut":     {func(dir string) { edit(t, dir, entries, func(b []byte) []byte { return b[:len(b)-9] }) }, entries},
		"tile":           {func(dir string) { edit(t, dir, tile, func(b []byte) []byte { b[3] ^= 1; return b }) }, tile},
		"upper tile":     {func(dir string) { edit(t, dir, upper, func(b []byte) []byte { b[3] ^= 1; return b }) }, upper},
		"tile gone":      {func(dir string) { os.Remove(filepath.Join(dir, tile)) }, tile},
		"leaves gone":    {func(dir string) { os.Remove(filepath.Join(dir, entries)) }, entries},
		"tile too many":  {func(dir string) { os.WriteFile(filepath.Join(dir, LogPath, "tile/0/003"), []byte("x"), 0o644) }, "tile/0/003"},
		"checkpoint":     {replace(note, "\n700\n", "\n699\n"), note},
		"key":            {replace(KeyPath, origin, "another.example"), KeyPath},
		"history":        {replace(history, `"root":"`, `"root":"0`), history},
		"info":           {replace(infoPath, "Checkpoint-Size: 700", "Checkpoint-Size: 699"), infoPath},
		"type of event":  {replace(EventsPath, `"type":"item.told"`, `"type":"item.tole"`), "leaf 0"},
		"data of event":  {replace(EventsPath, `"data_base64":"eyJpdGVtIjoi`, `"data_base64":"eyJpdGVtIjoj`), "other data"},
		"event left out": {lines(func(l [][]byte) [][]byte { return slices.Delete(l, 300, 301) }), "the event of leaf 300 "},
		"events swapped": {lines(func(l [][]byte) [][]byte { l[5], l[6] = l[6], l[5]; return l }), "events.jsonl"},
		"event twice":    {lines(func(l [][]byte) [][]byte { return slices.Insert(l, 5, l[5]) }), "events.jsonl"},
		"line cut":       {lines(func(l [][]byte) [][]byte { l[len(l)-2] = l[len(l)-2][:20]; return l }), "cut short"},
		"row changed":    {sqlite(`UPDATE events SET data = x'7b7d' WHERE "index" = 9`), "leaf 9 "},
		"row left out":   {sqlite(`DELETE FROM events WHERE "index" = 699`), "leaf 699"},
		"row too many":   {sqlite(`INSERT INTO events SELECT 700, 701, stream, 999, id, type, created, content_type, data, metadata, salt_data FROM events WHERE "index" = 9`), "leaf 700"},
		"file":           {func(dir string) { edit(t, dir, FilePath(anyFile), func(b []byte) []byte { return append(b, 'x') }) }, "not its name"},
		"file left out":  {func(dir string) { os.Remove(filepath.Join(dir, FilePath(anyFile))) }, anyFile},
		"scope":          {replace(infoPath, "Scope: full", "Scope: most"), infoPath},
		"format":         {replace(infoPath, Format, "minhbach-archive/9"), infoPath},
		"a link": {func(dir string) {
			os.Remove(filepath.Join(dir, ReadmePath))
			os.Symlink("/etc/hostname", filepath.Join(dir, ReadmePath))
		}, ReadmePath},
		"a stranger":      {func(dir string) { os.WriteFile(filepath.Join(dir, "extra"), nil, 0o644) }, "extra"},
		"another history": {func(dir string) { rewrite(t, w, dir) }, "root"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := cloned(t, good)
			c.do(dir)
			reseal(t, dir)
			_, err := verify(t, dir, Checks{})
			var wrong *Wrong
			if !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("it says %v; want %s named", err, c.want)
			}
		})
	}
}

// rewrite makes the bag of another history under the old signed checkpoint.
func rewrite(t testing.TB, w *world, dir string) {
	other := newWorld(t)
	other.tell(700)
	for _, path := range []string{EventsPath, TablePath, filesPath, LogPath + "/tile", LogPath + "/" + ledger.HistoryPath} {
		other.must(os.RemoveAll(filepath.Join(dir, path)))
	}
	bag := other.bag(other.contents())
	other.must(os.Remove(filepath.Join(bag, LogPath, ledger.CheckpointPath)))
	for _, sub := range []string{payload + "events", filesPath, LogPath} {
		other.must(os.CopyFS(filepath.Join(dir, sub), os.DirFS(filepath.Join(bag, sub))))
	}
}

// A bag is judged by a key from elsewhere, and against checkpoints kept elsewhere.
func TestKeysAndOtherCheckpoints(t *testing.T) {
	w := newWorld(t)
	w.tell(100)
	early, _ := w.ledger.Latest()
	w.tell(200)
	dir := w.bag(w.contents())
	w.tell(150)
	late, _ := w.ledger.Latest()
	own, err := note.NewVerifier(w.key.Public)
	w.must(err)
	stranger := newWorld(t)
	stranger.tell(400)
	foreign, err := note.NewVerifier(stranger.key.Public)
	w.must(err)
	otherHead, _ := stranger.ledger.Latest()
	_, proof, err := ledger.ProveConsistency(t.Context(), w.ledger.Source(), w.ledger.Checkpoint(), 300)
	w.must(err)
	keys := []note.Verifier{own}
	for name, c := range map[string]struct {
		checks Checks
		fine   bool
	}{
		"own key":                    {Checks{}, true},
		"the right key":              {Checks{Keys: keys}, true},
		"another key":                {Checks{Keys: []note.Verifier{foreign}}, false},
		"an older checkpoint":        {Checks{Keys: keys, Later: []byte(early.Note)}, true},
		"a newer one with its log":   {Checks{Keys: keys, Later: []byte(late.Note), Newer: w.ledger.Source()}, true},
		"a newer one with a proof":   {Checks{Keys: keys, Later: []byte(late.Note), Proof: proof}, true},
		"a newer one, another proof": {Checks{Keys: keys, Later: []byte(late.Note), Proof: tlog.TreeProof{{1}}}, false},
		"one of another log":         {Checks{Keys: []note.Verifier{own, foreign}, Later: []byte(otherHead.Note), Newer: stranger.ledger.Source()}, false},
	} {
		r, err := verify(t, dir, c.checks)
		if c.fine != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
		if wrong := (*Wrong)(nil); !c.fine && !errors.As(err, &wrong) {
			t.Errorf("%s: %v is no finding", name, err)
		}
		if c.fine && (r.Events != 300 || r.OwnKey != (c.checks.Keys == nil)) {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if _, err := verify(t, dir, Checks{Later: []byte(late.Note)}); !errors.Is(err, ErrNoProof) {
		t.Errorf("without a way to the newer tree: %v", err)
	}
	// Signed by the true key, an older tree that is not this one's beginning.
	forged, err := ledger.SignCheckpoint(ledger.Checkpoint{Origin: origin, Size: 100, Root: tlog.Hash{7}}, w.key.Signer)
	w.must(err)
	if _, err := verify(t, dir, Checks{Keys: keys, Later: forged}); err == nil {
		t.Error("a checkpoint of another history is taken for one of this")
	}
}

// The tree that is computed here is the one that the ledger signs, at every size.
func TestTreeAtEverySize(t *testing.T) {
	w := newWorld(t)
	w.tell(70)
	tree := &Tree{}
	for ev, err := range w.log.ReadAll(t.Context(), 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		w.must(err)
		w.must(tree.Add(tlog.RecordHash(ledger.HeaderOf(tree.Size(), ev).Leaf())))
		root, _, err := ledger.ProveConsistency(t.Context(), w.ledger.Source(), w.ledger.Checkpoint(), tree.Size())
		w.must(err)
		if root != tree.Root() {
			t.Fatalf("at %d leaves", tree.Size())
		}
	}
	empty := (&Tree{}).Root()
	if hex.EncodeToString(empty[:]) != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Error("the root of nothing is not SHA-256 of nothing")
	}
}
