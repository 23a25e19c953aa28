package uploads

import (
	"errors"
	"os"
	"path/filepath"

	"minhbach/internal/app"
)

// What one agency may have on its way in at a time. An upload that was used is gone
// at once, so that only forgotten ones count.
const (
	mostUploads = 40
	mostBytes   = 8 << 30 // as announced
)

// Sweep forgets what has expired, or is not to be made sense of. An upload that
// somebody is writing to is not touched.
func (s *Store) Sweep() error {
	s.creating.Lock() // one that is being announced is not yet to be made sense of
	defer s.creating.Unlock()
	return s.sweep()
}

func (s *Store) sweep() error {
	all, err := os.ReadDir(s.dir)
	if err != nil {
		return err
	}
	var faults []error
	for _, e := range all {
		if _, err := s.meta(e.Name()); err != nil {
			faults = append(faults, s.forget(e.Name()))
		}
	}
	return errors.Join(faults...)
}

func (s *Store) forget(id string) error {
	s.mu.Lock()
	e := s.open[id]
	s.mu.Unlock()
	if e != nil {
		if !e.writing.TryLock() {
			return nil
		}
		defer e.writing.Unlock()
		e.cancel()
	}
	s.mu.Lock()
	delete(s.open, id)
	s.mu.Unlock()
	return os.RemoveAll(filepath.Join(s.dir, id))
}

// admit refuses one more upload of an agency that has many unused ones.
func (s *Store) admit(u app.Upload) error {
	if err := s.sweep(); err != nil {
		return err
	}
	all, err := os.ReadDir(s.dir)
	if err != nil {
		return err
	}
	count, bytes := 1, u.Size
	for _, e := range all {
		if m, err := s.meta(e.Name()); err == nil && m.Agency == u.Agency {
			count, bytes = count+1, bytes+m.Size
		}
	}
	if count > mostUploads || bytes > mostBytes {
		return app.ErrUploadMany.New("count", count-1, "max", mostUploads, "gb", mostBytes>>30)
	}
	return nil
}
