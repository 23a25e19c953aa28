package esdbserver

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"

	"minhbach/eventstore"
)

// groupPatience bounds what should come at once; only a failing test uses it up.
const groupPatience = 20 * time.Second

func soon(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), groupPatience)
	t.Cleanup(cancel)
	return ctx
}

// comesTrue waits for a condition that others bring about.
func comesTrue(t testing.TB, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(groupPatience); !ok(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// reader is a consumer over a real connection, by the generated client: the official
// one races with itself when it closes.
type reader struct {
	t      testing.TB
	stream persistent.PersistentSubscriptions_ReadClient
	cancel context.CancelFunc
}

func readOptions(stream, group string, buffer int32) *persistent.ReadReq_Options {
	o := &persistent.ReadReq_Options{GroupName: group, BufferSize: buffer}
	if stream == allLog {
		o.StreamOption = &persistent.ReadReq_Options_All{All: &shared.Empty{}}
	} else {
		o.StreamOption = &persistent.ReadReq_Options_StreamIdentifier{StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(stream)}}
	}
	return o
}

// open sends the options of a consumer.
func (w *world) open(t testing.TB, o *persistent.ReadReq_Options) *reader {
	t.Helper()
	ctx, cancel := context.WithTimeout(metadata.AppendToOutgoingContext(context.Background(), "connection-name", "the tester"), groupPatience)
	t.Cleanup(cancel)
	stream, err := persistent.NewPersistentSubscriptionsClient(w.conn).Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{t, stream, cancel}
	r.say(&persistent.ReadReq{Content: &persistent.ReadReq_Options_{Options: o}})
	return r
}

// consume is open for who gets in.
func (w *world) consume(t testing.TB, stream, group string, buffer int32) *reader {
	t.Helper()
	r := w.open(t, readOptions(stream, group, buffer))
	m, err := r.stream.Recv()
	if err != nil {
		t.Fatalf("joining %s of %s: %v", group, stream, err)
	}
	if id := m.GetSubscriptionConfirmation().GetSubscriptionId(); id != stream+"::"+group {
		t.Fatalf("confirmed %q, want %s::%s", id, stream, group)
	}
	return r
}

func (r *reader) say(m *persistent.ReadReq) {
	r.t.Helper()
	if err := r.stream.Send(m); err != nil {
		r.t.Fatalf("sending: %v", err)
	}
}

func (r *reader) next() *persistent.ReadResp_ReadEvent {
	r.t.Helper()
	m, err := r.stream.Recv()
	if err != nil {
		r.t.Fatalf("receiving: %v", err)
	}
	if m.GetEvent() == nil {
		r.t.Fatalf("received %v: clients know nothing but events", m)
	}
	return m.GetEvent()
}

// original is what clients name.
func original(e *persistent.ReadResp_ReadEvent) *persistent.ReadResp_ReadEvent_RecordedEvent {
	if e.Link != nil {
		return e.Link
	}
	return e.Event
}

func idsOf(events []*persistent.ReadResp_ReadEvent) (ids []*shared.UUID) {
	for _, e := range events {
		ids = append(ids, original(e).Id)
	}
	return ids
}

func ackOf(events ...*persistent.ReadResp_ReadEvent) *persistent.ReadReq {
	return &persistent.ReadReq{Content: &persistent.ReadReq_Ack_{Ack: &persistent.ReadReq_Ack{Ids: idsOf(events)}}}
}

func (r *reader) ack(events ...*persistent.ReadResp_ReadEvent) {
	r.t.Helper()
	r.say(ackOf(events...))
}

func (r *reader) nack(action persistent.ReadReq_Nack_Action, reason string, events ...*persistent.ReadResp_ReadEvent) {
	r.t.Helper()
	r.say(&persistent.ReadReq{Content: &persistent.ReadReq_Nack_{Nack: &persistent.ReadReq_Nack{Ids: idsOf(events), Action: action, Reason: reason}}})
}

// ackNext acknowledges the next n events, which come in order of their revisions from.
func (r *reader) ackNext(from, n int) {
	r.t.Helper()
	for i := range n {
		e := r.next()
		if got := int(original(e).StreamRevision); got != from+i {
			r.t.Fatalf("received revision %d, want %d", got, from+i)
		}
		r.ack(e)
	}
}

// over waits for the end of the subscription.
func (r *reader) over() (metadata.MD, error) {
	r.t.Helper()
	for {
		if _, err := r.stream.Recv(); err != nil {
			return r.stream.Trailer(), err
		}
	}
}

// inFlight is how many events all consumers hold.
func (w *world) inFlight(t testing.TB, stream, group string) int {
	t.Helper()
	return int(w.info(t, stream, group).TotalInFlightMessages)
}

func infoReq(stream, group string) *persistent.GetInfoReq {
	o := &persistent.GetInfoReq_Options{GroupName: group}
	if stream == allLog {
		o.StreamOption = &persistent.GetInfoReq_Options_All{All: &shared.Empty{}}
	} else {
		o.StreamOption = &persistent.GetInfoReq_Options_StreamIdentifier{StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(stream)}}
	}
	return &persistent.GetInfoReq{Options: o}
}

func (w *world) info(t testing.TB, stream, group string) *persistent.SubscriptionInfo {
	t.Helper()
	resp, err := persistent.NewPersistentSubscriptionsClient(w.conn).GetInfo(soon(t), infoReq(stream, group))
	if err != nil {
		t.Fatal(err)
	}
	return resp.SubscriptionInfo
}

// group makes one by the official client.
func (w *world) group(t testing.TB, stream, name string, from esdb.StreamPosition, change ...func(*esdb.PersistentSubscriptionSettings)) {
	t.Helper()
	settings := esdb.SubscriptionSettingsDefault()
	for _, c := range change {
		c(&settings)
	}
	if err := w.client.CreatePersistentSubscription(soon(t), stream, name, esdb.PersistentStreamSubscriptionOptions{StartFrom: from, Settings: &settings}); err != nil {
		t.Fatal(err)
	}
}

