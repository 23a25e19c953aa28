package verify

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// Rows is a database of events read beside its program.
type Rows struct {
	// Events yields every row by ascending position. With an error and an event the
	// row is damaged and reading goes on; with an error alone it is at its end.
	Events eventstore.Events
	// Around looks at what the events do not show: indexes and the file's structure.
	Around func(context.Context) error
}

// FromRows judges a database: it makes every leaf anew from the rows and compares it
// with the ledger, which is itself recomputed first.
func FromRows(ctx context.Context, rows Rows, src Source, trust Trust, opts Options) (Report, error) {
	r, err := Log(ctx, src, trust, opts)
	r.Kind = "database"
	if err != nil || !r.Sound {
		return r, err
	}
	r.Sound, r.Database = false, &Database{}
	c := &comparison{ctx: ctx, src: src, size: r.Checkpoint.Size, found: r.Database}
	p, err := c.run(rows.Events)
	return r.close(ctx, rows, p, err)
}

// AgainstCheckpoint judges a database for which there is no ledger but one signed
// checkpoint: a difference is certain, and cannot be located.
func AgainstCheckpoint(ctx context.Context, rows Rows, signed []byte, trust Trust) (Report, error) {
	r := Report{Kind: "database"}
	head, p, err := checkpoint(ctx, nil, trust, signed)
	if err != nil {
		return r, err
	}
	if p != nil {
		return r.fail(p)
	}
	r.Checkpoint, r.Database = head, &Database{}
	w := &walk{head: head.tree}
	w.grow(0)
	for ev, err := range rows.Events {
		switch {
		case err != nil && ev.Position == 0:
			return r.close(ctx, rows, unreadable(r.Database.Head, err), nil)
		case err != nil:
			return r.close(ctx, rows, damagedRow(ev, err), nil)
		case !ledger.HasLeaf(&ev):
			continue
		}
		r.Database.Head = ev.Position
		if w.leaves == head.Size {
			r.Database.Uncovered++
			continue
		}
		hash := tlog.RecordHash(ledger.HeaderOf(w.leaves, ev).Leaf())
		w.rows[0] = append(w.rows[0], hash[:]...)
		w.leaves++
		for l := 0; len(w.rows[l]) == ledger.TileWidth*size; l++ {
			w.grow(l + 1)
			sum := perfect(w.rows[l])
			w.rows[l], w.rows[l+1] = w.rows[l][:0], append(w.rows[l+1], sum[:]...)
		}
	}
	r.Database.Rows = w.leaves
	if w.leaves < head.Size {
		p = &Problem{Code: RowMissing, Leaf: at(w.leaves), Leaves: head.Size - w.leaves}
	} else if w.root() != head.tree.Root {
		p = &Problem{Code: BadRoot, Leaf: at(0), Leaves: head.Size}
	}
	return r.close(ctx, rows, p, nil)
}

func (r *Report) close(ctx context.Context, rows Rows, p *Problem, err error) (Report, error) {
	if err != nil {
		return *r, err
	}
	if p != nil {
		return r.fail(p)
	}
	if rows.Around != nil {
		if err := rows.Around(ctx); err != nil {
			if ctx.Err() != nil {
				return *r, err
			}
			return r.fail(&Problem{Code: BadIndex, Detail: err.Error()})
		}
	}
	if r.Database.Uncovered > 0 {
		r.remark(Uncovered)
	}
	if r.Log == nil {
		r.remark(NoHistory)
	}
	r.Sound = true
	return *r, nil
}

// comparison of rows with leaves, in step.
type comparison struct {
	ctx    context.Context
	src    Source
	size   uint64
	found  *Database
	bundle stored
	held   uint64 // number of the bundle, from 1
}

func (c *comparison) run(events eventstore.Events) (*Problem, error) {
	next, stop := iter.Pull2(iter.Seq2[eventstore.Event, error](events))
	defer stop()
	buf := make([]byte, 0, 512)
	for {
		ev, err, more := next()
		switch {
		case !more && c.found.Rows < c.size:
			return c.missing(c.found.Rows, c.size-c.found.Rows)
		case !more:
			return nil, nil
		case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
			return nil, err
		case err != nil && ev.Position == 0:
			p := unreadable(c.found.Head, err)
			if c.found.Rows < c.size {
				return c.expected(p, c.found.Rows)
			}
			return p, nil
		case err == nil && !ledger.HasLeaf(&ev):
			continue
		case c.found.Rows == c.size && err != nil:
			return damagedRow(ev, err), nil
		case c.found.Rows == c.size:
			c.found.Uncovered++
			c.found.Head = ev.Position
			continue
		}
		n := c.found.Rows
		leaf, p, err2 := c.leaf(n)
		if p != nil || err2 != nil {
			return p, err2
		}
		if buf = ledger.HeaderOf(n, ev).Append(buf[:0]); err != nil || string(buf) != string(leaf) {
			return c.differs(n, ev, leaf, err, next)
		}
		c.found.Rows++
		c.found.Head = ev.Position
	}
}

