package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"minhbach/eventstore"
)

// Inspection reads the rows of a log as they lie in its file, right or wrong, for
// somebody who compares them with proofs. It changes nothing, takes no lock, and may
// look at a log in use.
type Inspection struct {
	c       *conn
	file    string
	still   bool // the file is taken for one that nobody writes
	dialect *dialect
	kinds   map[int64]kind
	names   names
}

// ErrMoved: the log was opened by its program while it was inspected. Inspect again.
var ErrMoved = errors.New("sqlite: the log came into use while it was read")

// Inspect opens the file of a log, or the log.db in a directory or in its folder log.
func Inspect(ctx context.Context, place string) (*Inspection, error) {
	file, err := filepath.Abs(place)
	if err != nil {
		return nil, err
	}
	for _, in := range []string{"", fileName, filepath.Join("log", fileName)} {
		if info, err := os.Stat(filepath.Join(file, in)); err == nil && info.Mode().IsRegular() {
			file = filepath.Join(file, in)
			break
		}
	}
	if info, err := os.Stat(file); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: neither %s nor its folder log holds a %s", ErrForeign, place, fileName)
	}
	i := &Inspection{file: file, kinds: map[int64]kind{}}
	mode := readOnly
	if i.still = !i.inUse(); i.still {
		mode = immutable // else SQLite would make files beside it
	}
	if i.c, err = connect(ctx, file, mode, "busy_timeout(5000)", "query_only(1)", "cache_size(-16384)", "temp_store(MEMORY)"); err != nil {
		return nil, explain(err)
	}
	if fresh, err := known(ctx, i.c); err != nil || fresh {
		return nil, errors.Join(explain(orEmpty(err)), i.c.close())
	}
	if i.dialect, err = dialectOf(ctx, i.c); err != nil {
		return nil, errors.Join(explain(err), i.c.close())
	}
	i.names.init(1 << 16)
	return i, nil
}

func (i *Inspection) inUse() bool {
	info, err := os.Lstat(i.file + "-wal")
	return err == nil && info.Size() > 0
}

// Close ends the inspection.
func (i *Inspection) Close() error { return i.c.close() }

// lying is a row with what is wrong with it.
type lying struct {
	ev  eventstore.Event
	err error
}

// Events yields every row by ascending position. With an error and an event the row
// is damaged (ErrCorrupt) and reading goes on; an error without event ends it.
func (i *Inspection) Events(ctx context.Context) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		pages := make(chan []lying, 1)
		go func() {
			defer close(pages)
			last := int64(math.MinInt64)
			for more := true; more; {
				var page []lying
				page, last, more = i.page(ctx, last)
				select {
				case pages <- page:
				case <-ctx.Done():
					return
				}
			}
		}()
		defer func() { // the connection is idle when this returns
			cancel()
			for range pages {
			}
		}()
		for page := range pages {
			for _, row := range page {
				if !yield(row.ev, row.err) {
					return
				}
			}
		}
		if i.still && i.inUse() {
			yield(eventstore.Event{}, ErrMoved)
		} else if ctx.Err() != nil {
			yield(eventstore.Event{}, ctx.Err())
		}
	}
}

func (i *Inspection) page(ctx context.Context, after int64) (page []lying, last int64, more bool) {
	end := func(err error) ([]lying, int64, bool) { return append(page, lying{err: err}), after, false }
	if err := ctx.Err(); err != nil {
		return page, after, false
	}
	rows, err := i.c.query(i.dialect.events+"WHERE position > ? ORDER BY position LIMIT ?", after, int64(largePage))
	if err != nil {
		return end(explain(err))
	}
	defer rows.close()
	bytes := 0
	for rows.next() {
		position := rows.int(0)
		if position <= after {
			return end(fmt.Errorf("%w: position %d comes after %d", ErrCorrupt, position, after))
		}
		after = position
		var row lying
		row.ev, row.err = i.row(rows)
		page = append(page, row)
		if bytes += len(row.ev.Data) + len(row.ev.Metadata); bytes > pageBytes {
			return page, after, true
		}
	}
	if rows.err != nil {
		return end(explain(rows.err))
	}
	return page, after, len(page) == largePage
}

// row as it reads, with ErrCorrupt where it cannot be what was written.
func (i *Inspection) row(r *rows) (eventstore.Event, error) {
	position := r.int(0)
	ev := eventstore.Event{Position: eventstore.Position(position), Revision: eventstore.Revision(r.int(3)),
		Recorded: instant(r.int(4), r.int(10)), Metadata: r.blob(7), Data: r.blob(8)}
	wrong := func(what string) (eventstore.Event, error) {
		return ev, fmt.Errorf("%w at position %d: %s", ErrCorrupt, position, what)
	}
	whole := copy(ev.ID[:], r.blob(6)) == len(ev.ID) && len(r.blob(6)) == len(ev.ID)
	k, err := i.kind(r.int(1))
	if err != nil {
		return wrong(err.Error())
	}
	ev.Type, ev.ContentType = k.typ, k.content
	if ev.Stream, err = i.names.get(i.c, r.int(2)); err != nil {
		return wrong(err.Error())
	}
	d := eventstore.Draft{ID: ev.ID, Type: k.typ, ContentType: k.content, Metadata: ev.Metadata, Data: ev.Data}
	switch {
	case position < 1:
		return wrong("no log has this position")
	case !whole:
		return wrong("its id is no UUID")
	case rowSum(r, ev.Stream, &d) != r.int(5):
		return wrong("the event does not fit its checksum")
	}
	return ev, nil
}

func (i *Inspection) kind(id int64) (kind, error) {
	if k, ok := i.kinds[id]; ok {
		return k, nil
	}
	rows, err := i.c.query("SELECT type, content_type FROM kinds WHERE id = ?", id)
	if err != nil {
		return kind{}, err
	}
	defer rows.close()
	if !rows.next() {
		return kind{}, errors.Join(fmt.Errorf("its type %d is unknown", id), rows.err)
	}
	k := kind{rows.text(0), rows.text(1)}
	i.kinds[id] = k
	return k, nil
}

// Around checks what Events does not read: the structure of the file with its indexes,
// and that every event is where its stream is looked up.
func (i *Inspection) Around(ctx context.Context) error { return around(ctx, i.c) }
