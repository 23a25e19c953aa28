package projections

import (
	"context"
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// apply commits a batch: all its rows and the checkpoint, or nothing. When the
// batch cannot be applied as a whole it is applied event by event, and the one
// that fails is tried again and then parked together with what follows it in its
// stream.
func (r *Runner) apply(ctx context.Context, f *file, batch []item) error {
	r.work.Lock()
	defer r.work.Unlock()
	r.mu.Lock()
	current := r.file == f
	r.mu.Unlock()
	if !current {
		return errSwapped
	}
	if err := r.commit(ctx, f, batch, nil); err == nil || ctx.Err() != nil {
		return err
	}
	for _, it := range batch {
		if err := r.applyOne(ctx, f, it); err != nil {
			return err
		}
	}
	return nil
}

func (r *Runner) applyOne(ctx context.Context, f *file, it item) error {
	var err error
	for try := 1; try <= r.opts.Tries; try++ {
		if try > 1 {
			r.opts.Sleep(ctx, time.Duration(try*try)*20*time.Millisecond)
		}
		if err = r.commit(ctx, f, []item{it}, nil); err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if ofTheMachine(err) {
		return err // not the event's fault: Run comes back to it
	}
	r.opts.Warn("read model %s parks event %d (%s): %v", r.def.Name, it.event.Position, it.event.Type, err)
	return r.commit(ctx, f, []item{it}, err)
}

// ofTheMachine tells failures of disk and memory, which pass or stop everything,
// from those of an event, which comes back the same every time.
func ofTheMachine(err error) bool {
	var fault *sqlite.Error
	if !errors.As(err, &fault) {
		return false
	}
	switch fault.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_INTERRUPT,
		sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB:
		return true
	}
	return false
}

// commit applies events and moves the checkpoint in one transaction. With a cause,
// the single event is parked instead of applied.
func (r *Runner) commit(ctx context.Context, f *file, batch []item, cause error) (err error) {
	tx := &Tx{ctx: ctx, conn: f.conn, stmts: f.stmts}
	if err := tx.Exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	newlyParked := map[string]bool{}
	defer func() {
		if err == nil {
			return
		}
		// The transaction must end even when ctx did, or the next BEGIN fails.
		_, rollback := f.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		r.mu.Lock()
		r.state = r.def.New()
		r.lastError = err.Error()
		r.mu.Unlock()
		if rollback != nil {
			err = errors.Join(err, rollback)
		}
	}()
	r.mu.Lock()
	state := r.state
	r.mu.Unlock()
	for _, it := range batch {
		ev := it.event
		if cause != nil || r.parked[ev.Stream] || newlyParked[ev.Stream] {
			reason, tries := "waits behind a parked event of its stream", 0
			if cause != nil {
				reason, tries = cause.Error(), r.opts.Tries
			}
			if err := tx.Exec(`INSERT INTO meta_parked VALUES (?, ?, ?, ?, ?)`, int64(ev.Position), ev.Stream, ev.Type, reason, tries); err != nil {
				return err
			}
			newlyParked[ev.Stream] = true
			continue
		}
		if err := r.reduce(tx, state, it); err != nil {
			return err
		}
	}
	if err := state.Flush(tx); err != nil {
		return err
	}
	last := batch[len(batch)-1].event
	if err := tx.Exec(`UPDATE meta_checkpoint SET position = ?, recorded = ?`, int64(last.Position), last.Recorded.UnixMicro()); err != nil {
		return err
	}
	if err := tx.Exec("COMMIT"); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for stream := range newlyParked {
		r.parked[stream] = true
	}
	r.changes++
	r.advanceLocked(last.Position, last.Recorded)
	return nil
}

// reduce applies one event; a panicking reducer is a failing one.
func (r *Runner) reduce(tx *Tx, state State, it item) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("reducer panicked: %v", p)
		}
	}()
	if it.err != nil {
		return it.err
	}
	return state.Reduce(tx, it.fact)
}
