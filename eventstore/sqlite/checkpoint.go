package sqlite

import (
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// afterCommit keeps the write-ahead log short without holding appends up. When
// it has grown, the checkpointer copies it back on its own connection while
// appends go on; what came in meanwhile is little, and the writer copies that
// itself, so that nothing is left and the next commit starts the log anew.
func (w *writer) afterCommit() {
	if n, _, err := w.c.dc.(sqlite.DBStatus).Status(sqlite.DBStatusCacheWrite, true); err == nil {
		w.pages += n
	}
	if w.l.copied.CompareAndSwap(true, false) {
		if whole, err := w.c.checkpoint(); err != nil {
			w.l.fail(err)
		} else if whole {
			w.pages = 0
		}
		return
	}
	if w.pages >= w.l.opts.CheckpointPages {
		select {
		case w.l.pages <- struct{}{}:
		default:
		}
	}
}

func (l *Log) runCheckpoints() {
	defer l.running.Done()
	for {
		select {
		case <-l.closing:
			return
		case <-l.pages:
		}
		if l.Health() != nil {
			continue
		}
		_, err := l.keeper.checkpoint()
		if err == nil {
			err = l.marker.sync()
		}
		if err != nil {
			l.fail(err)
			continue
		}
		l.copied.Store(true)
	}
}

// checkpoint copies what no reader needs any more back into the file, waiting
// for nobody, and tells whether that was everything.
func (c *conn) checkpoint() (whole bool, err error) {
	rows, err := c.query("PRAGMA wal_checkpoint(PASSIVE)")
	if err != nil {
		return false, err
	}
	if rows.next() {
		whole = rows.int(0) == 0 && rows.int(1) == rows.int(2)
	}
	rows.close()
	if code(rows.err)&0xff == sqlite3.SQLITE_BUSY {
		return false, nil
	}
	return whole, rows.err
}
