package files

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// DefaultMax is how large one file may be when nothing else is configured.
const DefaultMax = 100 << 20

// Store keeps files in a directory: sha256/ab/abcdef…, and tmp for what is being
// received. It is safe for any number of goroutines and nodes.
type Store struct {
	dir      string
	checking chan struct{}
}

const (
	hashDir = "sha256"
	tempDir = "tmp"

	// A check of XML or of an archive holds parts of the file in memory.
	checksAtOnce = 2
	// What is older was left by a crash.
	tempAge = 24 * time.Hour
)

// Open prepares a directory (<data>/files).
func Open(dir string) (*Store, error) {
	for _, d := range []string{dir, filepath.Join(dir, hashDir), filepath.Join(dir, tempDir)} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, err
		}
	}
	return &Store{dir: dir, checking: make(chan struct{}, checksAtOnce)}, nil
}

// Look opens a directory that is there, to read it and make nothing.
func Look(dir string) (*Store, error) {
	if _, err := os.Stat(filepath.Join(dir, hashDir)); err != nil {
		return nil, err
	}
	return &Store{dir: dir, checking: make(chan struct{}, checksAtOnce)}, nil
}

// Sweep clears away what uploads that broke off more than a day before now left
// behind, and says how many. Call it at start.
func (s *Store) Sweep(now time.Time) (int, error) {
	left, err := os.ReadDir(filepath.Join(s.dir, tempDir))
	if err != nil {
		return 0, err
	}
	swept := 0
	for _, e := range left {
		info, err := e.Info()
		if err == nil && now.Sub(info.ModTime()) > tempAge && os.Remove(filepath.Join(s.dir, tempDir, e.Name())) == nil {
			swept++
		}
	}
	return swept, nil
}

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// path of a hash that hashForm accepts.
func (s *Store) path(sha256 string) string {
	return filepath.Join(s.dir, hashDir, sha256[:2], sha256)
}

// title is a name without its extension, for people to better.
func title(name string) string {
	stem, _ := split(name)
	return strings.TrimSpace(strings.ReplaceAll(stem, "_", " "))
}
