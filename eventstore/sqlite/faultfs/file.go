package faultfs

import (
	"os"
	"path/filepath"
	"syscall"

	sqlite3 "modernc.org/sqlite/lib"
)

// File is a file of this disk for code that does not go through SQLite.
type File struct {
	d    *Disk
	path string
	*os.File
}

// OpenFile opens a file for reading and writing and makes it where there is none.
func (d *Disk) OpenFile(path string) (*File, error) {
	f := &File{d: d, path: path}
	rc := d.open(path, sqlite3.SQLITE_OPEN_CREATE, func() int32 {
		var err error
		if f.File, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
			return sqlite3.SQLITE_CANTOPEN
		}
		return sqlite3.SQLITE_OK
	})
	return f, failed("open", path, rc)
}

// WriteAt writes, as far as this disk lets it.
func (f *File) WriteAt(b []byte, off int64) (n int, err error) {
	rc := f.d.write(f.path, off, b, func(part int) int32 {
		if n, err = f.File.WriteAt(b[:part], off); err != nil {
			return sqlite3.SQLITE_IOERR_WRITE
		}
		return sqlite3.SQLITE_OK
	})
	return n, failed("write", f.path, rc)
}

// Sync makes what was written last.
func (f *File) Sync() error { return failed("sync", f.path, f.d.sync(f.path, false)) }

// SyncDir makes the names in a directory last.
func (d *Disk) SyncDir(dir string) error {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if fault, off := d.ask(Op{Kind: SyncDir, Path: dir}); off || fault != None {
		return &os.PathError{Op: "sync", Path: dir, Err: syscall.EIO}
	}
	if !d.lies {
		d.settle(dir)
	}
	return nil
}

func failed(op, path string, rc int32) error {
	switch rc {
	case sqlite3.SQLITE_OK:
		return nil
	case sqlite3.SQLITE_FULL:
		return &os.PathError{Op: op, Path: path, Err: syscall.ENOSPC}
	}
	return &os.PathError{Op: op, Path: path, Err: syscall.EIO}
}
