package sqlite

import (
	"time"

	"minhbach/eventstore"
)

// before is what the stream holds of an append's ids.
type before struct {
	found    int
	inOrder  bool // one after the other
	appended eventstore.Appended
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
	is.inOrder = true
	for i := range req.drafts {
		rows, err := b.w.c.query("SELECT revision, position, recorded FROM events WHERE id = ? AND stream = ?",
			req.drafts[i].ID[:], h.id)
		if err != nil {
			return is, err
		}
		if rows.next() {
			revision := eventstore.Revision(rows.int(0))
			if is.found == 0 {
				is.appended.First = revision
			} else if revision != is.appended.Last+1 {
				is.inOrder = false
			}
			is.found++
			is.appended.Last = revision
			is.appended.Position = eventstore.Position(rows.int(1))
			is.appended.Recorded = time.UnixMicro(rows.int(2)).UTC()
		}
		rows.close()
		if rows.err != nil {
			return is, rows.err
		}
	}
	is.appended.Repeated = true
	return is, nil
}

// repeats tells that the append is what happened before, whole and in order.
func (is before) repeats(req *request) bool {
	if is.found != len(req.drafts) || !is.inOrder {
		return false
	}
	r, exact := req.expected.Revision()
	return !exact || is.appended.First == r+1
}
