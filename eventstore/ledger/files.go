package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
)

// writeFile is all or nothing: temporary file, sync, rename.
func writeFile(path string, data []byte) error {
	tmp := path + ".tmp"
	if err := writePlain(tmp, data, true); err != nil {
		os.Remove(tmp)
		return err
	}
	return os.Rename(tmp, path)
}

func writePlain(path string, data []byte, sync bool) error {
	const how = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	f, err := os.OpenFile(path, how, 0o644)
	if errors.Is(err, os.ErrNotExist) {
		if err = os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		f, err = os.OpenFile(path, how, 0o644)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil && sync {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// writers at once, where files are synced: the syncs share the disk's journal. Files
// that are not would only wait for each other's folder.
const writers = 16

// many files are neither synced nor renamed one by one: while a tree catches up that
// would cost more than everything else, and nobody reads them before a checkpoint
// covers them. What a power cut takes of them, Open misses and makes again from the
// log, which is synced always.
const many = 64

// writeFiles below root and returns those that could not be written. A few are on
// disk when it returns.
func writeFiles(root string, files []file) (left []file, err error) {
	var next atomic.Int64
	errs := make([]error, len(files))
	few, at := len(files) <= many, 1
	if few {
		at = min(writers, len(files))
	}
	var all sync.WaitGroup
	for range at {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
				path := filepath.Join(root, filepath.FromSlash(files[i].path))
				if few {
					errs[i] = writeFile(path, files[i].data)
				} else {
					errs[i] = writePlain(path, files[i].data, false)
				}
			}
		})
	}
	all.Wait()
	dirs := map[string]bool{}
	for i, f := range files {
		if errs[i] != nil {
			left = append(left, f)
			err = errs[i]
			continue
		}
		for dir := filepath.Dir(f.path); !dirs[dir]; dir = filepath.Dir(dir) {
			dirs[dir] = true
			if dir == "." {
				break
			}
		}
	}
	if !few {
		return left, err
	}
	for dir := range dirs {
		if failed := syncDir(filepath.Join(root, dir)); failed != nil {
			return files, failed
		}
	}
	return left, err
}

func syncDir(dir string) error {
	if runtime.GOOS == "windows" { // keeps no such promise
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