func wantTrailers(t testing.TB, err error, trailer metadata.MD, code codes.Code, exception, stream, group string) {
	t.Helper()
	if status.Code(err) != code {
		t.Errorf("code is %v, want %v: %v", status.Code(err), code, err)
	}
	for key, want := range map[string]string{"exception": exception, "stream-name": stream, "group-name": group} {
		if got := trailer.Get(key); len(got) != 1 || got[0] != want {
			t.Errorf("trailer %s is %q, want %q", key, got, want)
		}
	}
}

func stateEvents(t testing.TB, w *world, stream string) []eventstore.Event {
	t.Helper()
	all, err := eventstore.Collect(w.log.ReadStream(soon(t), stream, 0, eventstore.Forwards, 0))
	if err != nil && len(all) > 0 {
		t.Fatal(err)
	}
	return all
}

func TestGroupDeliversInOrderWithinItsBuffer(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 5)
	w.group(t, "orders", "desk", esdb.Start{})
	r := w.consume(t, "orders", "desk", 2)
	a, b := r.next(), r.next()
	// Given two in flight, no third one comes until one of them is acknowledged.
	comesTrue(t, "the buffer is full", func() bool { return w.inFlight(t, "orders", "desk") == 2 })
	if c := w.info(t, "orders", "desk").Connections[0]; c.AvailableSlots != 0 || c.ConnectionName != "the tester" || c.Username != "admin" || c.From == "" {
		t.Errorf("the connection is told as %v", c)
	}
	r.ack(a)
	third := r.next()
	if got := third.Event.StreamRevision; got != 2 || third.GetRetryCount() != 0 || third.GetCommitPosition() != third.Event.CommitPosition {
		t.Errorf("third is %v", third)
	}
	r.ack(b, third)
	r.ackNext(3, 2)
	w.seed(t, "orders", "order.placed", 2)
	r.ackNext(5, 2)
	comesTrue(t, "all are done with", func() bool { return w.inFlight(t, "orders", "desk") == 0 })
	if i := w.info(t, "orders", "desk"); i.Status != "Live" || i.TotalItems != 7 || i.LastKnownEventPosition != "6" {
		t.Errorf("information is %v", i)
	}
}

func TestGroupStarts(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 10)
	for _, c := range []struct {
		from  esdb.StreamPosition
		first int
	}{{esdb.Start{}, 0}, {esdb.Revision(0), 0}, {esdb.Revision(4), 4}, {esdb.Revision(10), 10}, {esdb.Revision(12), 12}, {esdb.End{}, 10}, {nil, 10}} {
		w.group(t, "orders", fmt.Sprintf("from %T %v", c.from, c.from), c.from)
	}
	w.group(t, "orders to be", "late", esdb.Revision(2))
	// What comes between the creation and the first consumer is not missed.
	w.seed(t, "orders", "order.placed", 5)
	w.seed(t, "orders to be", "order.placed", 4)
	for name, first := range map[string]int{"from esdb.Start {}": 0, "from esdb.StreamRevision {4}": 4, "from esdb.StreamRevision {10}": 10,
		"from esdb.StreamRevision {12}": 12, "from esdb.End {}": 10, "from <nil> <nil>": 10} {
		w.consume(t, "orders", name, 10).ackNext(first, 15-first)
	}
	w.consume(t, "orders to be", "late", 10).ackNext(2, 2)
}

func TestGroupNacks(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 5)
	w.group(t, "orders", "desk", esdb.Start{}, func(s *esdb.PersistentSubscriptionSettings) { s.MaxRetryCount = 2 })
	r := w.consume(t, "orders", "desk", 10)
	var e []*persistent.ReadResp_ReadEvent
	for range 5 {
		e = append(e, r.next())
	}
	r.nack(persistent.ReadReq_Nack_Retry, "", e[0])
	if again := r.next(); again.Event.StreamRevision != 0 || again.GetRetryCount() != 1 {
		t.Errorf("retried as %v", again)
	}
	r.nack(persistent.ReadReq_Nack_Unknown, "", e[0])
	if again := r.next(); again.GetRetryCount() != 2 {
		t.Errorf("retried as %v", again)
	}
	r.nack(persistent.ReadReq_Nack_Retry, "", e[0]) // had enough of it
	r.nack(persistent.ReadReq_Nack_Skip, "", e[1])
	r.nack(persistent.ReadReq_Nack_Park, "not today", e[2])
	r.ack(e[3])
	comesTrue(t, "two are parked", func() bool { return w.info(t, "orders", "desk").ParkedMessageCount == 2 })
	parked := stateEvents(t, w, "$persistentsubscription-orders::desk-parked")
	for i, want := range []struct{ data, reason string }{{"0@orders", "Reached retry count of 2"}, {"2@orders", "not today"}} {
		if string(parked[i].Data) != want.data || !strings.Contains(string(parked[i].Metadata), want.reason) || parked[i].Type != "$>" {
			t.Errorf("parked %d is %s %s %s", i, parked[i].Type, parked[i].Data, parked[i].Metadata)
		}
	}
	// Stop ends the subscription, and gives back what it held.
	r.nack(persistent.ReadReq_Nack_Stop, "enough", e[4])
	trailer, err := r.over()
	wantTrailers(t, err, trailer, codes.Canceled, "persistent-subscription-dropped", "orders", "desk")
	if back := w.consume(t, "orders", "desk", 10).next(); back.Event.StreamRevision != 4 {
		t.Errorf("given back: %v", back)
	}
}
