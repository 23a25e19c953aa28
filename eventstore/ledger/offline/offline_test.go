package offline_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/offline"
	"minhbach/eventstore/ledger/verify"
	"minhbach/eventstore/ledger/verify/testlog"
)

var ctx = context.Background()

// program builds the verifier the way a stranger does: in an empty folder, without
// a network, with and without a module.
func program(t *testing.T, module bool) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, offline.Source()); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "verifier")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	args := []string{"build", "-o", binary}
	if module {
		if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module verifier\ngo 1.24\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, ".")
	} else {
		sources, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sources {
			args = append(args, filepath.Base(s))
		}
	}
	build := exec.Command("go", args...)
	build.Dir = dir
	build.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

func verdict(t *testing.T, binary string, args ...string) (code int, out string) {
	t.Helper()
	raw, err := exec.Command(binary, args...).CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	if ended != nil {
		return ended.ExitCode(), string(raw)
	}
	return 0, string(raw)
}

// TestSourceStandsAlone: the standard library only, and short.
func TestSourceStandsAlone(t *testing.T) {
	lines, files := 0, 0
	err := fs.WalkDir(offline.Source(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(offline.Source(), p)
		if err != nil {
			return err
		}
		files++
		for line := range strings.Lines(string(raw)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
				lines++
			}
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), p, raw, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range parsed.Imports {
			if name, err := strconv.Unquote(i.Path.Value); err != nil || strings.Contains(name, ".") || strings.HasPrefix(name, "minhbach") {
				t.Errorf("%s imports %s", p, name)
			}
		}
		return nil
	})
	if err != nil || files < 3 || lines > 600 {
		t.Errorf("%d lines in %d files: %v", lines, files, err)
	}
}

var signedAt = regexp.MustCompile(`"signed":"[^"]*"`)

