package files

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"minhbach/internal/app"
)

var _ app.Files = (*Store)(nil)

// opened attachment. It never changes, so its hash is its entity tag.
type opened struct {
	*os.File
	info fs.FileInfo
}

func (f *opened) Size() int64        { return f.info.Size() }
func (f *opened) ModTime() time.Time { return f.info.ModTime() }

// Open returns the bytes of a hash. A hash that no file can have is ErrUnknown;
// bytes that are not there are ErrMissing, which is our failure and not the
// reader's: whoever asks has the hash from a publication.
func (s *Store) Open(ctx context.Context, sha256 string) (app.File, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !hashForm.MatchString(sha256) {
		return nil, ErrUnknown.New()
	}
	f, err := os.Open(s.path(sha256))
	if err != nil {
		return nil, ErrMissing.New().Because(err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	if err != nil {
		f.Close()
		return nil, ErrMissing.New().Because(err)
	}
	return &opened{File: f, info: info}, nil
}
