package files

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"minhbach/domain/publication"
)

// Keep stores what it reads, at most max bytes, under its hash, as Put does, and
// leaves the judgement of the content to the caller: data files were read to their
// last row before they come here, whatever encoding they are in.
func (s *Store) Keep(ctx context.Context, name, media string, max int64, r io.Reader) (publication.Attachment, error) {
	var none publication.Attachment
	f, err := os.CreateTemp(filepath.Join(s.dir, tempDir), "put-*") // mode 0600
	if err != nil {
		return none, ErrStore.New().Because(err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	sum, size, err := receive(ctx, f, r, max)
	if err != nil {
		return none, err
	}
	if size == 0 {
		return none, ErrEmpty.New()
	}
	if err := s.keep(f, sum, size); err != nil {
		return none, ErrStore.New().Because(err)
	}
	clean := CleanName(name)
	return publication.Attachment{SHA256: sum, Name: clean, Title: title(clean), MediaType: media, Size: size}, nil
}
