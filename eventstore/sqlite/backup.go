package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"minhbach/eventstore"
)

// Backup copies the log up to a position, or up to its head for EndOfLog, into a
// new file while appends go on, and returns the position of the copy. The copy is a
// log of its own: put it into a directory as log.db and Open it. It is synced before
// it gets its name.
//
// The copy is made by reading the events and writing them anew, about 100,000 a second,
// though VACUUM INTO is five times as fast. Every event passes its checksum on the way,
// so damage stops a backup instead of being carried along; the copy ends where a signed
// checkpoint ends, and not wherever the copying began; reading goes page by page, so
// no snapshot keeps the write-ahead log from being reset; and there is one way to make
// a log file, which restoring and importing use as well.
func (l *Log) Backup(ctx context.Context, file string, upto eventstore.Position) (eventstore.Position, error) {
	if err := l.usable(ctx); err != nil {
		return 0, err
	}
	head := eventstore.Position(l.head.get())
	if upto == eventstore.EndOfLog {
		upto = head
	}
	if upto > head {
		return 0, fmt.Errorf("%w: no copy up to position %d of a log whose head is %d", eventstore.ErrInvalid, upto, head)
	}
	file, err := filepath.Abs(file)
	if err != nil {
		return 0, err
	}
	if _, err := os.Lstat(file); err == nil {
		return 0, fmt.Errorf("%w: %s is there; choose another name", ErrNotFresh, file)
	}
	return writeFile(ctx, file, l.opts, UpTo(l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0), upto))
}

// UpTo ends a forward reading behind a position.
func UpTo(events eventstore.Events, position eventstore.Position) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		if position == 0 {
			return
		}
		for ev, err := range events {
			if err == nil && ev.Position > position {
				return
			}
			if !yield(ev, err) || err == nil && ev.Position == position {
				return
			}
		}
	}
}
