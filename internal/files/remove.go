package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// ErrFresh: somebody sent the file again lately, and may be about to name it.
var ErrFresh = errors.New("files: sent again too lately to be removed")

// Remove takes a file out of the store for good. The caller has made sure that
// nothing names it. One that was sent since the given time stays, with ErrFresh; one
// that is not there is no error. When it returns nil, the name is gone after a power
// cut as well.
func (s *Store) Remove(sha256 string, since time.Time) error {
	if !hashForm.MatchString(sha256) {
		return ErrUnknown.New()
	}
	path := s.path(sha256)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.ModTime().Before(since) {
		return ErrFresh
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syncDir(filepath.Dir(path))
}
