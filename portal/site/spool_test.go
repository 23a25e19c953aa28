package site

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"minhbach/domain/fault"
)

func TestSpooledFilesAreWholeBoundedAndRemoved(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	s, err := spool(strings.NewReader("abc"), 3)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(s)
	if err != nil || string(text) != "abc" || s.Size != 3 || s.SHA256 != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("%q, %d bytes, %s, %v", text, s.Size, s.SHA256, err)
	}
	(&Request{Uploads: []Upload{{Name: "no file"}, {Spooled: s}}}).sweep()

	if _, err := spool(strings.NewReader("abcd"), 3); fault.Of(err) == nil || fault.Of(err).Code.Name != "form.file_too_large" {
		t.Errorf("too large: %v", err)
	}
	broken := errors.New("the connection broke")
	if _, err := spool(io.MultiReader(strings.NewReader("a"), failing{broken}), 3); !errors.Is(err, broken) {
		t.Errorf("broken off: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

type failing struct{ error }

func (f failing) Read([]byte) (int, error) { return 0, f.error }
