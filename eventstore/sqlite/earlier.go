package sqlite

import (
	"time"

	"minhbach/eventstore"
)

// occurrence is an event of the stream that has an id of the append.
type occurrence struct {
	revision eventstore.Revision
	position eventstore.Position
	recorded time.Time
}

// occurrences are where the stream holds an id, by revision. What this group has
// accepted must have been flushed.
func (b *group) occurrences(id eventstore.ID, h head) (all []occurrence, err error) {
	rows, err := b.w.c.query(b.w.l.dialect.held, id[:], h.id)
	if err != nil {
		return nil, err
	}
	for rows.next() {
		all = append(all, occurrence{eventstore.Revision(rows.int(0)), eventstore.Position(rows.int(1)), instant(rows.int(2), rows.int(3))})
	}
	rows.close()
	return all, rows.err
}

// before is what the stream holds of an append's ids.
type before struct {
	found int
	held  [][]occurrence // for each event of the append
}

// earlier looks every id of the append up in its stream, including what this
// group has accepted so far.
func (b *group) earlier(req *request, h head) (before, error) {
	var is before
	if h.id == 0 {
		return is, nil
	}
	if err := b.flush(); err != nil {
		return is, err
	}
	is.held = make([][]occurrence, len(req.drafts))
	for i := range req.drafts {
		held, err := b.occurrences(req.drafts[i].ID, h)
		if err != nil {
			return is, err
		}
		if is.held[i] = held; len(held) > 0 {
			is.found++
		}
	}
	return is, nil
}

// repeats tells that the append is what happened before, whole and in order.
func (is before) repeats(req *request) (eventstore.Appended, bool) {
	if is.found != len(req.drafts) {
		return eventstore.Appended{}, false
	}
	r, exact := req.expected.Revision()
	for _, start := range is.held[0] {
		if exact && start.revision != r+1 {
			continue
		}
		if last, ok := is.from(start.revision); ok {
			return repeated(start, last), true
		}
	}
	return eventstore.Appended{}, false
}

// from tells whether the events stand one after the other from a revision on.
func (is before) from(first eventstore.Revision) (last occurrence, ok bool) {
	for i, held := range is.held {
		last, ok = at(held, first+eventstore.Revision(i))
		if !ok {
			break
		}
	}
	return last, ok
}

func at(held []occurrence, r eventstore.Revision) (occurrence, bool) {
	for _, o := range held {
		if o.revision == r {
			return o, true
		}
	}
	return occurrence{}, false
}

func repeated(first, last occurrence) eventstore.Appended {
	return eventstore.Appended{First: first.revision, Last: last.revision,
		Position: last.position, Recorded: last.recorded, Repeated: true}
}
