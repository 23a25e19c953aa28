package esdbserver

import (
	"context"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"minhbach/eventstore"
)

// batched is one append of a batch.
type batched struct {
	head     *streams.BatchAppendReq // its first piece without the events
	stream   string
	expected eventstore.Expected
	events   *gathering
	bytes    int // that the batch counts
	until    time.Time
	timer    *time.Timer
}

// request takes one piece of an append. Pieces of appends that were refused already, or
// never began, are passed over.
func (b *batch) request(req *streams.BatchAppendReq) {
	id, err := readID(req.GetCorrelationId())
	if err != nil {
		b.refuse(req, bad("The correlation id is missing or is no UUID."))
		return
	}
	b.mu.Lock()
	u := b.open[id]
	b.mu.Unlock()
	if u == nil {
		if req.GetOptions() == nil {
			return
		}
		if u, err = b.accept(id, req); err != nil {
			b.refuse(req, err)
			return
		}
	}
	if err := b.extend(u, req); err != nil {
		if b.take(id, u) {
			b.free(u)
			b.refuse(u.head, err)
		}
		return
	}
	if req.GetIsFinal() && b.take(id, u) {
		b.complete(u)
	}
}

// accept begins an append.
func (b *batch) accept(id eventstore.ID, req *streams.BatchAppendReq) (*batched, error) {
	options := req.GetOptions()
	stream, err := writable(options.GetStreamIdentifier())
	if err != nil {
		return nil, err
	}
	if err := b.authorize(b.ctx, toWrite, stream); err != nil {
		return nil, err
	}
	expected, err := expectedOfBatch(options)
	if err != nil {
		return nil, err
	}
	left := b.patience(options)
	if left <= 0 {
		return nil, context.DeadlineExceeded
	}
	u := &batched{stream: stream, expected: expected, events: b.gather(), until: time.Now().Add(left),
		head: &streams.BatchAppendReq{CorrelationId: req.GetCorrelationId(), Options: options}}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.open) >= batchOpen {
		return nil, bad("More than %d appends of this call are not complete: finish some of them first.", batchOpen)
	}
	if b.ended {
		return nil, context.Canceled
	}
	b.open[id] = u
	if !req.GetIsFinal() {
		u.timer = time.AfterFunc(left, func() { b.expire(id, u) })
	}
	return u, nil
}

// patience is how long the client will wait for an append.
func (b *batch) patience(o *streams.BatchAppendReq_Options) time.Duration {
	switch d := o.GetDeadlineOption().(type) {
	case *streams.BatchAppendReq_Options_Deadline:
		return min(d.Deadline.AsDuration(), batchPatience)
	case *streams.BatchAppendReq_Options_Deadline_21_10_0:
		return min(d.Deadline_21_10_0.AsTime().Sub(b.opts.Now()), batchPatience)
	}
	return batchPatience
}

// extend adds the events of a piece.
func (b *batch) extend(u *batched, req *streams.BatchAppendReq) error {
	size := 0
	for _, p := range req.GetProposedMessages() {
		size += len(p.GetData()) + len(p.GetCustomMetadata()) + overhead
	}
	if !b.room(u, size) {
		return bad("The appends of this call that are not complete are too large together: finish some of them first.")
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if u.events == nil { // its time is over
		b.held, u.bytes = b.held-size, u.bytes-size
		return nil
	}
	for _, p := range req.GetProposedMessages() {
		if err := u.events.add(p); err != nil {
			return err
		}
	}
	return nil
}

// room counts bytes to an append, and waits for others to be recorded while they are
// too many. It tells when waiting would not help.
func (b *batch) room(u *batched, size int) bool {
	for {
		b.mu.Lock()
		if b.held+size <= batchHeld*b.opts.MaxAppendBytes || b.held == 0 {
			b.held += size
			u.bytes += size
			b.mu.Unlock()
			return true
		}
		b.mu.Unlock()
		if len(b.under) == 0 {
			return false
		}
		select {
		case <-b.freed:
		case <-b.ctx.Done():
			return false
		}
	}
}

// take makes the caller the one who ends an append that is not complete.
func (b *batch) take(id eventstore.ID, u *batched) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open[id] != u {
		return false
	}
	delete(b.open, id)
	if u.timer != nil {
		u.timer.Stop()
	}
	return true
}

// forget drops an append that is not complete; the caller holds the lock.
func (b *batch) forget(id eventstore.ID) {
	u := b.open[id]
	delete(b.open, id)
	if u.timer != nil {
		u.timer.Stop()
	}
	u.events.drop()
	u.events = nil
}

// free gives the room of an append back.
func (b *batch) free(u *batched) {
	b.mu.Lock()
	b.held, u.bytes = b.held-u.bytes, 0
	if u.events != nil {
		u.events.drop()
		u.events = nil
	}
	b.mu.Unlock()
	b.wake()
}

// wake lets room look again.
func (b *batch) wake() {
	select {
	case b.freed <- struct{}{}:
	default:
	}
}

// expire answers an append that did not become complete in time.
func (b *batch) expire(id eventstore.ID, u *batched) {
	if b.take(id, u) {
		b.free(u)
		b.refuse(u.head, context.DeadlineExceeded)
	}
}
