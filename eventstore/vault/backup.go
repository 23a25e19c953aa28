package vault

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// Backup writes a copy of the vault to a new file, readable by its owner only and
// useless without the master key. It holds the keys that are live now: whoever
// erases somebody later must also let this copy go, so keep such copies for days,
// not years, and never beside a backup of the log.
func (v *Vault) Backup(ctx context.Context, file string) (err error) {
	if _, err := os.Lstat(file); err == nil {
		return &os.PathError{Op: "backup", Path: file, Err: os.ErrExist}
	}
	v.work.Lock()
	defer v.work.Unlock()
	if v.db == nil {
		return v.absent()
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".vault-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = v.db.ExecContext(ctx, `VACUUM INTO ?`, f.Name())
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	// A link, unlike a renaming, never replaces a file.
	if err := os.Link(f.Name(), file); err != nil {
		return err
	}
	return syncDir(filepath.Dir(file))
}

func syncDir(dir string) error {
	if runtime.GOOS == "windows" { // has no way to sync a directory
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
