package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrLocked: another process keeps this directory.
var ErrLocked = errors.New("sqlite: the data directory is in use")

// lockName is the file in the directory that is locked.
const lockName = "lock"

// lock is held as long as its file is open; the system releases it when the
// process dies, so a stale one cannot be left behind.
type lock struct{ f *os.File }

func acquire(dir string, o Options) (*lock, error) {
	path := filepath.Join(dir, lockName)
	f, err := openLocked(path)
	if errors.Is(err, errHeld) {
		return nil, fmt.Errorf("%w: %s is kept by %s; stop it or choose another directory", ErrLocked, dir, owner(path))
	}
	if err != nil {
		return nil, fmt.Errorf("sqlite: cannot lock %s: %w", dir, err)
	}
	host, _ := os.Hostname()
	text := fmt.Sprintf("process %d (%s)\nhost %s\nsince %s\n",
		os.Getpid(), o.Command, host, o.Now().UTC().Format(time.RFC3339))
	if err = f.Truncate(0); err == nil {
		_, err = f.WriteAt([]byte(text), 0)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("sqlite: cannot write %s: %w", path, err)
	}
	return &lock{f}, nil
}

func (l *lock) release() error { return l.f.Close() }

// owner is what the holder wrote about itself.
func owner(path string) string {
	text, err := os.ReadFile(path)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if err != nil || len(lines) != 3 {
		return "another process that has not said its name yet"
	}
	return strings.Join(lines, ", ")
}

var errHeld = errors.New("held")
