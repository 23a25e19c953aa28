package witness

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"minhbach/eventstore/ledger"
)

// state is what a witness must never forget: the newest checkpoint that it signed
// of each log.
type state struct {
	path string
	mu   sync.Mutex
	seen map[string]signed // by origin
}

type signed struct {
	Size uint64 `json:"size"`
	Root []byte `json:"root"`
}

func openState(path string) (*state, error) {
	s := &state{path: path, seen: map[string]signed{}}
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &s.seen); err != nil {
		return nil, fmt.Errorf("witness: %s is damaged; bring it back from a backup, because without it this witness could sign a fork: %w", path, err)
	}
	return s, nil
}

// advance to a checkpoint and keep it on disk before the signature leaves.
func (s *state) advance(c ledger.Checkpoint) error {
	old, had := s.seen[c.Origin]
	s.seen[c.Origin] = signed{Size: c.Size, Root: c.Root[:]}
	err := s.write()
	if err != nil {
		if delete(s.seen, c.Origin); had {
			s.seen[c.Origin] = old
		}
	}
	return err
}

func (s *state) write() error {
	raw, err := json.MarshalIndent(s.seen, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(s.path), ".witness-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(append(raw, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), s.path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(s.path))
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}
