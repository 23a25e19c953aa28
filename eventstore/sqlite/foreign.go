package sqlite

import (
	"context"
	"fmt"

	"minhbach/eventstore"
)

var _ eventstore.ForeignAppender = (*Log)(nil)

// maxForeignBytes bounds the names of foreign writers.
const maxForeignBytes = 64 << 10

// AppendForeign is Append for clients of EventStoreDB: see eventstore.ForeignAppender.
// Names and types may be as long as an import's. A file of version 1 holds an id once in
// a stream; where it would have to be recorded again the error is ErrIDReused.
func (l *Log) AppendForeign(ctx context.Context, stream string, expected eventstore.Expected, events ...eventstore.Draft) (eventstore.Appended, error) {
	return l.append(ctx, stream, expected, events, true)
}

// decideForeign is decide for EventStoreDB's rules.
func (b *group) decideForeign(req *request, h head) error {
	r, exact := req.expected.Revision()
	switch holds := req.expected.Accepts(h.revision); {
	case exact && r < h.revision:
		return b.right(req, h, r+1)
	case !holds:
		req.err = req.wrong(h)
		return nil
	case !exact && b.careful:
		if known, err := b.wherever(req, h); known || err != nil {
			return err
		}
	}
	if !b.careful {
		return b.accept(req, h)
	}
	if err := b.again(req, h); err != nil || req.err != nil {
		return err
	}
	if err := b.accept(req, h); err != nil {
		return err
	}
	return b.flush()
}

// right: an append that expects an earlier revision is a repeat when its events stand
// right behind it.
func (b *group) right(req *request, h head, first eventstore.Revision) error {
	if err := b.flush(); err != nil {
		return err
	}
	var is occurrence
	for i := range req.drafts {
		held, err := b.occurrences(req.drafts[i].ID, h)
		if err != nil {
			return err
		}
		there, ok := at(held, first+eventstore.Revision(i))
		switch {
		case !ok && i == 0:
			req.err = req.wrong(h)
			return nil
		case !ok:
			req.err = fmt.Errorf("%w: the stream holds the first %d events of the append and not the next", eventstore.ErrIDReused, i)
			return nil
		}
		is = there
	}
	req.appended = repeated(occurrence{revision: first}, is)
	return nil
}

// wherever: an append that takes the stream as it is repeats what the stream holds, if
// that begins with its first event.
func (b *group) wherever(req *request, h head) (known bool, err error) {
	if h.id == 0 {
		return false, nil
	}
	if err := b.flush(); err != nil {
		return false, err
	}
	var first, last occurrence
	for i := range req.drafts {
		held, err := b.occurrences(req.drafts[i].ID, h)
		switch {
		case err != nil:
			return false, err
		case len(held) == 0 && i == 0:
			return false, nil
		case len(held) == 0:
			req.err = fmt.Errorf("%w: the stream holds the first %d events of the append and not the next", eventstore.ErrIDReused, i)
			return true, nil
		}
		last = held[len(held)-1]
		if i == 0 {
			first = last
		}
	}
	req.appended = repeated(first, last)
	return true, nil
}

// again counts how often the stream, or the append itself, holds each id already.
func (b *group) again(req *request, h head) error {
	if err := b.flush(); err != nil {
		return err
	}
	req.again = make([]int64, len(req.drafts))
	times := make(map[eventstore.ID]int64, len(req.drafts))
	for i := range req.drafts {
		id := req.drafts[i].ID
		n, met := times[id]
		if !met && h.id != 0 {
			var err error
			if n, err = b.w.c.first(b.w.l.dialect.times, id[:], h.id); err != nil {
				return err
			}
		}
		if n > 0 && !b.w.l.dialect.keepsRepeats() {
			req.err = fmt.Errorf("%w: this log was made by an earlier version and holds an id once in a stream", eventstore.ErrIDReused)
			return nil
		}
		req.again[i], times[id] = n, n+1
	}
	return nil
}
