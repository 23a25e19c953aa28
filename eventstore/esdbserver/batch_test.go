package esdbserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"minhbach/eventstore"
)

// batcher is one call of BatchAppend by the generated client.
type batcher struct {
	t    testing.TB
	call streams.Streams_BatchAppendClient
}

func (w *world) batch(t testing.TB) *batcher {
	t.Helper()
	call, err := streams.NewStreamsClient(w.conn).BatchAppend(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &batcher{t, call}
}

func (b *batcher) send(reqs ...*streams.BatchAppendReq) {
	b.t.Helper()
	for _, r := range reqs {
		if err := b.call.Send(r); err != nil {
			b.t.Fatal(err)
		}
	}
}

// receive takes n answers, by correlation id.
func (b *batcher) receive(n int) map[string]*streams.BatchAppendResp {
	b.t.Helper()
	answers := map[string]*streams.BatchAppendResp{}
	for range n {
		a, err := b.call.Recv()
		if err != nil {
			b.t.Fatalf("after %d answers: %v", len(answers), err)
		}
		answers[a.GetCorrelationId().GetString_()] = a
	}
	return answers
}

// close says that there is no more, and expects no further answer.
func (b *batcher) close() {
	b.t.Helper()
	if err := b.call.CloseSend(); err != nil {
		b.t.Fatal(err)
	}
	if a, err := b.call.Recv(); !errors.Is(err, io.EOF) {
		b.t.Errorf("at the end: %v, %v", a, err)
	}
}

// correlated is the id of the n-th append of a test.
func correlated(n int) string { return eventstore.DeriveID("correlation", fmt.Sprint(n)).String() }

func piece(n, events int, change ...func(*streams.BatchAppendReq)) *streams.BatchAppendReq {
	r := &streams.BatchAppendReq{CorrelationId: &shared.UUID{Value: &shared.UUID_String_{String_: correlated(n)}}}
	for range events {
		r.ProposedMessages = append(r.ProposedMessages, &streams.BatchAppendReq_ProposedMessage{Id: wireID(eventstore.NewID(start0), false), Data: []byte("x"),
			Metadata: map[string]string{"type": "thing.done", "content-type": "application/json"}})
	}
	for _, c := range change {
		c(r)
	}
	return r
}

func final(r *streams.BatchAppendReq) { r.IsFinal = true }

// to gives an append its options; expected is a number, or the name of an expectation.
func to(stream, expected string) func(*streams.BatchAppendReq) {
	return func(r *streams.BatchAppendReq) {
		o := &streams.BatchAppendReq_Options{StreamIdentifier: identifier(stream)}
		switch expected {
		case "any":
			o.ExpectedStreamPosition = &streams.BatchAppendReq_Options_Any{Any: &emptypb.Empty{}}
		case "none":
			o.ExpectedStreamPosition = &streams.BatchAppendReq_Options_NoStream{NoStream: &emptypb.Empty{}}
		case "exists":
			o.ExpectedStreamPosition = &streams.BatchAppendReq_Options_StreamExists{StreamExists: &emptypb.Empty{}}
		case "":
		default:
			var n uint64
			fmt.Sscan(expected, &n)
			o.ExpectedStreamPosition = &streams.BatchAppendReq_Options_StreamPosition{StreamPosition: n}
		}
		r.Options = o
	}
}

func within(d time.Duration) func(*streams.BatchAppendReq) {
	return func(r *streams.BatchAppendReq) {
		r.Options.DeadlineOption = &streams.BatchAppendReq_Options_Deadline{Deadline: durationpb.New(d)}
	}
}

func TestBatchAnswersEachAppend(t *testing.T) {
	w := start(t)
	w.seed(t, "two", "thing.done", 2)
	states["deleted"](t, w, "deleted")
	states["ended"](t, w, "ended")
	b := w.batch(t)
	large := piece(4, 3, to("large", "any"), final)
	for _, m := range large.ProposedMessages {
		m.Data = make([]byte, 400_000)
	}
	untyped := piece(6, 1, to("untyped", "any"), final)
	delete(untyped.ProposedMessages[0].Metadata, "type")
	past := piece(8, 1, to("past", "any"), final)
	past.Options.DeadlineOption = &streams.BatchAppendReq_Options_Deadline_21_10_0{Deadline_21_10_0: timestamppb.New(start0)}
	b.send(
		piece(0, 2, to("new", "none"), final),
		piece(1, 1, to("two", "none"), final),
		piece(2, 1, to("two", "7"), final),
		piece(3, 1, to("ended", "any"), final),
		large,
		piece(5, 1, to("two", "exists"), final, within(time.Minute)),
		untyped,
		piece(7, 1, to("late", "any"), final, within(0)),
		past,
		piece(9, 1, to("deleted", "none"), final),
		piece(10, 1, to("", "any"), final),
		piece(11, 1, to("unexpected", ""), final),
		piece(12, 0, to("empty", "any"), final),
		piece(13, 1, to("missing", "exists"), final),
		piece(14, 1, to("$all", "any"), final),
	)
	answers := b.receive(15)
	b.close()
	type wrong = shared.WrongExpectedVersion
	for n, want := range map[int]struct {
		revision uint64
		code     codes.Code
		detail   proto.Message
	}{
		0:  {revision: 1},
		1:  {code: codes.AlreadyExists, detail: &wrong{CurrentStreamRevisionOption: &shared.WrongExpectedVersion_CurrentStreamRevision{CurrentStreamRevision: 1}, ExpectedStreamPositionOption: &shared.WrongExpectedVersion_ExpectedNoStream{ExpectedNoStream: &emptypb.Empty{}}}},
		2:  {code: codes.AlreadyExists, detail: &wrong{CurrentStreamRevisionOption: &shared.WrongExpectedVersion_CurrentStreamRevision{CurrentStreamRevision: 1}, ExpectedStreamPositionOption: &shared.WrongExpectedVersion_ExpectedStreamPosition{ExpectedStreamPosition: 7}}},
		3:  {code: codes.NotFound, detail: &shared.StreamDeleted{StreamIdentifier: identifier("ended")}},
		4:  {code: codes.InvalidArgument, detail: &shared.MaximumAppendSizeExceeded{MaxAppendSize: 1 << 20}},
		5:  {revision: 2},
		6:  {code: codes.InvalidArgument},
		7:  {code: codes.DeadlineExceeded, detail: &shared.Timeout{}},
		8:  {code: codes.DeadlineExceeded, detail: &shared.Timeout{}},
		9:  {revision: 2},
		10: {code: codes.InvalidArgument},
		11: {code: codes.InvalidArgument},
		12: {revision: 0},
		13: {code: codes.AlreadyExists, detail: &wrong{CurrentStreamRevisionOption: &shared.WrongExpectedVersion_CurrentNoStream{CurrentNoStream: &emptypb.Empty{}}, ExpectedStreamPositionOption: &shared.WrongExpectedVersion_ExpectedStreamExists{ExpectedStreamExists: &emptypb.Empty{}}}},
		14: {code: codes.InvalidArgument},
	} {
		a := answers[correlated(n)]
		if a == nil || codes.Code(a.GetError().GetCode()) != want.code || want.code == codes.OK && (a.GetSuccess() == nil || a.GetSuccess().GetCurrentRevision() != want.revision) {
			t.Errorf("append %d: %v", n, a)
			continue
		}
		if want.code == codes.OK && n != 12 && a.GetSuccess().GetPosition().GetCommitPosition() == 0 {
			t.Errorf("append %d has no position: %v", n, a)
		}
		if want.code == codes.OK {
			continue
		}
		details := a.GetError().GetDetails()
		if len(details) != 1 {
			t.Errorf("append %d has the details %v", n, details)
			continue
		}
		got, err := details[0].UnmarshalNew()
		if bad, ok := got.(*shared.BadRequest); want.detail == nil && (err != nil || !ok || bad.Message == "") || want.detail != nil && !proto.Equal(got, want.detail) {
			t.Errorf("append %d has the detail %v, %v", n, got, err)
		}
	}
	if a := answers[correlated(2)]; string(a.GetStreamIdentifier().GetStreamName()) != "two" || a.GetStreamPosition() != 7 {
		t.Errorf("stream and expectation do not come back: %v", a)
	}
	if a := answers[correlated(12)]; a.GetSuccess().GetNoStream() == nil || a.GetSuccess().GetNoPosition() == nil {
		t.Errorf("an append of nothing: %v", a)
	}
	for stream, want := range map[string]int{"new": 2, "two": 3, "ended": 3, "large": 0, "untyped": 0, "late": 0, "past": 0, "empty": 0} {
		if got := w.length(t, stream); got != want {
			t.Errorf("%s has %d events, want %d", stream, got, want)
		}
	}
	if got := w.seen(t, "deleted"); got != "[2]" {
		t.Errorf("the deleted stream shows %s", got)
	}
}

func TestBatchTakesAppendsInPieces(t *testing.T) {
	w := start(t)
	b := w.batch(t)
	b.send(
		piece(0, 2, to("a", "none")),
		piece(1, 1, to("b", "none")),
		piece(0, 1),
		piece(1, 3, final),
		piece(9, 5),                 // never began
		piece(2, 1, to("a", "any")), // never becomes complete
		piece(0, 1, to("ignored", "7"), final),
	)
	answers := b.receive(2)
	b.close()
	if a, b := answers[correlated(0)].GetSuccess(), answers[correlated(1)].GetSuccess(); a.GetCurrentRevision() != 3 || b.GetCurrentRevision() != 3 {
		t.Errorf("%v, %v", a, b)
	}
	if a, b := w.length(t, "a"), w.length(t, "b"); a != 4 || b != 4 {
		t.Errorf("%d and %d events", a, b)
	}
	eventually(t, "nothing stays taken", func() bool { return w.server.meta.writing.held.Load() == 0 })
}

func TestBatchKeepsTheOrderOfAStream(t *testing.T) {
	w := start(t)
	b := w.batch(t)
	const n = 300
	go func() {
		for i := range n {
			expected := fmt.Sprint(i/2 - 1)
			if i < 2 {
				expected = "none"
			}
			b.call.Send(piece(i, 1, to(fmt.Sprint("s", i%2), expected), final))
		}
	}()
	for id, a := range b.receive(n) {
		if a.GetSuccess() == nil {
			t.Fatalf("%s: %v", id, a)
		}
	}
	b.close()
}

func TestBatchRepeatsAreRecognised(t *testing.T) {
	w := start(t)
	b := w.batch(t)
	once := piece(0, 2, to("s", "none"), final)
	b.send(once)
	first := b.receive(1)[correlated(0)]
	b.send(once)
	again := b.receive(1)[correlated(0)]
	b.close()
	if !proto.Equal(first, again) || w.length(t, "s") != 2 {
		t.Errorf("first %v, then %v", first, again)
	}
}

func TestUnfinishedAppendsRunOutOfTime(t *testing.T) {
	w := start(t)
	b := w.batch(t)
	b.send(piece(0, 1, to("s", "any"), within(20*time.Millisecond)))
	a := b.receive(1)[correlated(0)]
	if codes.Code(a.GetError().GetCode()) != codes.DeadlineExceeded || string(a.GetStreamIdentifier().GetStreamName()) != "s" {
		t.Errorf("%v", a)
	}
	b.send(piece(0, 1, final)) // too late, and passed over
	b.send(piece(1, 1, to("s", "none"), final))
	if a := b.receive(1)[correlated(1)]; a.GetSuccess() == nil {
		t.Errorf("%v", a)
	}
	b.close()
}

// A client that never completes its appends takes a bounded amount of memory, and may
// still append what is complete.
func TestUnfinishedAppendsAreBounded(t *testing.T) {
	w := start(t)
	b := w.batch(t)
	for n := range batchOpen + 3 {
		b.send(piece(n, 1, to("s", "any")))
	}
	for id, a := range b.receive(3) {
		if codes.Code(a.GetError().GetCode()) != codes.InvalidArgument {
			t.Errorf("%s: %v", id, a)
		}
	}
	b.close()
	b = w.batch(t)
	for n := range 40 {
		p := piece(n, 1, to("s", "any"))
		p.ProposedMessages[0].Data = make([]byte, 900_000)
		b.send(p)
	}
	open := batchHeld * (1 << 20) / 900_128
	for id, a := range b.receive(40 - open) {
		if codes.Code(a.GetError().GetCode()) != codes.InvalidArgument {
			t.Errorf("%s: %v", id, a)
		}
	}
	b.send(piece(100, 1, to("s", "any"), final))
	if a := b.receive(1)[correlated(100)]; a.GetSuccess() == nil {
		t.Errorf("%v", a)
	}
	b.close()
	if n := w.length(t, "s"); n != 1 {
		t.Errorf("%d events", n)
	}
	eventually(t, "nothing stays taken", func() bool { return w.server.meta.writing.held.Load() == 0 })
}

// More complete appends than may be under way, of which the client reads no answer for a
// while: all are recorded in the end.
func TestBatchOfManyLargeAppends(t *testing.T) {
	w := start(t)
	b := w.batch(t)
	const n = 100
	sent := make(chan error, 1)
	go func() {
		for i := range n {
			p := piece(i, 1, to(fmt.Sprint("s", i), "none"), final)
			p.ProposedMessages[0].Data = make([]byte, 500_000)
			if err := b.call.Send(p); err != nil {
				sent <- err
				return
			}
		}
		sent <- nil
	}()
	answers := b.receive(n)
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
	b.close()
	for id, a := range answers {
		if a.GetSuccess() == nil {
			t.Errorf("%s: %v", id, a)
		}
	}
}

func TestBatchEndsWithTheServer(t *testing.T) {
	w := start(t)
	b := w.batch(t)
	b.send(piece(0, 1, to("s", "any"), final), piece(1, 1, to("s", "any")))
	b.receive(1)
	w.end(t, w.running)
	if _, err := b.call.Recv(); status.Code(err) != codes.Unavailable {
		t.Errorf("%v", err)
	}
}

func TestBatchEndsWithItsClient(t *testing.T) {
	w := start(t)
	ctx, cancel := context.WithCancel(t.Context())
	call, err := streams.NewStreamsClient(w.conn).BatchAppend(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := call.Send(piece(0, 1, to("s", "any"))); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the piece is there", func() bool { return w.server.meta.writing.held.Load() > 0 })
	cancel()
	eventually(t, "nothing stays taken", func() bool { return w.server.meta.writing.held.Load() == 0 })
}

func TestBatchWithoutCorrelation(t *testing.T) {
	w := start(t)
	b := w.batch(t)
	b.send(piece(0, 1, to("s", "any"), final, func(r *streams.BatchAppendReq) { r.CorrelationId = nil }))
	a, err := b.call.Recv()
	if err != nil || !strings.Contains(fmt.Sprint(a.GetError().GetDetails()), "correlation") {
		t.Errorf("%v, %v", a, err)
	}
	b.close()
}
