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
	first   int64 // revision of the stream's first event
	dir     eventstore.Direction
	next    int64 // revision
	started bool  // next is the revision of an event, not a wish
	ended   bool
	page    []eventstore.Event
}

const (
	upwards   = "p.revision >= ? ORDER BY p.revision LIMIT ?"
	downwards = "p.revision <= ? ORDER BY p.revision DESC LIMIT ?"
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
	r.next, r.started = max(r.next, r.first), true
	if tail.empty() || r.next < tail.first {
		if err := r.fromTable(c, upwards, upTo, n); err != nil || !r.ended {
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
	if err := r.fromTable(c, downwards, upTo, n); err != nil {
		return err
	}
	if r.ended && r.started && r.next >= r.first {
		return r.missing()
	}
	return nil
}

// fromTable appends to the page; ended says that the table has no more.
func (r *streamReading) fromTable(c *conn, which string, upTo int64, n int) (err error) {
	at := len(r.page)
	r.page, r.ended, err = r.l.fill(c, r.page, n, r.l.dialect.placed+which, []any{r.id, upTo, r.next, int64(n - at)}, nil)
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
		r.page, _, err = r.l.fill(c, r.page, at+2, r.l.dialect.events+"WHERE position = ?", []any{tail.position(r.next)}, nil)
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