// leaf of the ledger, which was found right before.
func (c *comparison) leaf(n uint64) ([]byte, *Problem, error) {
	if bundle := n/ledger.TileWidth + 1; c.held != bundle {
		begin := n / ledger.TileWidth * ledger.TileWidth
		var p *Problem
		var err error
		c.bundle, p, err = readLeaves(c.ctx, c.src, n/ledger.TileWidth, int(min(c.size-begin, ledger.TileWidth)))
		if p != nil || err != nil {
			return nil, p, err
		}
		c.held = bundle
	}
	return c.bundle.leaves[n%ledger.TileWidth], nil, nil
}

// expected names the event that a leaf is of.
func (c *comparison) expected(p *Problem, n uint64) (*Problem, error) {
	leaf, fault, err := c.leaf(n)
	if fault != nil || err != nil {
		return fault, err
	}
	p.Leaf = at(n)
	if h, err := ledger.ParseLeaf(leaf); err == nil {
		p.about(h)
	}
	return p, nil
}

func (c *comparison) missing(n, many uint64) (*Problem, error) {
	p := &Problem{Code: RowMissing, Detail: fmt.Sprintf("behind position %d", c.found.Head)}
	p, err := c.expected(p, n)
	if err == nil && many > 1 && p.Code == RowMissing {
		p.Leaves = many
	}
	return p, err
}

// differs says how a row is not its leaf: changed, missing before it, or one too many.
func (c *comparison) differs(n uint64, ev eventstore.Event, leaf []byte, damage error, next func() (eventstore.Event, error, bool)) (*Problem, error) {
	want, err := ledger.ParseLeaf(leaf)
	if err != nil {
		return nil, err
	}
	have := ledger.HeaderOf(n, ev)
	if have.ID != want.ID && damage == nil {
		if n+1 < c.size {
			if after, p, err := c.leaf(n + 1); p == nil && err == nil {
				if h, err := ledger.ParseLeaf(after); err == nil && h.ID == have.ID {
					return c.missing(n, 1)
				}
			}
		}
		if follow, err, more := next(); more && err == nil && follow.ID == want.ID {
			p := &Problem{Code: RowInserted, Leaf: at(n), Position: ev.Position}
			return p.about(have), nil
		}
	}
	p := (&Problem{Code: BadHeader, Leaf: at(n), Position: ev.Position}).about(want)
	header := func(same bool, name string) {
		if !same {
			p.Parts = append(p.Parts, "header: "+name)
		}
	}
	header(have.Stream == want.Stream, "stream")
	header(have.Revision == want.Revision, "revision")
	header(have.ID == want.ID, "id")
	header(have.Type == want.Type, "type")
	header(have.ContentType == want.ContentType, "content type")
	header(have.Recorded.Equal(want.Recorded), "recorded")
	_, salt := ledger.Salts(ev.Metadata)
	if have.Meta != want.Meta {
		p.Parts = append(p.Parts, "envelope")
	}
	if have.Data != want.Data && (have.Meta == want.Meta || salt == nil) {
		p.Parts = append(p.Parts, "data") // under a changed envelope its salt may be another
	}
	switch {
	case len(p.Parts) == 0 && damage != nil:
		p.Code = RowDamaged
	case len(p.Parts) > 0 && p.Parts[0] == "data":
		p.Code = BadData
	case len(p.Parts) > 0 && p.Parts[0] == "envelope":
		p.Code = BadEnvelope
	}
	if damage != nil {
		p.Detail = damage.Error()
	}
	return p, nil
}

func damagedRow(ev eventstore.Event, err error) *Problem {
	rev := ev.Revision
	return &Problem{Code: RowDamaged, Position: ev.Position, Stream: ev.Stream, Revision: &rev, ID: ev.ID.String(), Type: ev.Type, Detail: err.Error()}
}

func unreadable(after eventstore.Position, err error) *Problem {
	return &Problem{Code: RowDamaged, Position: after + 1, Detail: err.Error()}
}
