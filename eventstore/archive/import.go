package archive

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"

	"minhbach/eventstore"
)

var (
	// ErrNotWhole: the bag does not hold every event, so no log can be made of it.
	ErrNotWhole = errors.New("archive: not every event is in the bag")
)

// Whole tells whether a log can be made of the bag, and why not.
func (i Info) Whole() error {
	switch {
	case i.Scope != Full:
		return fmt.Errorf("%w: it is a public export; make one with --full", ErrNotWhole)
	case len(i.Agencies) > 0:
		return fmt.Errorf("%w: it is narrowed to the agencies %s; export without --agency", ErrNotWhole, strings.Join(i.Agencies, ", "))
	case i.Since > 0:
		return fmt.Errorf("%w: it begins at leaf %d; export without --since", ErrNotWhole, i.Since)
	}
	return nil
}

// Events reads the events of a bag that Verify found in order.
func (b *Bag) Events() eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		f, err := b.Open(EventsPath)
		if err != nil {
			yield(eventstore.Event{}, err)
			return
		}
		defer f.Close()
		for r, err := range ReadRows(f) {
			if !yield(r.Event, err) || err != nil {
				return
			}
		}
	}
}

// Files lists the files of a bag that Verify found in order, by SHA-256.
func (b *Bag) Files() iter.Seq2[string, func() (io.ReadCloser, error)] {
	return func(yield func(string, func() (io.ReadCloser, error)) bool) {
		fs.WalkDir(b, strings.TrimSuffix(filesPath, "/"), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !IsHash(d.Name()) {
				return nil // no such folder: no files
			}
			if !yield(d.Name(), func() (io.ReadCloser, error) { return b.Open(path) }) {
				return fs.SkipAll
			}
			return nil
		})
	}
}
