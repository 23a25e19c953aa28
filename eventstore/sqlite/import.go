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
	// ErrUnfinished: an import into this directory was cut short. Import again; the
	// half-made file is no log.
	ErrUnfinished = errors.New("sqlite: an import was not finished")
	// ErrUnfit: an event that this engine cannot keep exactly as it is.
	ErrUnfit = errors.New("sqlite: the event cannot be kept as it is")
)

// unfinished is added to the name of a file until all of it is on disk.
const unfinished = ".part"

// Import makes the log of an empty directory out of events that another log gave
// places to, and keeps position, revision, id, type, content type and time of each.
// Positions must run from 1 without gaps, revisions from 0 in every stream, times in
// whole microseconds and never backwards; what does not fit is ErrUnfit and names the
// position. It returns the head.
//
// All or nothing: an import that fails leaves no log, and one that was killed leaves
// a directory that Open refuses with ErrUnfinished and Import begins anew.
func Import(ctx context.Context, dir string, opts Options, events eventstore.Events) (_ eventstore.Position, err error) {
	opts, err = opts.withDefaults()
	if err != nil {
		return 0, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return 0, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, fmt.Errorf("sqlite: cannot make the data directory: %w", err)
	}
	held, err := acquire(dir, opts)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, held.release()) }()
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		if e.Name() != lockName && !strings.HasPrefix(e.Name(), fileName+unfinished) {
			return 0, fmt.Errorf("%w: %s holds %s; choose a new directory", ErrNotFresh, dir, e.Name())
		}
	}
	if err := removeParts(filepath.Join(dir, fileName+unfinished)); err != nil {
		return 0, err
	}
	return writeFile(ctx, filepath.Join(dir, fileName), opts, events)
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
	c, err := create(ctx, part, opts)
	if err != nil {
		return 0, err
	}
	head, err := c.fill(ctx, events)
	if err = errors.Join(err, c.close()); err != nil {
		return 0, err
	}
	if err := syncFile(part); err != nil {
		return 0, fmt.Errorf("sqlite: cannot sync %s: %w", part, err)
	}
	if err := os.Rename(part, file); err != nil {
		return 0, fmt.Errorf("sqlite: cannot give the finished log its name: %w", err)
	}
	return head, syncDir(filepath.Dir(file))
}

// refuseUnfinished keeps Open from beginning an empty log beside a half-made one.
func refuseUnfinished(dir string) error {
	if _, err := os.Lstat(filepath.Join(dir, fileName)); err == nil {
		return nil
	}
	if _, err := os.Lstat(filepath.Join(dir, fileName+unfinished)); err == nil {
		return fmt.Errorf("%w in %s: import or restore once more into it", ErrUnfinished, dir)
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
