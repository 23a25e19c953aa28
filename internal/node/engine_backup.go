package node

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
)

// Backup copies the log up to a position into a new file of the embedded engine, with the
// places and times that the server gave. What is the server's own ($stats, $users) stays
// there: no leaf of the ledger is of it.
func (l remoteLog) Backup(ctx context.Context, file string, upto eventstore.Position) (_ eventstore.Position, err error) {
	head, err := l.Head(ctx)
	if err != nil {
		return 0, err
	}
	if upto == eventstore.EndOfLog {
		upto = head
	}
	if upto > head {
		return 0, fmt.Errorf("%w: no copy up to position %d of a log whose head is %d", eventstore.ErrInvalid, upto, head)
	}
	dir, err := os.MkdirTemp(filepath.Dir(file), "import-*")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if _, err := sqlite.Import(ctx, dir, sqlite.Options{MaxEventBytes: largestEvent}, func(yield func(eventstore.Event, error) bool) {
		if upto == 0 {
			return
		}
		for ev, err := range l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0) {
			if err == nil && ev.Position > upto {
				return
			}
			if err == nil && eventstore.IsSystem(ev.Stream) {
				continue
			}
			if !yield(ev, err) || err == nil && ev.Position == upto {
				return
			}
		}
	}); err != nil {
		return 0, err
	}
	return upto, os.Rename(filepath.Join(dir, filepath.Base(backupLog)), file)
}
