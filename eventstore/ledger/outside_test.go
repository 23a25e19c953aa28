package ledger_test

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"minhbach/eventstore/ledger"
)

// outside is the program of other people's verifiers. Its modules come over the
// network on a new machine; in CI they must.
func outside(t *testing.T) func(args ...string) (string, error) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "outside")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = filepath.Join("..", "..", "internal", "outside")
	build.Env = append(os.Environ(), "GOFLAGS=")
	if out, err := build.CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("other people's verifiers cannot be built: %v\n%s", err, out)
		}
		t.Skipf("NOT CHECKED by other people's verifiers, which cannot be built here: %v\n%s", err, out)
	}
	return func(args ...string) (string, error) {
		out, err := exec.Command(program, args...).CombinedOutput()
		return string(out), err
	}
}

func rejected(err error) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit) && exit.ExitCode() == 3
}

// TestOutsideVerifiers: the ledger of a log with three levels of tiles is accepted by
// programs that we did not write, and nothing with one bit changed is.
func TestOutsideVerifiers(t *testing.T) {
	run := outside(t)
	b, m := newMemBench(t, 1000)
	l := b.open()
	b.signed(l)
	old, _ := l.Latest()
	const leaves = 2*65536 + 3*256 + 77
	m.record(1000, leaves)
	b.signed(l)
	newest, _ := l.Latest()
	accept := func(args ...string) {
		t.Helper()
		out, err := run(args...)
		if err != nil {
			t.Fatalf("%s: %v\n%s", args[0], err, out)
		}
		t.Log(strings.TrimSpace(out))
	}
	accept("log", b.key.Public, b.dir)
	accept("entries", b.key.Public, b.dir)
	files := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(files, name)
		b.must(os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	all := b.events()
	var proofFile, leafFile string
	for _, i := range []int{0, 255, 256, 65535, 65536, leaves - 1} {
		bundle, err := l.Bundle(b.ctx, all[i], ledger.HeaderOnly)
		b.must(err)
		leafFile, proofFile = write("leaf", bundle.Leaf), write("proof", bundle.Proof)
		accept("proof", b.key.Public, leafFile, proofFile)
	}
	x, err := l.Consistency(b.ctx, 1000, leaves)
	b.must(err)
	var lines strings.Builder
	for _, h := range x.Proof {
		fmt.Fprintln(&lines, base64.StdEncoding.EncodeToString(h[:]))
	}
	if hex.EncodeToString(x.FromRoot[:]) != old.Root {
		t.Error("the old root is another one")
	}
	oldFile, newFile, between := write("old", old.Note), write("new", newest.Note), write("between", lines.String())
	accept("extends", b.key.Public, oldFile, newFile, between)

	in := func(path string) string { return filepath.Join(b.dir, filepath.FromSlash(path)) }
	log := []string{"log", b.key.Public, b.dir}
	for _, c := range []struct {
		file string
		bit  int // from the beginning; negative: from the end
		args []string
	}{
		{in(ledger.CheckpointPath), 8 * 22, log}, // its size
		{in(ledger.CheckpointPath), -8 * 20, log},
		{in(ledger.TilePath(0, 3, ledger.TileWidth)), 77, log},
		{in(ledger.TilePath(0, leaves/256, leaves%256)), 300, log},
		{in(ledger.TilePath(1, 1, ledger.TileWidth)), 1000, log},
		{in(ledger.TilePath(1, 2, 3)), 5, log},
		{in(ledger.TilePath(2, 0, 2)), 11, log},
		{in(ledger.EntriesPath(9, ledger.TileWidth)), 8 * 700, log},
		{in(ledger.EntriesPath(leaves/256, leaves%256)), 8 * 500, log},
		{in(ledger.EntriesPath(9, ledger.TileWidth)), 8 * 700, []string{"entries", b.key.Public, b.dir}},
		{leafFile, 8 * 100, []string{"proof", b.key.Public, leafFile, proofFile}},
		{proofFile, 8 * 60, []string{"proof", b.key.Public, leafFile, proofFile}},
		{proofFile, -8 * 30, []string{"proof", b.key.Public, leafFile, proofFile}},
		{oldFile, 8 * 30, []string{"extends", b.key.Public, oldFile, newFile, between}},
		{between, 8 * 10, []string{"extends", b.key.Public, oldFile, newFile, between}},
	} {
		raw, err := os.ReadFile(c.file)
		b.must(err)
		bit := c.bit
		if bit < 0 {
			bit += 8 * len(raw)
		}
		raw[bit/8] ^= 1 << (bit % 8)
		b.must(os.WriteFile(c.file, raw, 0o600))
		if out, err := run(c.args...); !rejected(err) {
			t.Errorf("bit %d of %s changed, and %s accepts it: %v\n%s", c.bit, c.file, c.args[0], err, out)
		}
		raw[bit/8] ^= 1 << (bit % 8)
		b.must(os.WriteFile(c.file, raw, 0o600))
	}
	accept(log...)
}
