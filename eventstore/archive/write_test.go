package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"minhbach/eventstore"
)

// Given a history, when it is exported, then tools that know nothing of us find every
// file, the signature and the commitments in order, as the README in the bag says.
func TestABagIsCheckedByCommonTools(t *testing.T) {
	for _, tool := range []string{"sha256sum", "openssl", "sqlite3", "xxd"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is needed: run tools/test-tools.sh", tool)
			}
			t.Skipf("%s is not installed here: run tools/test-tools.sh", tool)
		}
	}
	w := newWorld(t)
	w.tell(700)
	c := w.contents()
	c.Scope, c.Rows, c.States = Public, w.rows(700, DataOnly), nil
	dir := w.bag(c)
	run := func(script string) string {
		t.Helper()
		cmd := exec.Command("bash", "-o", "pipefail", "-ec", script)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s\n%v\n%s", script, err, out)
		}
		return string(out)
	}
	readme, err := os.ReadFile(filepath.Join(dir, ReadmePath))
	w.must(err)
	_, english, _ := strings.Cut(string(readme), "Verifying without our software")
	english, _, _ = strings.Cut(english, "   d) ")
	var script strings.Builder
	for line := range strings.Lines(english) {
		if strings.HasPrefix(line, "        ") {
			script.WriteString(line)
		}
	}
	if out := run(script.String()); !strings.Contains(out, "Signature Verified Successfully") {
		t.Errorf("openssl says %q", out)
	}
	run("rm note.txt note.sig")
	if n := strings.Count(run("cat manifest-sha256.txt"), "\n"); n < 28+10 {
		t.Errorf("the manifest lists %d files", n)
	}
	// The commitment of leaf 300, by the command of the README and as the leaf has it.
	_, example, _ := strings.Cut(string(readme), "sqlite3 data/events/events.sqlite ")
	example, _, _ = strings.Cut(example, "\n")
	sum := run("sqlite3 data/events/events.sqlite " + strings.ReplaceAll(example, "=N", "=300"))
	leaf := run(`cat data/log/tile/entries/001 | grep -a -o '"data":"[0-9a-f]*","id":"[-0-9a-f]*","index":300,'`)
	if want := sum[:64]; !strings.Contains(leaf, want) {
		t.Errorf("computed %s, in the leaf %s", want, leaf)
	}
	if got := run("sqlite3 data/events/events.sqlite 'PRAGMA integrity_check; SELECT count(*), count(metadata), count(salt_data) FROM events'"); got != "ok\n700|0|700\n" {
		t.Errorf("the table says %q", got)
	}
}

// The same history at the same checkpoint gives the same bytes.
func TestABagIsDeterministic(t *testing.T) {
	w := newWorld(t)
	w.tell(600)
	c := w.contents()
	first := w.bag(c)
	w.tell(500) // the log goes on; the bag stays at its checkpoint
	if out, err := exec.Command("diff", "-r", first, w.bag(c)).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// What was not written to its end does not look finished, and leaves nothing behind.
func TestACutExportIsNoBag(t *testing.T) {
	w := newWorld(t)
	w.tell(20)
	broken := errors.New("cut")
	for name, change := range map[string]func(*Contents){
		"rows": func(c *Contents) {
			c.Rows = func(yield func(Row, error) bool) { yield(Row{}, broken) }
		},
		"files": func(c *Contents) {
			c.Files = func(yield func(File, error) bool) {
				yield(File{strings.Repeat("0", 64), func() (io.ReadCloser, error) { return nil, broken }}, nil)
			}
		},
		"damaged file": func(c *Contents) {
			c.Files = func(yield func(File, error) bool) {
				yield(File{strings.Repeat("0", 64), func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("x")), nil }}, nil)
			}
		},
		"another key": func(c *Contents) {
			_, other, _ := note.GenerateKey(nil, origin)
			c.Key = other
		},
	} {
		c := w.contents()
		change(&c)
		parent := t.TempDir()
		if _, err := Write(t.Context(), filepath.Join(parent, "bag"), c); err == nil {
			t.Errorf("%s: it is written", name)
		}
		if left, _ := os.ReadDir(parent); len(left) > 0 {
			t.Errorf("%s: %s is left", name, left[0].Name())
		}
	}
	dir := w.bag(w.contents())
	if _, err := Write(t.Context(), dir, w.contents()); err == nil {
		t.Error("an older bag was written over")
	}
}

