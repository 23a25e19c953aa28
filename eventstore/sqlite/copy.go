package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"minhbach/eventstore"
)

// Copy is the file of a log that nobody writes, such as a backup: it is only read,
// takes no lock, and may lie on a medium that cannot be written.
type Copy struct{ l *Log }

// OpenCopy opens a file that Backup or Import made. A log in use is no copy: what its
// write-ahead log holds would be missed, so a file beside which one lies is refused.
func OpenCopy(ctx context.Context, file string) (*Copy, error) {
	opts, err := Options{}.withDefaults()
	if err != nil {
		return nil, err
	}
	if file, err = filepath.Abs(file); err != nil {
		return nil, err
	}
	if _, err := os.Stat(file); err != nil {
		return nil, err
	}
	if _, err := os.Lstat(file + "-wal"); err == nil {
		return nil, fmt.Errorf("%w: beside %s lies a write-ahead log, so it is in use or was cut short; open its directory instead", ErrForeign, file)
	}
	c, err := connect(ctx, file, immutable, "query_only(1)")
	if err != nil {
		return nil, explain(err)
	}
	defer c.close()
	if fresh, err := known(ctx, c); err != nil || fresh {
		return nil, explain(orEmpty(err))
	}
	l := newLog(file, opts, c)
	l.mode = immutable
	if err := l.loadState(ctx); err != nil {
		return nil, explain(err)
	}
	l.write = nil
	return &Copy{l}, nil
}

func orEmpty(err error) error {
	if err == nil {
		err = fmt.Errorf("%w: it is empty", ErrForeign)
	}
	return err
}

// Head is the position of the newest event.
func (c *Copy) Head() eventstore.Position { return eventstore.Position(c.l.head.get()) }

// ReadAll yields the events after a position; each is checked against its checksum,
// and no position may be missing.
func (c *Copy) ReadAll(ctx context.Context, after eventstore.Position) eventstore.Events {
	return c.l.ReadAll(ctx, after, eventstore.Forwards, eventstore.Filter{}, 0)
}

// Check checks the structure of the file; the events are checked by reading them.
func (c *Copy) Check(ctx context.Context) error {
	return c.l.pool.with(ctx, func(r *conn) error { return quickCheck(ctx, r) })
}

// Close ends the readings.
func (c *Copy) Close() error {
	close(c.l.closing)
	return c.l.pool.close()
}
