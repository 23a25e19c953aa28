package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"minhbach/eventstore"
)

var (
	// ErrNotFresh: a log is made of events only where there is nothing yet.
	ErrNotFresh = errors.New("sqlite: the place is not empty")
	// ErrUnfinished: an import into this directory was cut short. Import again, or go
	// on with Resume what Resume began; the half-made file is no log.
	ErrUnfinished = errors.New("sqlite: an import was not finished")
	// ErrUnfit: an event that this engine cannot keep exactly as it is.
	ErrUnfit = errors.New("sqlite: the event cannot be kept as it is")
)

// unfinished is added to the name of a file until all of it is on disk, resumable
// where it can be gone on with.
const (
	unfinished = ".part"
	resumable  = unfinished + "-resumable"
)

// Import makes the log of an empty directory out of events that another log gave
// places to, and keeps position, revision, id, type, content type and time of each.
// Positions must increase from 1 or later and may have gaps; the revisions of a stream
// may begin anywhere and follow one after the other, and only the event that ends a
// stream for good (eventstore.TypeStreamDeleted with the largest revision) gets the next
// revision instead of its own. Times are kept to 100 ns, in whatever order; a stream may
// hold an id more than once. What cannot be kept is ErrUnfit and names the position. It
// returns the head.
//
// All or nothing: an import that fails leaves no log, and one that was killed leaves
// a directory that Open refuses with ErrUnfinished and Import begins anew.
func Import(ctx context.Context, dir string, opts Options, events eventstore.Events) (_ eventstore.Position, err error) {
	file, opts, held, err := vacant(dir, opts)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, held.release()) }()
	if err := errors.Join(removeParts(file+unfinished), removeParts(file+resumable)); err != nil {
		return 0, err
	}
	return writeFile(ctx, file, opts, events)
}

// vacant locks the directory of a log to be. What earlier imports left may be in it.
func vacant(dir string, opts Options) (file string, _ Options, held *lock, err error) {
	opts, err = opts.withDefaults()
	if err != nil {
		return "", opts, nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", opts, nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", opts, nil, fmt.Errorf("sqlite: cannot make the data directory: %w", err)
	}
	if held, err = acquire(dir, opts); err != nil {
		return "", opts, nil, err
	}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if e.Name() != lockName && !strings.HasPrefix(e.Name(), fileName+unfinished) {
			err = fmt.Errorf("%w: %s holds %s; choose a new directory", ErrNotFresh, dir, e.Name())
		}
	}
	if err != nil {
		return "", opts, nil, errors.Join(err, held.release())
	}
	return filepath.Join(dir, fileName), opts, held, nil
}

// writeFile makes a log file that gets its name when everything is on disk. The name
// must be free, and nobody else about to take it.
func writeFile(ctx context.Context, file string, opts Options, events eventstore.Events) (_ eventstore.Position, err error) {
	part := file + unfinished
	taken, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, fmt.Errorf("sqlite: %w; if nobody is writing it, it is of an attempt that was cut short: remove it", err)
	}
	if err := taken.Close(); err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(explain(err), removeParts(part))
		}
	}()
	c, err := create(ctx, part, opts, false)
	if err != nil {
		return 0, err
	}
	head, err := c.fill(ctx, events)
	if err = errors.Join(err, c.close()); err != nil {
		return 0, err
	}
	return head, finished(part, file)
}

// finished gives the file its name when all of it is on disk.
func finished(part, file string) error {
	if err := syncFile(part); err != nil {
		return fmt.Errorf("sqlite: cannot sync %s: %w", part, err)
	}
	if err := os.Rename(part, file); err != nil {
		return fmt.Errorf("sqlite: cannot give the finished log its name: %w", err)
	}
	return syncDir(filepath.Dir(file))
}

// refuseUnfinished keeps Open from beginning an empty log beside a half-made one.
func refuseUnfinished(dir string) error {
	if _, err := os.Lstat(filepath.Join(dir, fileName)); err == nil {
		return nil
	}
	for _, part := range []string{unfinished, resumable} {
		if _, err := os.Lstat(filepath.Join(dir, fileName+part)); err == nil {
			return fmt.Errorf("%w in %s: import, copy or restore once more into it", ErrUnfinished, dir)
		}
	}
	return nil
}

// removeParts clears away what an earlier attempt left, with SQLite's own files.
func removeParts(part string) error {
	var errs []error
	for _, suffix := range []string{"", "-journal", "-wal", "-shm"} {
		if err := os.Remove(part + suffix); err != nil && !os.IsNotExist(err) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func syncFile(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
