package archive

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A ZIP file that would write elsewhere, lead elsewhere or burst is refused unread.
func TestHarmfulZIPs(t *testing.T) {
	header := func(name string, mode fs.FileMode) *zip.FileHeader {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		h.SetMode(mode)
		return h
	}
	for name, entries := range map[string][]*zip.FileHeader{
		"traversal":      {header("../etc/passwd", 0o644)},
		"deep traversal": {header("bag/data/../../../x", 0o644)},
		"absolute":       {header("/etc/passwd", 0o644)},
		"backslash":      {header(`bag\..\x`, 0o644)},
		"drive":          {header("c:/x", 0o644)},
		"line feed":      {header("bag/a\nb", 0o644)},
		"symbolic link":  {header("bag/data/link", fs.ModeSymlink|0o777)},
		"device":         {header("bag/data/zero", fs.ModeDevice|0o666)},
		"twice":          {header("bag/a", 0o644), header("bag/a", 0o644)},
	} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, h := range append(entries, header("bag/bagit.txt", 0o644)) {
			w, err := z.CreateHeader(h)
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(w, "x")
		}
		z.Close()
		if _, err := Open(write(t, b.Bytes())); !errors.Is(err, ErrUnsafe) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func write(t *testing.T, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bag.zip")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// A bomb is refused by what it says, and one that lies is stopped where it lied.
func TestBombs(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	w, _ := z.Create("bag/bagit.txt")
	io.WriteString(w, declaration)
	w, _ = z.Create("bag/data/zeros")
	for range 100 {
		w.Write(make([]byte, 1<<20))
	}
	z.Close()
	honest := b.Bytes()
	if _, err := Open(write(t, honest)); !errors.Is(err, ErrUnsafe) || !strings.Contains(err.Error(), "would become") {
		t.Errorf("an honest bomb: %v", err)
	}
	// The central directory says ten bytes.
	lying := bytes.Clone(honest)
	at := bytes.LastIndex(lying, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(lying[at+24:], 10)
	bag, err := Open(write(t, lying))
	if err != nil {
		return // refused at once
	}
	defer bag.Close()
	f, err := bag.Open("data/zeros")
	if err != nil {
		return
	}
	defer f.Close()
	if n, err := io.Copy(io.Discard, f); err == nil || n > 1<<20 {
		t.Errorf("%d bytes of ten were read: %v", n, err)
	}
}

func TestWhatIsNoBag(t *testing.T) {
	empty := t.TempDir()
	file := filepath.Join(empty, "x.txt")
	if err := os.WriteFile(file, []byte("xin chào"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{empty, file, filepath.Join(empty, "none")} {
		if b, err := Open(name); err == nil {
			b.Close()
			t.Errorf("%s is opened", name)
		}
	}
}
