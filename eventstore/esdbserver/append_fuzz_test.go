package esdbserver

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// wire is a call whose messages are cut out of raw bytes, each with its length before it.
type wire struct {
	grpc.ServerStream
	ctx      context.Context
	rest     []byte
	answered []proto.Message
}

func (w *wire) Context() context.Context { return w.ctx }

func (w *wire) RecvMsg(m any) error {
	for len(w.rest) > 0 {
		raw, n := protowire.ConsumeBytes(w.rest)
		if n < 0 {
			break
		}
		w.rest = w.rest[n:]
		if proto.Unmarshal(raw, m.(proto.Message)) == nil {
			return nil
		}
	}
	w.rest = nil
	return io.EOF
}

func (w *wire) SendMsg(m any) error {
	w.answered = append(w.answered, proto.Clone(m.(proto.Message)))
	return nil
}

type appendWire struct{ wire }

func (w *appendWire) Recv() (*streams.AppendReq, error) {
	m := new(streams.AppendReq)
	return m, w.RecvMsg(m)
}
func (w *appendWire) SendAndClose(m *streams.AppendResp) error { return w.SendMsg(m) }

type batchWire struct{ wire }

func (w *batchWire) Recv() (*streams.BatchAppendReq, error) {
	m := new(streams.BatchAppendReq)
	return m, w.RecvMsg(m)
}
func (w *batchWire) Send(m *streams.BatchAppendResp) error { return w.SendMsg(m) }

func messages[M proto.Message](t testing.TB, all ...M) []byte {
	var out []byte
	for _, m := range all {
		raw, err := proto.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		out = protowire.AppendBytes(out, raw)
	}
	return out
}

func (w *world) head(t testing.TB) int {
	t.Helper()
	head, err := w.log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return int(head)
}

// Whatever comes is answered or refused, and is recorded whole or not at all: as many
// events as the call has, in one stream.
func FuzzAppend(f *testing.F) {
	w := start(f)
	service := &streamsService{Server: w.server}
	f.Add(messages(f, appendOptions("s", "any"), proposed(), proposed()))
	f.Add(messages(f, appendOptions("$$s", "any"), proposed()))
	f.Add(messages(f, proposed(), appendOptions("s", "none"), proposed()))
	f.Add(messages(f, appendOptions("s", "1"), &streams.AppendReq{}))
	f.Fuzz(func(t *testing.T, data []byte) {
		before := w.head(t)
		call := &appendWire{wire{ctx: t.Context(), rest: data}}
		err := service.Append(call)
		if _, isStatus := status.FromError(err); !isStatus || err == nil && len(call.answered) != 1 || err != nil && len(call.answered) != 0 {
			t.Fatalf("%v, and the answers %v", err, call.answered)
		}
		if len(call.rest) > 0 {
			t.Errorf("%d bytes were not waited for", len(call.rest))
		}
		sent, again := 0, &appendWire{wire{rest: data}}
		for m, err := again.Recv(); !errors.Is(err, io.EOF); m, err = again.Recv() {
			if m.GetProposedMessage() != nil {
				sent++
			}
		}
		recorded := w.head(t) - before
		ok := err == nil && len(call.answered) == 1 && call.answered[0].(*streams.AppendResp).GetSuccess() != nil
		if ok && recorded != 0 && recorded != sent || !ok && recorded != 0 {
			t.Errorf("of %d events %d are recorded; the answer is %v", sent, recorded, call.answered)
		}
	})
}

func FuzzBatchAppend(f *testing.F) {
	w := start(f)
	service := &streamsService{Server: w.server}
	f.Add(messages(f, piece(0, 2, to("s", "any")), piece(1, 1, to("s", "none"), final), piece(0, 1, final)))
	f.Add(messages(f, piece(0, 1, to("$$s", "exists"), final), &streams.BatchAppendReq{}))
	f.Add(messages(f, piece(0, 1, to("s", "any"), within(-1), final)))
	f.Fuzz(func(t *testing.T, data []byte) {
		before := w.head(t)
		call := &batchWire{wire{ctx: t.Context(), rest: data}}
		if err := service.BatchAppend(call); err != nil {
			t.Fatalf("the call ended with %v", err)
		}
		// Answers and events fit: an append that succeeded has recorded its events or found
		// them there, one that failed has recorded none.
		succeeded := false
		for _, a := range call.answered {
			succeeded = succeeded || a.(*streams.BatchAppendResp).GetSuccess() != nil
		}
		if recorded := w.head(t) - before; recorded > 0 && !succeeded {
			t.Errorf("%d events are recorded, and the answers are %v", recorded, call.answered)
		}
		if held := w.server.meta.writing.held.Load(); held != 0 {
			t.Errorf("%d bytes stay taken", held)
		}
	})
}
