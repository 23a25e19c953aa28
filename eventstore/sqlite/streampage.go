package sqlite

import (
	"fmt"

	"minhbach/eventstore"
)

// streamReading is where the reading of a stream is.
type streamReading struct {
	l       *Log
	stream  string
	id      int64
	dir     eventstore.Direction
	next    int64 // revision
	started bool  // next is the revision of an event, not a wish
	ended   bool
	page    []eventstore.Event
}

const (
	placedEvents = `SELECT e.position, kind, e.stream, e.revision, recorded, checksum, id, metadata, data
		FROM placements AS p CROSS JOIN events AS e ON e.position = p.position WHERE p.stream = ? AND +p.position <= ? AND `
	placedUp   = placedEvents + "p.revision >= ? ORDER BY p.revision LIMIT ?"
	placedDown = placedEvents + "p.revision <= ? ORDER BY p.revision DESC LIMIT ?"
)

// read fills a page of up to n events, from the table of placements and from
// the tail. The order matters: first the head, then the tail, then the table,
// so that whatever leaves the tail meanwhile is found in the table.
func (r *streamReading) read(c *conn, n int) error {
	r.page = r.page[:0]
	upTo := r.l.head.get()
	if err := r.find(c, upTo); err != nil {
		return err
	}
	tail := r.l.tail.recent(r.id)
	for !tail.empty() && tail.position(tail.end()-1) > upTo { // committed, not announced yet
		tail.drop()
	}
	if r.dir == eventstore.Forwards {
		return r.up(c, tail, upTo, n)
	}
	return r.down(c, tail, upTo, n)
}

func (r *streamReading) up(c *conn, tail recent, upTo int64, n int) error {
	r.started = true
	if tail.empty() || r.next < tail.first {
		if err := r.fromTable(c, placedUp, upTo, n); err != nil || !r.ended {
			return err
		}
		if !tail.empty() && r.next < tail.first {
			return r.missing()
		}
	}
	full, err := r.fromTail(c, tail, n)
	r.ended = !full
	return err
}

func (r *streamReading) down(c *conn, tail recent, upTo int64, n int) error {
	if !tail.empty() {
		r.next, r.started = min(r.next, tail.end()-1), true
	}
	if full, err := r.fromTail(c, tail, n); full || err != nil {
		return err
	}
	if err := r.fromTable(c, placedDown, upTo, n); err != nil {
		return err
	}
	if r.ended && r.started && r.next >= 0 {
		return r.missing()
	}
	return nil
}

// find looks the stream up; it exists once its first event is announced.
func (r *streamReading) find(c *conn, upTo int64) error {
	if r.id != 0 {
		return nil
	}
	id, err := c.first("SELECT id FROM streams WHERE name = ?", r.stream)
	if err != nil {
		return err
	}
	var born int64
	if id != 0 {
		if tail := r.l.tail.recent(id); !tail.empty() && tail.first == 0 {
			born = tail.position(0)
		} else if born, err = c.first("SELECT position FROM placements WHERE stream = ? AND revision = 0", id); err != nil {
			return err
		}
	}
	if born == 0 || born > upTo {
		return fmt.Errorf("%w: %s", eventstore.ErrNoStream, r.stream)
	}
	r.id = id
	return nil
}

// fromTable appends to the page; ended says that the table has no more.
func (r *streamReading) fromTable(c *conn, sql string, upTo int64, n int) (err error) {
	at := len(r.page)
	r.page, r.ended, err = r.l.fill(c, r.page, n, sql, []any{r.id, upTo, r.next, int64(n - at)})
	for i := at; i < len(r.page) && err == nil; i++ {
		if err = r.follow(&r.page[i]); err != nil {
			r.page = r.page[:i]
		}
	}
	return err
}

// fromTail appends to the page until it is full or the tail is used up.
func (r *streamReading) fromTail(c *conn, tail recent, n int) (full bool, err error) {
	size := 0
	for !tail.empty() && r.next >= tail.first && r.next < tail.end() {
		at := len(r.page)
		r.page, _, err = r.l.fill(c, r.page, at+2, selectEvents+"WHERE position = ?", []any{tail.position(r.next)})
		if err != nil {
			return false, err
		}
		if len(r.page) == at {
			return false, r.missing()
		}
		if err := r.follow(&r.page[at]); err != nil {
			r.page = r.page[:at]
			return false, err
		}
		size += len(r.page[at].Data) + len(r.page[at].Metadata)
		if len(r.page) >= n || size > pageBytes {
			return true, nil
		}
	}
	return false, nil
}

// follow checks that ev is the next one, and moves on. Only a reading down from
// beyond the end does not know which one that is.
func (r *streamReading) follow(ev *eventstore.Event) error {
	if ev.Stream != r.stream {
		return fmt.Errorf("%w: stream %s leads to position %d of stream %s", ErrCorrupt, r.stream, ev.Position, ev.Stream)
	}
	if int64(ev.Revision) != r.next && r.started {
		return r.missing()
	}
	r.next, r.started = int64(ev.Revision)+int64(r.dir), true
	return nil
}

func (r *streamReading) missing() error {
	return fmt.Errorf("%w: revision %d of stream %s is missing", ErrCorrupt, r.next, r.stream)
}
