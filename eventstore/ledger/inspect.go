package ledger

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"minhbach/eventstore"
)

// Inspect tells what Open would find, and changes nothing. The error is of the log;
// what is wrong with the ledger is in the Status.
func Inspect(ctx context.Context, dir string, log eventstore.Log, opts Options) (Status, error) {
	l := &Ledger{dir: dir, log: log, opts: opts.withDefaults(), key: opts.Key, also: opts.Also, looking: true}
	var err error
	l.hist, err = readHistory(filepath.Join(dir, HistoryPath))
	if errors.Is(err, fs.ErrNotExist) {
		l.hist, err = readHistory(os.DevNull)
	}
	if err != nil {
		return Status{}, err
	}
	defer l.hist.Close()
	_, l.fork = l.remember()
	if l.signed.Size > 0 && l.fork == nil {
		b, err := loadBuilder(ctx, dir, l.signed)
		if err == nil {
			l.covered = b.fed.position
			err = selfCheck(ctx, log, b, l.signed, l.opts.CheckLast)
			b.Close()
		}
		if l.lastErr = err; errors.Is(err, ErrFork) {
			l.fork = err
		}
	}
	return l.Status(ctx)
}