// Given a bag, when it is read back, then every event is as it was.
func TestEventsComeBack(t *testing.T) {
	w := newWorld(t)
	w.tell(300)
	want, err := eventstore.Collect(w.log.ReadAll(t.Context(), 0, eventstore.Forwards, eventstore.Filter{}, 0))
	w.must(err)
	b, err := Open(w.bag(w.contents()))
	w.must(err)
	defer b.Close()
	got, err := eventstore.Collect(b.Events())
	w.must(err)
	if len(got) != len(want) {
		t.Fatalf("%d events of %d", len(got), len(want))
	}
	for i := range want {
		if asJSON(got[i]) != asJSON(want[i]) {
			t.Fatalf("%s\n%s", asJSON(got[i]), asJSON(want[i]))
		}
	}
	n := 0
	for hash, open := range b.Files() {
		in, err := open()
		w.must(err)
		h := sha256.New()
		_, err = io.Copy(h, in)
		w.must(errors.Join(err, in.Close()))
		if hex.EncodeToString(h.Sum(nil)) != hash {
			t.Errorf("%s is another file", hash)
		}
		n++
	}
	if n != len(w.files) {
		t.Errorf("%d files of %d", n, len(w.files))
	}
}

// Given a ZIP file of a bag, then it is the same bag, and unzip agrees.
func TestZIP(t *testing.T) {
	w := newWorld(t)
	w.tell(300)
	dir := w.bag(w.contents())
	file := filepath.Join(t.TempDir(), "bag.zip")
	w.must(Pack(t.Context(), dir, file, noon))
	again := filepath.Join(t.TempDir(), "bag.zip")
	w.must(Pack(t.Context(), dir, again, noon))
	one, err := os.ReadFile(file)
	w.must(err)
	two, err := os.ReadFile(again)
	w.must(err)
	if !bytes.Equal(one, two) {
		t.Error("the same bag makes another ZIP file")
	}
	v, err := note.NewVerifier(w.key.Public)
	w.must(err)
	r, err := verify(t, file, Checks{Keys: []note.Verifier{v}})
	if err != nil || r.Events != 300 || r.OwnKey {
		t.Errorf("%+v %v", r, err)
	}
	if out, err := exec.Command("unzip", "-t", "-q", file).CombinedOutput(); err != nil && !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("unzip: %v\n%s", err, out)
	}
	if err := Pack(t.Context(), dir, file, noon); err == nil {
		t.Error("an older file was written over")
	}
}

// An increment holds the events behind its base and names it; a bag says which files
// are no longer kept.
func TestIncrementAndAbsentFiles(t *testing.T) {
	w := newWorld(t)
	w.tell(300)
	base, _ := w.ledger.Latest()
	w.tell(100)
	c := w.contents()
	c.Since, c.Base = base.Size, base.Note
	gone := strings.Repeat("ab", 32)
	all := c.Files
	c.Files = func(yield func(File, error) bool) {
		for f, err := range all {
			if !yield(f, err) {
				return
			}
		}
		yield(File{SHA256: gone}, nil)
	}
	c.Rows = func(yield func(Row, error) bool) {
		for r, err := range w.rows(400, Whole) {
			if r.Index >= base.Size && !yield(r, err) {
				return
			}
		}
	}
	dir := w.bag(c)
	r, err := verify(t, dir, Checks{Later: []byte(base.Note)})
	if err != nil || r.Events != 100 || r.Since != 300 || r.Later != 300 || r.Absent != 1 || r.Size != 400 {
		t.Errorf("%+v %v", r, err)
	}
	raw, err := fs.ReadFile(os.DirFS(dir), BasePath)
	if err != nil || string(raw) != base.Note {
		t.Errorf("the base: %v", err)
	}
	edit(t, dir, infoPath, func(b []byte) []byte {
		return bytes.ReplaceAll(b, []byte("Minhbach-Since: 300"), []byte("Minhbach-Since: 350"))
	})
	reseal(t, dir)
	var wrong *Wrong
	if _, err := verify(t, dir, Checks{}); !errors.As(err, &wrong) || !strings.Contains(wrong.What, "leaf 300") {
		t.Errorf("another beginning: %v", err)
	}
}

func TestKeyForms(t *testing.T) {
	for _, bad := range []string{"", "a+b", "a+00000000+" + base64.StdEncoding.EncodeToString([]byte{2, 3})} {
		if _, err := keyPEM(bad); err == nil {
			t.Errorf("%q has a PEM form", bad)
		}
	}
}
