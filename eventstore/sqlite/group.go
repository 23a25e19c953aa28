package sqlite

import (
	"errors"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"minhbach/eventstore"
)

var errCollision = errors.New("an id is taken")

// head is where a stream stands.
type head struct {
	id       int64 // 0: no such stream
	revision eventstore.Revision
}

// group is one commit in the making.
type group struct {
	w        *writer
	careful  bool // look every id up before inserting
	heads    map[string]head
	position int64
	streamID int64
	recorded int64
	pending  pending
	rare     pending     // events whose id the stream holds already
	placed   []placement // of the events accepted
	newest   eventstore.ID
	drained  int // older placements written on the way
}

func (b *group) begin(w *writer, careful bool) {
	if b.heads == nil {
		b.heads = map[string]head{}
	}
	clear(b.heads)
	*b = group{w: w, careful: careful, heads: b.heads, pending: pending{usual, b.pending.args[:0]}, rare: pending{complete, b.rare.args[:0]}, placed: b.placed[:0],
		position: w.position, streamID: w.streamID, recorded: w.now()}
}

func (b *group) run(batch []*request) error {
	for _, req := range batch {
		req.appended, req.err = eventstore.Appended{}, nil
		if err := b.decide(req); err != nil {
			return err
		}
	}
	if err := b.flush(); err != nil {
		return err
	}
	return b.place()
}

// decide accepts, refuses or recognises one append. Its error is that of the
// engine; a refusal goes into the request.
func (b *group) decide(req *request) error {
	h, err := b.head(req.stream)
	if err != nil {
		return err
	}
	holds := req.expected.Accepts(h.revision)
	if len(req.drafts) == 0 {
		req.appended = eventstore.Appended{First: h.revision + 1, Last: h.revision}
		if !holds {
			req.appended, req.err = eventstore.Appended{}, req.wrong(h)
		}
		return nil
	}
	if req.foreign {
		return b.decideForeign(req, h)
	}
	if holds && !b.careful {
		return b.accept(req, h)
	}
	before, err := b.earlier(req, h)
	switch {
	case err != nil:
		return err
	case before.found == 0 && holds:
		if err := b.accept(req, h); err != nil {
			return err
		}
		return b.flush()
	case before.found == 0:
		req.err = req.wrong(h)
		return nil
	}
	var ok bool
	if req.appended, ok = before.repeats(req); !ok {
		req.err = eventstore.ErrIDReused
	}
	return nil
}

func (req *request) wrong(h head) error {
	return &eventstore.WrongRevision{Stream: req.stream, Expected: req.expected, Actual: h.revision}
}

// accept gives the events their places.
func (b *group) accept(req *request, h head) error {
	if h.id == 0 {
		b.streamID++
		h.id = b.streamID
		if err := b.w.c.exec("INSERT INTO streams (id, name) VALUES (?, ?)", h.id, req.stream); err != nil {
			return err
		}
	}
	first := h.revision + 1
	for i := range req.drafts {
		d := &req.drafts[i]
		k, err := b.kind(kind{d.Type, d.ContentType})
		if err != nil {
			return err
		}
		b.position++
		h.revision++
		sum := placedSum(req.sums[i], b.position, int64(h.revision), b.recorded)
		b.placed = append(b.placed, placement{h.id, int64(h.revision), b.position})
		if req.again != nil && req.again[i] > 0 {
			sum = rareSum(sum, 0, 0, req.again[i])
			b.rare.add(b.position, k, h.id, int64(h.revision), b.recorded, int64(sum), d.ID[:], d.Metadata, d.Data)
			b.rare.rare(0, 0, req.again[i])
		} else {
			b.pending.add(b.position, k, h.id, int64(h.revision), b.recorded, int64(sum), d.ID[:], d.Metadata, d.Data)
		}
		if b.pending.rows()+b.rare.rows() >= b.w.l.opts.MaxBatchEvents {
			if err := b.flush(); err != nil {
				return err
			}
		}
	}
	b.heads[req.stream] = h
	b.newest = req.drafts[len(req.drafts)-1].ID
	req.appended = eventstore.Appended{First: first, Last: h.revision,
		Position: eventstore.Position(b.position), Recorded: time.UnixMicro(b.recorded).UTC()}
	return nil
}

func (b *group) head(stream string) (head, error) {
	if h, ok := b.heads[stream]; ok {
		return h, nil
	}
	if h, ok := b.w.heads.get(stream); ok {
		return h, nil
	}
	h := head{revision: eventstore.NoRevision}
	var err error
	if h.id, err = b.w.c.first("SELECT id FROM streams WHERE name = ?", stream); err != nil || h.id == 0 {
		return h, err
	}
	last, ok := b.w.l.tail.last(h.id)
	if !ok {
		if last, err = b.w.c.first("SELECT coalesce(max(revision), -1) FROM placements WHERE stream = ?", h.id); err != nil {
			return h, err
		}
	}
	h.revision = eventstore.Revision(last)
	b.w.heads.put(stream, h) // committed: this group has not touched it
	return h, nil
}

func (b *group) kind(k kind) (int64, error) {
	if id := b.w.l.kinds.ids[k]; id != 0 {
		return id, nil
	}
	id := b.w.l.kinds.add(k)
	return id, b.w.c.exec("INSERT INTO kinds (id, type, content_type) VALUES (?, ?, ?)", id, k.typ, k.content)
}

// flush writes the pending rows. A collision of a batch that looked every id up
// would be a defect, not a repeat.
func (b *group) flush() error {
	err := b.pending.insert(b.w.c)
	if err == nil {
		err = b.rare.insert(b.w.c)
	}
	if code(err) == sqlite3.SQLITE_CONSTRAINT_UNIQUE && !b.careful {
		return errCollision
	}
	return err
}