func TestVerdictsOnLogsAreTheSame(t *testing.T) {
	binary := program(t, false)
	dir, key := t.TempDir(), testlog.Key(t, "soctrang.example/log")
	testlog.Write(t, dir, key, testlog.Events(700, 1), 100, 256, 600)
	both := func(name string, keys ...string) {
		t.Helper()
		var trust verify.Trust
		for _, k := range keys {
			v, err := note.NewVerifier(k)
			if err != nil {
				t.Fatal(err)
			}
			trust.Keys = append(trust.Keys, v)
		}
		r, err := verify.Log(ctx, verify.FromFS(os.DirFS(dir), dir), trust, verify.Options{})
		want := 0
		switch {
		case err != nil:
			want = 1
		case !r.Sound:
			want = 3
		}
		if code, out := verdict(t, binary, append([]string{"log", dir}, keys...)...); code != want {
			t.Errorf("%s: it says %d, minhbach verify %d (%v, %v)\n%s", name, code, want, err, r.Problem, out)
		}
	}
	both("sound", key.Public)
	both("another key", testlog.Key(t, "soctrang.example/log").Public)
	both("a key of another log beside it", testlog.Key(t, "elsewhere.example/log").Public, key.Public)
	var names []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		// Partial tiles of earlier sizes are not needed, and not looked at by the small one.
		if err == nil && !d.IsDir() && (!strings.Contains(p, ".p/") || strings.HasSuffix(p, ".p/188") || p == "tile/1/000.p/2") {
			names = append(names, p)
		}
		return err
	})
	if err != nil || len(names) < 7 {
		t.Fatal(err, names)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 5))
	for i := range 120 {
		name := names[i%len(names)]
		file := filepath.Join(dir, filepath.FromSlash(name))
		before, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		changed := bytes.Clone(before)
		what := "removed"
		switch at := random.IntN(len(changed)); {
		case i%10 == 7:
			what, changed = "cut short", changed[:at]
		case i%10 == 8:
			what, changed = "longer", append(changed, 'x')
		case i%10 < 7:
			what = fmt.Sprintf("byte %d", at)
			changed[at] ^= 1 << random.IntN(8)
			outside := !bytes.Contains(before[max(0, at-90):min(len(before), at+90)], []byte("root")) ||
				slices.ContainsFunc(signedAt.FindAllIndex(before, -1), func(r []int) bool { return r[0] <= at && at < r[1] })
			if name == ledger.HistoryPath && outside {
				changed = before // not signed, such as the time; the small one does not read it
			}
		}
		if what == "removed" {
			err = os.Remove(file)
		} else {
			err = os.WriteFile(file, changed, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		both(name+" "+what, key.Public)
		if err := os.WriteFile(file, before, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestVerdictsOnProofsAreTheSame(t *testing.T) {
	binary := program(t, true)
	dir, key := t.TempDir(), testlog.Key(t, "soctrang.example/log")
	events := testlog.Events(700, 1)
	testlog.Write(t, dir, key, events)
	signed, err := os.ReadFile(filepath.Join(dir, ledger.CheckpointPath))
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(key.Public)
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := ledger.OpenCheckpoint(signed, v)
	if err != nil {
		t.Fatal(err)
	}
	proof := func(index uint64, change func(*ledger.Bundle)) string {
		path, err := ledger.ProveInclusion(ctx, ledger.FS{FS: os.DirFS(dir)}, c, index)
		if err != nil {
			t.Fatal(err)
		}
		ev := events[index]
		b := ledger.Bundle{Format: ledger.BundleFormat, Leaf: string(ledger.HeaderOf(index, ev).Leaf()), Data: ev.Data, Metadata: ev.Metadata,
			Proof: ledger.FormatProof(index, path, string(signed)), Key: key.Public}
		change(&b)
		raw, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "proof.json")
		if err := os.WriteFile(file, raw, 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	same := func(*ledger.Bundle) {}
	for _, index := range []uint64{0, 1, 255, 256, 511, 512, 698, 699} {
		if code, out := verdict(t, binary, "event", proof(index, same), key.Public); code != 0 || !strings.Contains(out, events[index].ID.String()) {
			t.Errorf("leaf %d: %d\n%s", index, code, out)
		}
	}
	for name, change := range map[string]func(*ledger.Bundle){
		"data":     func(b *ledger.Bundle) { b.Data = append(b.Data, ' ') },
		"envelope": func(b *ledger.Bundle) { b.Metadata = bytes.Replace(b.Metadata, []byte("system"), []byte("nobody"), 1) },
		"leaf":     func(b *ledger.Bundle) { b.Leaf = strings.Replace(b.Leaf, "published", "withdrawn", 1) },
		"path":     func(b *ledger.Bundle) { b.Proof = strings.Replace(b.Proof, "\nindex 300\n", "\nindex 301\n", 1) },
		"content":  func(b *ledger.Bundle) { b.Content = "{}" },
		"shorter": func(b *ledger.Bundle) {
			lines := strings.SplitAfter(b.Proof, "\n")
			b.Proof = strings.Join(append(lines[:2], lines[3:]...), "")
		},
	} {
		file := proof(300, change)
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := verify.Proof(raw, verify.Trust{Keys: []note.Verifier{v}}, verify.EventOptions{})
		if err != nil || r.Sound {
			t.Errorf("%s: %v %v", name, err, r.Sound)
		}
		if code, out := verdict(t, binary, "event", file, key.Public); code != 3 {
			t.Errorf("%s: %d\n%s", name, code, out)
		}
	}
	for _, args := range [][]string{{}, {"log"}, {"log", dir}, {"event", "x", "no-key"}, {"dance", dir, key.Public}} {
		if code, out := verdict(t, binary, args...); code != 2 {
			t.Errorf("%v: %d\n%s", args, code, out)
		}
	}
	if code, _ := verdict(t, binary, "log", filepath.Join(dir, "none"), key.Public); code != 1 {
		t.Errorf("a folder that is not there: %d", code)
	}
}

// bag writes a small archive by hand: every third event is not disclosed, every fifth
// without its envelope.
func bag(t *testing.T, events []eventstore.Event, key ledger.Key) string {
	t.Helper()
	dir := t.TempDir()
	testlog.Write(t, filepath.Join(dir, "data", "log"), key, events)
	var rows []byte
	for i, ev := range events {
		row := map[string]any{"index": i, "position": ev.Position, "stream": ev.Stream, "revision": ev.Revision, "id": ev.ID, "type": ev.Type,
			"created": ev.Recorded.Format(ledger.RecordedForm), "content_type": ev.ContentType, "data_base64": ev.Data, "metadata_base64": ev.Metadata}
		if i%3 == 0 {
			continue
		}
		if salt, _ := ledger.Salts(ev.Metadata); i%5 == 0 {
			delete(row, "metadata_base64")
			row["salt_data"] = fmt.Sprintf("%x", salt)
		}
		line, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(append(rows, line...), '\n')
	}
	write := func(name, text string) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	content := "cột;giá trị\n1;2\n"
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(content)))
	write("data/files/"+sum[:2]+"/"+sum, content)
	write("data/events/events.jsonl", string(rows))
	write("data/keys/ledger.vkey", key.Public+"\n")
	write("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
	write("bag-info.txt", "Bagging-Date: 2026-03-02\nMinhbach-Scope: public\n")
	manifest(t, dir)
	return dir
}

// manifest lists what is there, as a forger would after a change.
func manifest(t *testing.T, dir string) {
	t.Helper()
	var payload, tags strings.Builder
	line := func(b *strings.Builder, name string) {
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(b, "%x  %s\n", sha256.Sum256(raw), name)
	}
	err := fs.WalkDir(os.DirFS(dir), "data", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			line(&payload, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "manifest-sha256.txt"), []byte(payload.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"bagit.txt", "bag-info.txt", "manifest-sha256.txt"} {
		line(&tags, name)
	}
	if err := os.WriteFile(filepath.Join(dir, "tagmanifest-sha256.txt"), []byte(tags.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestArchives(t *testing.T) {
	binary := program(t, false)
	key := testlog.Key(t, "soctrang.example/log")
	events := testlog.Events(400, 4)
	for _, args := range [][]string{nil, {key.Public}} {
		code, out := verdict(t, binary, append([]string{"bag", bag(t, events, key)}, args...)...)
		if code != 0 || strings.Contains(out, "NOTE") != (args == nil) {
			t.Errorf("sound, %d keys: %d\n%s", len(args), code, out)
		}
	}
	if code, out := verdict(t, binary, "bag", bag(t, events, key), testlog.Key(t, key.Name()).Public); code != 3 {
		t.Errorf("another key: %d\n%s", code, out)
	}
	change := func(name string, edit func([]byte) []byte) func(string) {
		return func(dir string) {
			file := filepath.Join(dir, filepath.FromSlash(name))
			raw, err := os.ReadFile(file)
			if err == nil {
				err = os.WriteFile(file, edit(raw), 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	const rows = "data/events/events.jsonl"
	for name, c := range map[string]struct {
		forge bool // manifests made anew
		do    func(dir string)
		says  string
	}{
		"a row": {false, change(rows, func(b []byte) []byte { b[200] ^= 1; return b }), rows},
		"a row and the manifests": {true, change(rows, func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"type":"publication.published"`), []byte(`"type":"publication.withdrawn"`), 1)
		}), "events.jsonl:1"},
		"the data of a row": {true, change(rows, func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"data_base64":"eyJ2`), []byte(`"data_base64":"eyJ3`), 1)
		}), "events.jsonl:1"},
		"the envelope of a row": {true, change(rows, func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"metadata_base64":"eyJ2`), []byte(`"metadata_base64":"eyJ3`), 1)
		}), "events.jsonl:1"},
		"rows swapped": {true, change(rows, func(b []byte) []byte {
			l := bytes.SplitAfter(b, []byte("\n"))
			l[3], l[4] = l[4], l[3]
			return bytes.Join(l, nil)
		}), "events.jsonl:5"},
		"a file that is not its name": {true, func(dir string) {
			os.Mkdir(filepath.Join(dir, "data", "files", "ab"), 0o755)
			os.WriteFile(filepath.Join(dir, "data", "files", "ab", "abcd"), nil, 0o644)
		}, "abcd"},
		"a file in no manifest":         {false, func(dir string) { os.WriteFile(filepath.Join(dir, "data", "more.txt"), nil, 0o644) }, "more.txt"},
		"a manifest that is gone":       {false, func(dir string) { os.Remove(filepath.Join(dir, "manifest-sha256.txt")) }, "manifest-sha256.txt"},
		"a leaf and the manifests":      {true, change("data/log/tile/entries/000", func(b []byte) []byte { b[100] ^= 1; return b }), "rewritten"},
		"a path that leads out":         {false, change("manifest-sha256.txt", func(b []byte) []byte { return append(b, (strings.Repeat("0", 64) + "  ../x\n")...) }), "manifest-sha256.txt"},
		"a full one with rows left out": {true, change("bag-info.txt", func(b []byte) []byte { return bytes.Replace(b, []byte("public"), []byte("full"), 1) }), "full archive"},
	} {
		dir := bag(t, events, key)
		c.do(dir)
		if c.forge {
			manifest(t, dir)
		}
		if code, out := verdict(t, binary, "bag", dir, key.Public); code != 3 || !strings.Contains(out, c.says) {
			t.Errorf("%s: %d, wants %q\n%s", name, code, c.says, out)
		}
	}
}
