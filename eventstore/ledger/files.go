package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
)

// writeFile is all or nothing: temporary file, sync, rename. The folder is synced by
// syncDirs.
func writeFile(path string, data []byte) error {
	tmp := path + ".tmp"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if errors.Is(err, os.ErrNotExist) {
		if err = os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		f, err = os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(tmp)
		return err
	}
	return os.Rename(tmp, path)
}

// writers at once; the syncs of several files share the disk's journal.
const writers = 16

// writeFiles below root, and syncs them and their folders. It returns those that are
// not known to be on disk.
func writeFiles(root string, files []file) (left []file, err error) {
	var next atomic.Int64
	errs := make([]error, len(files))
	var all sync.WaitGroup
	for range min(writers, len(files)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
				errs[i] = writeFile(filepath.Join(root, files[i].path), files[i].data)
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
