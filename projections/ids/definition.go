// Package ids is the read model of where events are: by their id, and by the moment at
// which they were recorded. Nodes whose log cannot be asked that keep it, as on
// EventStoreDB; the embedded log answers by itself.
//
// It knows the events of this program only, and nothing of what is in them.
package ids

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"time"

	"minhbach/eventstore"
	"minhbach/projections"
)

//go:embed schema.sql
var schema string

// Name of the read model.
const Name = "ids"

// Definition of the read model over these event types. Raise Version with any change of
// schema.sql or of what Reduce writes.
func Definition(types []string) projections.Definition {
	return projections.Definition{Name: Name, Version: 1, Schema: schema, Types: types, New: func() projections.State { return state{} }}
}

type state struct{}

func (state) Reduce(tx *projections.Tx, f eventstore.Fact) error {
	return tx.Exec(`INSERT INTO placed (position, id, recorded) VALUES (?, ?, ?)`, int64(f.Position), f.ID[:], f.Recorded.UnixMicro())
}

func (state) Flush(*projections.Tx) error { return nil }

// Reader answers where an event is.
type Reader struct {
	runner *projections.Runner
	log    eventstore.Log
}

func NewReader(r *projections.Runner, log eventstore.Log) *Reader { return &Reader{r, log} }

// patience is how long a reading waits for what was recorded just now.
const patience = 2 * time.Second

// EventByID finds the event with this id; where several streams hold it, the one that was
// recorded first.
func (r *Reader) EventByID(ctx context.Context, id eventstore.ID) (ev eventstore.Event, found bool, err error) {
	position, found, err := r.position(ctx, `SELECT position FROM placed WHERE id = ? ORDER BY position LIMIT 1`, id[:])
	if err == nil && !found { // it may be too young
		if err = r.fresh(ctx); err == nil {
			position, found, err = r.position(ctx, `SELECT position FROM placed WHERE id = ? ORDER BY position LIMIT 1`, id[:])
		}
	}
	if err != nil || !found {
		return ev, false, err
	}
	for ev, err := range r.log.ReadAll(ctx, position, eventstore.Backwards, eventstore.Filter{}, 1) {
		return ev, err == nil && ev.ID == id, err
	}
	return ev, false, nil
}

// PositionAt is the position of the last event recorded by an instant; not found when
// nothing was.
func (r *Reader) PositionAt(ctx context.Context, at time.Time) (position eventstore.Position, found bool, err error) {
	if _, later, err := r.position(ctx, `SELECT position FROM placed WHERE recorded > ? ORDER BY recorded LIMIT 1`, at.UnixMicro()); err != nil {
		return 0, false, err
	} else if !later { // something of that time may be on its way
		if err := r.fresh(ctx); err != nil {
			return 0, false, err
		}
	}
	return r.position(ctx, `SELECT position FROM placed WHERE recorded <= ? ORDER BY recorded DESC, position DESC LIMIT 1`, at.UnixMicro())
}

// fresh waits for everything that was recorded before the call.
func (r *Reader) fresh(ctx context.Context) error {
	head, err := r.log.Head(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return r.runner.Wait(ctx, head)
}

func (r *Reader) position(ctx context.Context, query string, arg any) (position eventstore.Position, found bool, err error) {
	err = r.runner.Read(ctx, func(db *sql.DB) error {
		err := db.QueryRowContext(ctx, query, arg).Scan(&position)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		found = err == nil
		return err
	})
	return position, found, err
}
