package esdbserver

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
)

// complete records an append whose last piece came, after those to the same stream that
// were complete before it. It waits while too many are under way.
func (b *batch) complete(u *batched) {
	if !b.begin() {
		b.free(u)
		return
	}
	select {
	case b.under <- struct{}{}:
	case <-b.ctx.Done():
		b.free(u)
		b.doing.Done()
		return
	}
	before, done := b.queue(u.stream)
	go func() {
		defer b.doing.Done()
		answer := b.recordAfter(u, before)
		b.passOn(u.stream, before, done)
		b.free(u)
		b.answer(answer)
		<-b.under
		b.wake()
	}()
}

// queue is the place of a new append behind the newest one to the stream.
func (b *batch) queue(stream string) (before, done chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	before, done = b.tails[stream], make(chan struct{})
	b.tails[stream] = done
	return before, done
}

// passOn lets the next append to the stream begin when this one and all before it are
// done, also where this one did not wait for them.
func (b *batch) passOn(stream string, before, done chan struct{}) {
	select {
	case <-before: // done
	default:
		if before != nil {
			go func() {
				<-before
				b.leave(stream, done)
			}()
			return
		}
	}
	b.leave(stream, done)
}

func (b *batch) leave(stream string, done chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(done)
	if b.tails[stream] == done {
		delete(b.tails, stream)
	}
}

func (b *batch) recordAfter(u *batched, before chan struct{}) *streams.BatchAppendResp {
	ctx, cancel := context.WithDeadline(b.ctx, u.until)
	defer cancel()
	if before != nil {
		select {
		case <-before:
		case <-ctx.Done():
			return b.refusal(u.head, ctx.Err())
		}
	}
	done, err := b.record(ctx, u.stream, u.expected, u.events.drafts...)
	if err != nil {
		return b.refusal(u.head, err)
	}
	return b.recorded(u.head, done)
}

// refuse answers an append that is not recorded.
func (b *batch) refuse(head *streams.BatchAppendReq, err error) {
	if b.begin() {
		defer b.doing.Done()
		b.answer(b.refusal(head, err))
	}
}

// answer hands an answer to the client.
func (b *batch) answer(a *streams.BatchAppendResp) {
	select {
	case b.out <- a:
	case <-b.ctx.Done():
	}
}
