//go:build !unix

package archive

import (
	"errors"
	"os"
)

// syncPath leaves folders out: such systems have no way to sync one.
func syncPath(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
			return nil
		}
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
