package archive

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// ErrUnsafe: a package that no program of ours made, or one made to do harm.
var ErrUnsafe = errors.New("archive: refused")

const (
	maxEntries = 5_000_000
	maxRatio   = 200      // unpacked to packed; a bag of ours stays far below
	freeBytes  = 64 << 20 // unpacked, whatever the ratio
)

// Bag is an opened bag. Nothing in it is believed before Verify.
type Bag struct {
	fs.FS
	Name  string // as given
	close func() error
}

// Close gives the folder or file free.
func (b *Bag) Close() error {
	if b.close == nil {
		return nil
	}
	return b.close()
}

// Open opens a folder or a ZIP file that holds a bag, at its top or in one folder.
// Nothing is unpacked. Links, names that lead elsewhere, and sizes that betray a bomb
// are ErrUnsafe.
func Open(name string) (*Bag, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		b := &Bag{FS: os.DirFS(name), Name: name}
		return b, b.holdsBag()
	}
	z, err := zip.OpenReader(name)
	if err != nil {
		return nil, fmt.Errorf("%s is neither a folder nor a ZIP file: %w", name, err)
	}
	b := &Bag{Name: name, close: z.Close}
	if b.FS, err = safe(&z.Reader, info.Size()); err == nil {
		err = b.holdsBag()
	}
	if err != nil {
		return nil, errors.Join(err, z.Close())
	}
	return b, nil
}

// holdsBag finds the bag's top.
func (b *Bag) holdsBag() error {
	if _, err := fs.Stat(b.FS, bagitPath); err == nil {
		return nil
	}
	top, err := fs.ReadDir(b.FS, ".")
	if err != nil {
		return err
	}
	if len(top) == 1 && top[0].IsDir() {
		sub, err := fs.Sub(b.FS, top[0].Name())
		if err != nil {
			return err
		}
		if _, err := fs.Stat(sub, bagitPath); err == nil {
			b.FS = sub
			return nil
		}
	}
	return fmt.Errorf("%s is no bag: there is no %s in it; give the folder or ZIP file that “minhbach export” made", b.Name, bagitPath)
}

// safe refuses a ZIP file that is not plainly a tree of files.
func safe(z *zip.Reader, packed int64) (fs.FS, error) {
	refuse := func(format string, args ...any) error {
		return fmt.Errorf("%w: "+format, append([]any{ErrUnsafe}, args...)...)
	}
	if len(z.File) > maxEntries {
		return nil, refuse("%d entries are more than %d", len(z.File), maxEntries)
	}
	var total uint64
	seen := make(map[string]bool, len(z.File))
	for _, f := range z.File {
		name := strings.TrimSuffix(f.Name, "/")
		if err := clean(name); err != nil {
			return nil, refuse("%w", err)
		}
		if seen[name] {
			return nil, refuse("%s is in it twice", name)
		}
		seen[name] = true
		if mode := f.Mode(); !mode.IsRegular() && !mode.IsDir() {
			return nil, refuse("%s is a link or a device", name)
		}
		if f.UncompressedSize64 > 1<<50 {
			return nil, refuse("%s says that it has %d bytes", name, f.UncompressedSize64)
		}
		total += f.UncompressedSize64
	}
	if total > freeBytes && total/maxRatio > uint64(packed) {
		return nil, refuse("%d bytes would become %d", packed, total)
	}
	return bounded{z}, nil
}

// bounded reads no more of an entry than it says it has.
type bounded struct{ *zip.Reader }

func (b bounded) Open(name string) (fs.File, error) {
	f, err := b.Reader.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return f, err
	}
	return &boundedFile{File: f, left: info.Size()}, nil
}

type boundedFile struct {
	fs.File
	left int64
}

func (f *boundedFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	if f.left -= int64(n); f.left < 0 {
		return 0, fmt.Errorf("%w: an entry is longer than it says", ErrUnsafe)
	}
	return n, err
}

// ReadDir is of folders only, which are not wrapped.
var _ io.Reader = (*boundedFile)(nil)
