package verify

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore/ledger"
)

// Source is a ledger that can be read piece by piece.
type Source interface {
	ledger.Source
	// Open is for files that may be long.
	Open(ctx context.Context, path string) (io.ReadCloser, error)
	// Files lists the files below a folder, in the order of their names;
	// errors.ErrUnsupported where nothing can be listed.
	Files(ctx context.Context, below string) ([]string, error)
	String() string
	Close() error
}

// ErrNoLog: there is no ledger in this place.
var ErrNoLog = errors.New("verify: no ledger here")

// places where a folder, an archive or a site keeps its ledger.
var places = []string{".", "log", "ledger", "data/log"}

// Open finds the ledger in a folder, a zip archive or at an http(s) address.
func Open(ctx context.Context, where string, client *http.Client) (Source, error) {
	if strings.HasPrefix(where, "http://") || strings.HasPrefix(where, "https://") {
		return openSite(ctx, where, client)
	}
	info, err := os.Stat(where)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		root, err := os.OpenRoot(where)
		if err != nil {
			return nil, err
		}
		return find(root.FS(), where, root)
	}
	z, err := zip.OpenReader(where)
	if err != nil {
		return nil, fmt.Errorf("%w: %s is neither a folder nor a zip archive: %w", ErrNoLog, where, err)
	}
	return find(z, where, z)
}

func find(f fs.FS, where string, close io.Closer) (Source, error) {
	tops, _ := fs.Glob(f, "*/bagit.txt")
	look := places
	for _, top := range tops { // an archive that holds one folder
		look = append(look[:len(look):len(look)], path.Join(path.Dir(top), "data/log"))
	}
	for _, p := range look {
		if _, err := fs.Stat(f, path.Join(p, ledger.CheckpointPath)); err != nil {
			continue
		}
		sub, err := fs.Sub(f, p)
		if err != nil {
			return nil, errors.Join(err, close.Close())
		}
		return tree{FS: sub, root: f, base: path.Join(p, "..", ".."), where: where, Closer: close}, nil
	}
	return nil, errors.Join(fmt.Errorf("%w: %s has no file %q, nor a folder “log” with one", ErrNoLog, where, ledger.CheckpointPath), close.Close())
}

// tree is a source in a file system.
type tree struct {
	fs.FS
	io.Closer
	where string
	root  fs.FS  // of the folder or archive that holds it
	base  string // the bag in it, where it is one
}

// FromFS makes a source of a file system whose root is the ledger.
func FromFS(f fs.FS, name string) Source { return tree{FS: f, Closer: io.NopCloser(nil), where: name} }

func (t tree) String() string { return t.where }

func (t tree) ReadFile(ctx context.Context, name string) ([]byte, error) {
	f, err := t.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readBounded(f, name)
}

func (t tree) Open(_ context.Context, name string) (io.ReadCloser, error) { return t.FS.Open(name) }

func (t tree) Files(ctx context.Context, below string) (all []string, err error) {
	err = fs.WalkDir(t.FS, below, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return errors.Join(err, ctx.Err())
		}
		all = append(all, p)
		return nil
	})
	return all, err
}

// limit of a file's length, so that no source fills the memory.
func limit(name string) int64 {
	switch {
	case strings.HasPrefix(name, "tile/entries/"):
		return ledger.TileWidth * (2 + 1<<16)
	case ledger.IsTile(name):
		return ledger.TileWidth * tlog.HashSize
	}
	return 1 << 18
}

// ErrTooLong: a file is longer than any that belongs there.
var ErrTooLong = errors.New("verify: the file is too long")

func readBounded(r io.Reader, name string) ([]byte, error) {
	most := limit(name)
	raw, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(raw)) > most {
		return nil, fmt.Errorf("%w: %s has more than %d bytes", ErrTooLong, name, most)
	}
	return raw, err
}
