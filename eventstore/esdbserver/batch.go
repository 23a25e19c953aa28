package esdbserver

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"minhbach/eventstore"
)

const (
	// batchUnder bounds the appends of one call that are being recorded or whose answer
	// waits; the client is not read while there are so many.
	batchUnder = 256
	// batchOpen bounds the appends of one call that have begun and are not complete.
	batchOpen = 256
	// batchHeld bounds what one call may hold, in appends of the largest size.
	batchHeld = 8
	// batchPatience is how long an append may take, also when its client allows more.
	batchPatience = time.Minute
)

// batch is one call of BatchAppend: many appends, to whatever streams, in pieces. They
// are answered in any order; those to one stream are recorded in the order in which
// they became complete. One that fails does not end the call.
type batch struct {
	*Server
	call  streams.Streams_BatchAppendServer
	ctx   context.Context // without the call's headers and trailers
	stop  context.CancelCauseFunc
	out   chan *streams.BatchAppendResp
	under chan struct{}
	doing sync.WaitGroup // whoever may still send to out

	mu    sync.Mutex
	ended bool
	open  map[eventstore.ID]*batched
	held  int                      // bytes of all that is here
	freed chan struct{}            // some of them went
	tails map[string]chan struct{} // the newest append of each stream; closed when done
}

// BatchAppend records appends until the client has no more or the server ends.
func (s *streamsService) BatchAppend(call streams.Streams_BatchAppendServer) error {
	b := &batch{Server: s.Server, call: call,
		out: make(chan *streams.BatchAppendResp), under: make(chan struct{}, batchUnder), freed: make(chan struct{}, 1),
		open: map[eventstore.ID]*batched{}, tails: map[string]chan struct{}{}}
	b.ctx, b.stop = context.WithCancelCause(grpc.NewContextWithServerTransportStream(call.Context(), silent{}))
	defer b.stop(nil)
	sent, read := make(chan error, 1), make(chan error, 1)
	go func() { sent <- b.answers() }()
	go func() { read <- b.requests() }() // may stay in Recv until the call is over
	var err error
	select {
	case err = <-read:
	case <-s.ending.Done():
		err = status.Error(codes.Unavailable, "The server is shutting down.")
	}
	b.drop()
	b.doing.Wait()
	close(b.out)
	if sending := <-sent; err == nil {
		err = sending
	}
	return err
}

// requests reads until the client has said everything.
func (b *batch) requests() error {
	for {
		req, err := b.call.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			b.stop(err)
			return err
		}
		b.request(req)
		if b.ctx.Err() != nil {
			return failed(b.ctx, context.Cause(b.ctx))
		}
	}
}

// answers sends what there is to say. After a failure it goes on taking, so that nobody
// waits for it.
func (b *batch) answers() (err error) {
	for a := range b.out {
		if err != nil {
			continue
		}
		if err = b.call.Send(a); err != nil {
			b.stop(err)
		}
	}
	return err
}

// begin lets the caller send to out until it says that it is done.
func (b *batch) begin() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.ended {
		b.doing.Add(1)
	}
	return !b.ended
}

// drop ends the call for newcomers and forgets what did not become complete: it is never
// recorded.
func (b *batch) drop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ended = true
	for id := range b.open {
		b.forget(id)
	}
}

// silent takes the place of a call's headers and trailers where only the error counts.
type silent struct{}

func (silent) Method() string               { return "" }
func (silent) SetHeader(metadata.MD) error  { return nil }
func (silent) SendHeader(metadata.MD) error { return nil }
func (silent) SetTrailer(metadata.MD) error { return nil }
