package verify_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/mod/sumdb/note"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/verify"
	"minhbach/eventstore/ledger/verify/testlog"
	"minhbach/eventstore/ledger/witness"
	"minhbach/eventstore/sqlite"
)

var ctx = context.Background()

const origin = "soctrang.example/log"

func trust(t testing.TB, keys ...ledger.Key) (tr verify.Trust) {
	t.Helper()
	for _, k := range keys {
		v, err := note.NewVerifier(k.Public)
		if err != nil {
			t.Fatal(err)
		}
		tr.Keys = append(tr.Keys, v)
	}
	return tr
}

func checkLog(t testing.TB, dir string, tr verify.Trust) verify.Report {
	t.Helper()
	src, err := verify.Open(ctx, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	r, err := verify.Log(ctx, src, tr, verify.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// made is a ledger of n events.
func made(t testing.TB, n int, sizes ...uint64) (dir string, key ledger.Key) {
	t.Helper()
	dir, key = t.TempDir(), testlog.Key(t, origin)
	testlog.Write(t, dir, key, testlog.Events(n, 1), sizes...)
	return dir, key
}

func TestSoundLogsOfManySizes(t *testing.T) {
	for _, n := range []int{1, 2, 3, 255, 256, 257, 511, 512, 700, 65535, 65536, 65537, 66000} {
		if n > 1000 && (testing.Short() || slow > 1) {
			continue
		}
		var sizes []uint64
		for _, s := range []uint64{1, 2, 200, 256, 258, 512, 600, 65536} {
			if s < uint64(n) {
				sizes = append(sizes, s)
			}
		}
		dir, key := made(t, n, sizes...)
		r := checkLog(t, dir, trust(t, key))
		if !r.Sound || r.Log.Leaves != uint64(n) || r.History.Lines != len(sizes)+1 || r.Log.Beyond != 0 {
			t.Errorf("%d leaves: %v, %+v, %+v", n, r.Problem, r.Log, r.History)
		}
	}
}

// damage one file of a ledger and look what is said of it.
func TestTheWrongFileIsNamed(t *testing.T) {
	const n = 66000 // three levels of tiles
	dir, key := made(t, n, 300, 65000)
	for i, c := range []struct {
		path, code string
		leaf       int64 // -1: none
		damage     func([]byte) []byte
	}{
		{ledger.EntriesPath(3, 256), verify.BadLeaf, 3*256 + 1, func(b []byte) []byte { b[2+int(b[0])<<8+int(b[1])+40] ^= 1; return b }},
		{ledger.EntriesPath(257, 208), verify.BadLeaf, 257 * 256, func(b []byte) []byte { b[40] ^= 4; return b }},
		{ledger.EntriesPath(3, 256), verify.Length, 3 * 256, func(b []byte) []byte { b[0] ^= 128; return b }},
		{ledger.EntriesPath(4, 256), verify.Length, 4*256 + 255, func(b []byte) []byte { return b[:len(b)-1] }},
		{ledger.EntriesPath(4, 256), verify.Length, 4 * 256, func(b []byte) []byte { return append(b, 0) }},
		{ledger.EntriesPath(5, 256), verify.Missing, 5 * 256, nil},
		{ledger.TilePath(0, 7, 256), verify.BadTile, 7*256 + 2, func(b []byte) []byte { b[2*32] ^= 1; return b }},
		{ledger.TilePath(0, 257, 208), verify.BadTile, 257*256 + 207, func(b []byte) []byte { b[207*32] ^= 1; return b }},
		{ledger.TilePath(0, 7, 256), verify.Length, 7 * 256, func(b []byte) []byte { return b[:4096] }},
		{ledger.TilePath(1, 0, 256), verify.BadTile, 9 * 256, func(b []byte) []byte { b[9*32+31] ^= 128; return b }},
		{ledger.TilePath(1, 1, 1), verify.BadTile, 65536, func(b []byte) []byte { b[5] ^= 128; return b }},
		{ledger.TilePath(1, 1, 1), verify.Missing, 65536, nil},
		{ledger.TilePath(2, 0, 1), verify.BadTile, 0, func(b []byte) []byte { b[0] ^= 1; return b }},
		{ledger.TilePath(0, 1, 44), verify.BadTile, 256, func(b []byte) []byte { b[0] ^= 1; return b }},   // of an earlier size
		{ledger.EntriesPath(1, 44), verify.BadLeaf, 256, func(b []byte) []byte { b[100] ^= 1; return b }}, // likewise
		{ledger.CheckpointPath, verify.BadSignature, -1, func(b []byte) []byte { b[len(origin)+1] ^= 1; return b }},
		{ledger.HistoryPath, verify.BadHistory, -1, func(b []byte) []byte { return []byte(strings.Replace(string(b), `"size":300`, `"size":301`, 1)) }},
	} {
		if slow > 1 && i%4 != 0 {
			continue
		}
		file := filepath.Join(dir, filepath.FromSlash(c.path))
		before, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if c.damage == nil {
			err = os.Remove(file)
		} else {
			err = os.WriteFile(file, c.damage(slices.Clone(before)), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		r := checkLog(t, dir, trust(t, key))
		switch p := r.Problem; {
		case r.Sound || p == nil:
			t.Errorf("%s (%s) passed", c.path, c.code)
		case p.Code != c.code || p.Path != c.path, (p.Leaf == nil) != (c.leaf < 0), p.Leaf != nil && *p.Leaf != uint64(c.leaf), r.Further != 0:
			t.Errorf("%s, want %s at leaf %d: %v (%d further)", c.path, c.code, c.leaf, p, r.Further)
		}
		if err := os.WriteFile(file, before, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if r := checkLog(t, dir, trust(t, key)); !r.Sound {
		t.Fatal(r.Problem)
	}
}

func TestLeavesThatAreNone(t *testing.T) {
	events := testlog.Events(300, 5)
	for name, change := range map[string]func([][]byte){
		"another number": func(l [][]byte) { l[270] = ledger.HeaderOf(269, events[270]).Leaf() },
		"no leaf":        func(l [][]byte) { l[270] = []byte("xin chào") },
		"another form":   func(l [][]byte) { l[270] = append(l[270], ' ') },
	} {
		var leaves [][]byte
		for i, ev := range events {
			leaves = append(leaves, ledger.HeaderOf(uint64(i), ev).Leaf())
		}
		change(leaves)
		dir, key := t.TempDir(), testlog.Key(t, origin)
		testlog.WriteLeaves(t, dir, key, leaves)
		r := checkLog(t, dir, trust(t, key))
		if r.Sound || r.Problem.Code != verify.BadForm || r.Problem.Leaf == nil || *r.Problem.Leaf != 270 {
			t.Errorf("%s: %v", name, r.Problem)
		}
	}
}

// TestClockThatWasPutBack: it is told, and no fault.
func TestClockThatWasPutBack(t *testing.T) {
	for _, n := range []uint64{100, 256, 270} { // within a bundle, at the border of two
		events := testlog.Events(300, 5)
		events[n].Recorded = testlog.Day
		dir, key := t.TempDir(), testlog.Key(t, origin)
		testlog.Write(t, dir, key, events)
		r := checkLog(t, dir, trust(t, key))
		if !r.Sound || !slices.Contains(r.Remarks, verify.ClockBack) || r.Log.Back == nil || *r.Log.Back != n {
			t.Errorf("leaf %d: %v %v %v", n, r.Problem, r.Remarks, r.Log)
		}
	}
}

// TestRewrittenHistory: the operator makes a new tree and signs it with the true key.
func TestRewrittenHistory(t *testing.T) {
	dir, key := made(t, 1000, 100, 400, 800)
	old, err := os.ReadFile(filepath.Join(dir, ledger.CheckpointPath))
	if err != nil {
		t.Fatal(err)
	}
	history, err := os.ReadFile(filepath.Join(dir, ledger.HistoryPath))
	if err != nil {
		t.Fatal(err)
	}
	events := testlog.Events(1000, 1)
	events[555].Data = []byte(`{"version":1,"content":"","on":"2026-03-02"}`)
	events = append(events, testlog.Events(1100, 2)[1000:]...)
	forged := t.TempDir()
	testlog.Write(t, forged, key, events)
	src, err := verify.Open(ctx, forged, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	if r := checkLog(t, forged, trust(t, key)); !r.Sound {
		t.Fatal("the new tree is sound in itself:", r.Problem)
	}
	r, err := verify.Extends(ctx, old, src, trust(t, key), verify.Options{})
	if err != nil || r.Sound || r.Problem.Code != verify.Rewritten {
		t.Fatal(err, r.Problem)
	}
	t.Run("with the history kept", func(t *testing.T) { // it tells between which checkpoints
		if err := os.WriteFile(filepath.Join(forged, ledger.HistoryPath), history, 0o644); err != nil {
			t.Fatal(err)
		}
		r := checkLog(t, forged, trust(t, key))
		if r.Sound || r.Problem.Code != verify.BadHistory || *r.Problem.Leaf != 400 || r.Problem.Leaves != 400 || r.Problem.Line != 3 {
			t.Fatal(r.Problem)
		}
	})
	t.Run("under the old checkpoint", func(t *testing.T) {
		r, err := verify.Log(ctx, src, trust(t, key), verify.Options{Checkpoint: old})
		if err != nil || r.Sound || r.Problem.Code != verify.BadRoot && r.Problem.Code != verify.Missing {
			t.Fatal(err, r.Problem)
		}
	})
}

func TestExtends(t *testing.T) {
	dir, key := made(t, 1000, 1, 100, 256, 800)
	src, err := verify.Open(ctx, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	for _, size := range []int{1, 2, 255, 256, 257, 999, 1000} {
		earlier := t.TempDir()
		testlog.Write(t, earlier, key, testlog.Events(size, 1))
		old, err := os.ReadFile(filepath.Join(earlier, ledger.CheckpointPath))
		if err != nil {
			t.Fatal(err)
		}
		if r, err := verify.Extends(ctx, old, src, trust(t, key), verify.Options{}); err != nil || !r.Sound {
			t.Error(size, err, r.Problem)
		}
	}
	longer, _ := made(t, 1001)
	testlog.Write(t, longer, key, testlog.Events(1001, 1))
	newer, err := os.ReadFile(filepath.Join(longer, ledger.CheckpointPath))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := verify.Extends(ctx, newer, src, trust(t, key), verify.Options{}); err != nil || r.Sound || r.Problem.Code != verify.Shrunk {
		t.Error(err, r.Problem)
	}
	stranger := testlog.Key(t, origin)
	if r, err := verify.Extends(ctx, newer, src, trust(t, stranger), verify.Options{}); err != nil || r.Sound || r.Problem.Code != verify.BadSignature {
		t.Error(err, r.Problem)
	}
}

// TestForgedCheckpoint: the tree of other events, signed by somebody else under the
// same name, or by nobody.
func TestForgedCheckpoint(t *testing.T) {
	dir, key := made(t, 300)
	forger := testlog.Key(t, origin)
	testlog.Write(t, dir, forger, testlog.Events(300, 9))
	if r := checkLog(t, dir, trust(t, key)); r.Sound || r.Problem.Code != verify.BadSignature {
		t.Error(r.Problem)
	}
	other := testlog.Key(t, "elsewhere.example/log")
	testlog.Write(t, dir, other, testlog.Events(300, 9))
	if r := checkLog(t, dir, trust(t, key, other)); !r.Sound {
		t.Error("a key for its own origin:", r.Problem)
	}
	signed, err := ledger.SignCheckpoint(ledger.Checkpoint{Origin: origin, Size: 300}, other)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ledger.CheckpointPath), signed, 0o644); err != nil {
		t.Fatal(err)
	}
	if r := checkLog(t, dir, trust(t, key, other)); r.Sound || r.Problem.Code != verify.BadSignature {
		t.Error("a known key under another's origin:", r.Problem)
	}
	if _, err := verify.Log(ctx, verify.FromFS(os.DirFS(dir), dir), verify.Trust{}, verify.Options{}); err == nil {
		t.Error("without a key nothing is proved")
	}
}

func TestSwappedLeaves(t *testing.T) {
	dir, key := made(t, 600)
	leaves := func(index uint64) string {
		return filepath.Join(dir, filepath.FromSlash(ledger.EntriesPath(index, 256)))
	}
	zero, err := os.ReadFile(leaves(0))
	if err != nil {
		t.Fatal(err)
	}
	first := 2 + int(zero[0])<<8 + int(zero[1])
	second := 2 + int(zero[first])<<8 + int(zero[first+1])
	swapped := slices.Concat(zero[first:first+second], zero[:first], zero[first+second:])
	if err := os.WriteFile(leaves(0), swapped, 0o644); err != nil {
		t.Fatal(err)
	}
	if r := checkLog(t, dir, trust(t, key)); r.Sound || r.Problem.Code != verify.BadLeaf || *r.Problem.Leaf != 0 {
		t.Error(r.Problem)
	}
	if err := os.WriteFile(leaves(0), zero, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(leaves(0), leaves(7)); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(leaves(1), leaves(0)); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(leaves(7), leaves(1)); err != nil {
		t.Fatal(err)
	}
	if r := checkLog(t, dir, trust(t, key)); r.Sound || r.Problem.Code != verify.BadLeaf || *r.Problem.Leaf != 0 || r.Further != 1 {
		t.Error("whole bundles:", r.Problem, r.Further)
	}
}

// TestLaterLinesOfACheckpoint bring cosignatures and stamps; they are of a checkpoint
// that stands before them, or wrong.
func TestLaterLinesOfACheckpoint(t *testing.T) {
	dir, key := made(t, 300, 100, 200)
	file := filepath.Join(dir, ledger.HistoryPath)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(raw), "\n")[:3]
	again := func(line string) string {
		return strings.Replace(line, "}\n", `,"stamp":"MAA=","tsa":"tsa.example","again":true}`+"\n", 1)
	}
	for name, c := range map[string]struct {
		text string
		line int // 0: sound
	}{
		"behind newer ones":      {lines[0] + lines[1] + again(lines[0]) + lines[2] + again(lines[1]) + again(lines[2]), 0},
		"without the first":      {lines[0] + again(lines[1]) + lines[2], 2},
		"of the order otherwise": {lines[1] + lines[0] + lines[2], 2},
	} {
		if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		r := checkLog(t, dir, trust(t, key))
		switch {
		case c.line > 0:
			if r.Sound || r.Problem.Code != verify.BadHistory || r.Problem.Line != c.line {
				t.Errorf("%s: %v", name, r.Problem)
			}
		case !r.Sound || r.History.Lines != 3 || r.History.Stamped != 3 || r.Checkpoint.TSA != "tsa.example" || !slices.Contains(r.Remarks, verify.StampUnread):
			t.Errorf("%s: %v %+v", name, r.Problem, r.History)
		}
	}
}

// TestTheProductsLedger: what the product keeps is what this package accepts, with
// witnesses and across restarts.
func TestTheProductsLedger(t *testing.T) {
	log, err := sqlite.Open(ctx, t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	key, dir := testlog.Key(t, origin), t.TempDir()
	now := testlog.Day
	private, public, err := witness.NewKey("bac-lieu.example/witness")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := witness.NewSigner(private, func() time.Time { return testlog.Day })
	if err != nil {
		t.Fatal(err)
	}
	var l *ledger.Ledger
	for round := range 5 {
		for i := range 77 {
			draft := eventstore.Draft{ID: eventstore.NewID(now), Type: "publication.drafted", Data: []byte("{}")}
			if _, err := log.Append(ctx, fmt.Sprintf("publication-%d", i%7), eventstore.Any(), draft); err != nil {
				t.Fatal(err)
			}
		}
		if l, err = ledger.Open(ctx, dir, log, ledger.Options{Key: &key, Now: func() time.Time { now = now.Add(time.Minute); return now }}); err != nil {
			t.Fatal(err)
		}
		if err := l.ToEnd(ctx); err != nil {
			t.Fatal(round, err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	r := checkLog(t, dir, trust(t, key))
	if !r.Sound || r.Log.Leaves != 5*77 || r.History.Lines != 5 || r.Log.Beyond != 0 || !slices.Contains(r.Remarks, verify.NoWitness) {
		t.Fatal(r.Problem, r.Log, r.History, r.Remarks)
	}
	p, err := witness.ParsePolicy("witness bac-lieu " + public + "\nquorum bac-lieu\n")
	if err != nil {
		t.Fatal(err)
	}
	tr := trust(t, key)
	tr.Policy = p
	if r := checkLog(t, dir, tr); r.Sound || r.Problem.Code != verify.Unwitnessed {
		t.Fatal("without its cosignature:", r.Problem)
	}
	signed, err := os.ReadFile(filepath.Join(dir, ledger.CheckpointPath))
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Open(signed, note.VerifierList(tr.Keys...))
	if err != nil {
		t.Fatal(err)
	}
	if signed, err = note.Sign(n, signer); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ledger.CheckpointPath), signed, 0o644); err != nil {
		t.Fatal(err)
	}
	r = checkLog(t, dir, tr)
	if !r.Sound || slices.Contains(r.Remarks, verify.NoWitness) || len(r.Checkpoint.Signers) != 2 || !r.Checkpoint.Signers[1].At.Equal(testlog.Day) {
		t.Fatal(r.Problem, r.Checkpoint)
	}
	if r := checkLog(t, dir, trust(t, key)); !r.Sound || len(r.Checkpoint.Unknown) != 1 {
		t.Error("a cosignature of somebody unknown:", r.Problem, r.Checkpoint)
	}
}

// FuzzLog puts any bytes in the place of any file of a log: what was signed is never
// said to be sound with another content, and nothing breaks.
func FuzzLog(f *testing.F) {
	dir, key := made(f, 300, 100)
	tr := trust(f, key)
	names := []string{ledger.CheckpointPath, ledger.HistoryPath, ledger.EntriesPath(0, 256), ledger.EntriesPath(1, 44), ledger.TilePath(0, 0, 256),
		ledger.TilePath(0, 1, 44), ledger.TilePath(1, 0, 1), "tile/entries/000.p/100", "tile/0/x001/000", ledger.KeyPath, ledger.RotationsPath}
	whole := fstest.MapFS{}
	for i, name := range names {
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil {
			whole[name] = &fstest.MapFile{Data: raw}
		}
		f.Add(uint8(i), raw)
		f.Add(uint8(i), append(raw, 0))
	}
	f.Fuzz(func(t *testing.T, which uint8, content []byte) {
		name := names[int(which)%len(names)]
		files := maps.Clone(whole)
		files[name] = &fstest.MapFile{Data: content}
		src := verify.FromFS(files, "memory")
		verify.Hints(ctx, src)
		verify.Rotations(ctx, src)
		r, err := verify.Log(ctx, src, tr, verify.Options{Workers: 1})
		if err != nil {
			return // a line too long, and the like
		}
		before := whole[name]
		if needed := before != nil && name != ledger.HistoryPath; r.Sound && needed && !bytes.Equal(content, before.Data) {
			t.Fatalf("%s passed with another content", name)
		}
		if r.Sound == (r.Problem != nil) {
			t.Fatal("neither sound nor a problem")
		}
	})
}
