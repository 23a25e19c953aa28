package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"minhbach/domain/publication"
)

// Put stores what it reads, at most max bytes (DefaultMax when zero), under its
// hash. It refuses types that are not on the list and content that contradicts the
// name's extension. When it returns without a fault, the bytes are on disk.
func (s *Store) Put(ctx context.Context, name string, max int64, r io.Reader) (publication.Attachment, error) {
	var none publication.Attachment
	if max <= 0 {
		max = DefaultMax
	}
	clean := CleanName(name)
	// The extension is judged before anything is received.
	if _, err := check(clean, nil, 0); !errors.Is(err, ErrEmpty) {
		return none, err
	}
	f, err := os.CreateTemp(filepath.Join(s.dir, tempDir), "put-*") // mode 0600
	if err != nil {
		return none, ErrStore.New().Because(err)
	}
	defer os.Remove(f.Name()) // nothing after the renaming
	defer f.Close()
	sum, size, err := receive(ctx, f, r, max)
	if err != nil {
		return none, err
	}
	select {
	case s.checking <- struct{}{}:
	case <-ctx.Done():
		return none, ctx.Err()
	}
	media, err := check(clean, f, size)
	<-s.checking
	if err != nil {
		return none, err
	}
	if err := s.keep(f, sum, size); err != nil {
		return none, ErrStore.New().Because(err)
	}
	return publication.Attachment{SHA256: sum, Name: clean, Title: title(clean), MediaType: media, Size: size}, nil
}

// receive copies and hashes. Its faults tell a sender's mistakes from our disk's.
func receive(ctx context.Context, f *os.File, r io.Reader, max int64) (sum string, size int64, err error) {
	hash := sha256.New()
	buf := make([]byte, 64<<10)
	for {
		if err := ctx.Err(); err != nil {
			return "", 0, err
		}
		n, readErr := r.Read(buf)
		if size += int64(n); size > max {
			return "", 0, ErrTooLarge.New("max", megabytes(max))
		}
		hash.Write(buf[:n])
		if _, err := f.Write(buf[:n]); err != nil {
			return "", 0, ErrStore.New().Because(err)
		}
		var tooLarge *http.MaxBytesError
		switch {
		case readErr == io.EOF:
			return hex.EncodeToString(hash.Sum(nil)), size, nil
		case errors.As(readErr, &tooLarge):
			return "", 0, ErrTooLarge.New("max", megabytes(min(max, tooLarge.Limit)))
		case readErr != nil:
			return "", 0, fmt.Errorf("receiving a file: %w", readErr)
		}
	}
}

func megabytes(n int64) string { return fmt.Sprintf("%.4g", float64(n)/(1<<20)) }

// keep makes the bytes durable and gives them their name. What is there under that
// name already has the same bytes, unless it is damaged: then it is replaced.
func (s *Store) keep(f *os.File, sum string, size int64) error {
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	to := s.path(sum)
	if info, err := os.Stat(to); err == nil && info.Size() == size {
		if there, err := hashOf(to); err == nil && there == sum {
			now := time.Now()
			if err := os.Chtimes(to, now, now); err != nil { // so that Remove leaves it alone
				return err
			}
			return syncDir(filepath.Dir(to)) // another upload may have renamed and not synced yet
		}
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), to); err != nil {
		return err
	}
	return errors.Join(syncDir(filepath.Dir(to)), syncDir(filepath.Join(s.dir, hashDir)))
}

func hashOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
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
