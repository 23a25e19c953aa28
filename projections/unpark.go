package projections

import (
	"context"
	"errors"
	"fmt"

	"minhbach/eventstore"
)

// Unpark tries the parked events of a stream again, in order. The first that
// still fails stays parked with those behind it.
func (r *Runner) Unpark(ctx context.Context, stream string) (applied int, err error) {
	r.work.Lock()
	defer r.work.Unlock()
	parked, err := r.Parked(ctx)
	if err != nil {
		return 0, err
	}
	r.mu.Lock()
	f := r.file
	r.mu.Unlock()
	for _, p := range parked {
		if p.Stream != stream {
			continue
		}
		if err := r.retry(ctx, f, eventstore.Position(p.Position)); err != nil {
			return applied, fmt.Errorf("event %d of %s still fails: %w", p.Position, stream, err)
		}
		applied++
	}
	r.mu.Lock()
	delete(r.parked, stream)
	r.mu.Unlock()
	return applied, nil
}

func (r *Runner) retry(ctx context.Context, f *file, position eventstore.Position) (err error) {
	events, err := eventstore.Collect(r.log.ReadAll(ctx, position-1, eventstore.Forwards, eventstore.Filter{Types: r.def.Types}, 1))
	if err != nil {
		return err
	}
	if len(events) == 0 || events[0].Position != position {
		return fmt.Errorf("the log has no event at %d", position)
	}
	tx := &Tx{ctx: ctx, conn: f.conn, stmts: f.stmts}
	if err := tx.Exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	state := r.def.New()
	defer func() {
		// The running state may cache rows that this changed.
		r.mu.Lock()
		r.state = r.def.New()
		r.changes++
		r.reworked++
		r.mu.Unlock()
		if err != nil {
			f.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		}
	}()
	it := item{event: events[0]}
	it.fact, it.err = r.codec.Decode(it.event)
	if err := r.reduce(tx, state, it); err != nil && !errors.Is(it.err, eventstore.ErrStranger) {
		return err
	}
	if err := state.Flush(tx); err != nil {
		return err
	}
	if err := tx.Exec(`DELETE FROM meta_parked WHERE position = ?`, int64(position)); err != nil {
		return err
	}
	return tx.Exec("COMMIT")
}
