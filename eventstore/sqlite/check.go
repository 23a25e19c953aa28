package sqlite

import (
	"context"
	"fmt"
	"os"

	"minhbach/eventstore"
)

// checkInline is the size up to which Open itself checks the file's structure.
// A larger file is checked in the background, so that a large log is soon ready.
const checkInline = 256 << 20

type check struct {
	done chan struct{}
	err  error // written before done is closed
}

// Check waits for the check that Open began and returns what it found: nil,
// ErrCorrupt, or ErrClosed when the log was closed before it came to an end.
// Damage turns the log read-only.
func (l *Log) Check(ctx context.Context) error {
	select {
	case <-l.check.done:
		return l.check.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *Log) startCheck(ctx context.Context) error {
	info, err := os.Stat(l.file)
	if err != nil {
		return err
	}
	if l.opts.SkipQuickCheck || info.Size() <= checkInline {
		defer close(l.check.done)
		if !l.opts.SkipQuickCheck {
			l.check.err = quickCheck(ctx, l.keeper)
		}
		return l.check.err
	}
	c, err := connect(ctx, l.file, "ro", "busy_timeout(5000)", "query_only(1)")
	if err != nil {
		return explain(err)
	}
	running, stop := context.WithCancel(context.Background())
	go func() {
		select {
		case <-l.closing:
		case <-l.check.done:
		}
		stop()
	}()
	l.running.Add(1)
	go func() {
		defer l.running.Done()
		defer close(l.check.done)
		defer c.close()
		switch err := quickCheck(running, c); {
		case running.Err() != nil:
			l.check.err = eventstore.ErrClosed
		case err != nil:
			l.fail(err)
			l.check.err = err
		}
	}()
	return nil
}

// quickCheck checks the structure of the file, not the content of events: that
// is what their checksums are for.
func quickCheck(ctx context.Context, c *conn) error {
	found, err := c.one(ctx, "PRAGMA quick_check(1)")
	if err != nil {
		return explain(err)
	}
	if len(found) != 1 || found[0] != "ok" {
		return fmt.Errorf("%w: %v; restore a backup and keep this file", ErrCorrupt, found)
	}
	return nil
}
