package archive

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// bag is a BagIt bag that is being written into an empty folder.
type bag struct {
	root  string
	files []entry // of the payload
	bytes int64
}

// entry is a line of a manifest.
type entry struct {
	path string
	sum  [sha256.Size]byte
}

// part is a file of the payload that is being written.
type part struct {
	*os.File
	bag  *bag
	path string
	sum  interface {
		io.Writer
		Sum([]byte) []byte
	}
	size int64
}

func (b *bag) create(path string) (*part, error) {
	if err := clean(path); err != nil {
		return nil, err
	}
	f, err := b.open(path)
	if err != nil {
		return nil, err
	}
	return &part{File: f, bag: b, path: path, sum: sha256.New()}, nil
}

func (b *bag) open(path string) (*os.File, error) {
	name := filepath.Join(b.root, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return nil, err
	}
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

func (p *part) Write(b []byte) (int, error) {
	n, err := p.File.Write(b)
	p.sum.Write(b[:n])
	p.size += int64(n)
	return n, err
}

// ReadFrom would go round the sum.
func (p *part) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{p}, r)
}

// done ends the file and enters it into the manifest; hex is its SHA-256.
func (p *part) done() (hexed string, err error) {
	if err := p.File.Close(); err != nil {
		return "", err
	}
	e := entry{path: p.path, sum: [sha256.Size]byte(p.sum.Sum(nil))}
	p.bag.files = append(p.bag.files, e)
	p.bag.bytes += p.size
	return hex.EncodeToString(e.sum[:]), nil
}

// put writes a whole file of the payload.
func (b *bag) put(path string, content []byte) error {
	p, err := b.create(path)
	if err != nil {
		return err
	}
	if _, err := p.Write(content); err != nil {
		p.Close()
		return err
	}
	_, err = p.done()
	return err
}

// copy writes a file of the payload from a reader.
func (b *bag) copy(path string, r io.Reader) (hexed string, err error) {
	p, err := b.create(path)
	if err != nil {
		return "", err
	}
	if _, err := io.Copy(p, r); err != nil {
		p.Close()
		return "", err
	}
	return p.done()
}

// finish writes the tag files and brings everything to the disk.
func (b *bag) finish(info string) error {
	slices.SortFunc(b.files, func(a, c entry) int { return cmp.Compare(a.path, c.path) })
	tags := []struct{ path, text string }{{infoPath, info}, {bagitPath, declaration}, {manifestPath, manifest(b.files)}}
	var sums []entry
	for _, t := range tags {
		sums = append(sums, entry{t.path, sha256.Sum256([]byte(t.text))})
	}
	slices.SortFunc(sums, func(a, c entry) int { return cmp.Compare(a.path, c.path) })
	tags = append(tags, struct{ path, text string }{tagManifestPath, manifest(sums)})
	for _, t := range tags {
		f, err := b.open(t.path)
		if err != nil {
			return err
		}
		_, err = f.WriteString(t.text)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	return syncTree(b.root)
}

func manifest(entries []entry) string {
	var text strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&text, "%x  %s\n", e.sum, e.path)
	}
	return text.String()
}

// syncTree brings every file and folder to the disk, several at a time.
func syncTree(root string) error {
	const workers = 8
	paths, errs := make(chan string, workers), make(chan error, workers+1)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			var first error
			for path := range paths {
				if err := syncPath(path); err != nil && first == nil {
					first = err
				}
			}
			errs <- first
		})
	}
	err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		if err == nil {
			paths <- path
		}
		return err
	})
	close(paths)
	all.Wait()
	close(errs)
	for e := range errs {
		err = errors.Join(err, e)
	}
	return err
}
