package esdbserver

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"

	"minhbach/eventstore"
)

func everyCheckpoint(s *esdb.PersistentSubscriptionSettings) {
	s.CheckpointLowerBound, s.CheckpointUpperBound = 1, 1
}

func (w *world) restarted(t testing.TB) {
	t.Helper()
	w.restart(t)
	w.client = w.connect(t)
}

func (w *world) replay(t testing.TB, stream, group string, stopAt int) {
	t.Helper()
	o := esdb.ReplayParkedMessagesOptions{StopAt: stopAt}
	err := w.client.ReplayParkedMessages(soon(t), stream, group, o)
	if stream == allLog {
		err = w.client.ReplayParkedMessagesToAll(soon(t), group, o)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestGroupGoesOnAfterARestart(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 6)
	w.group(t, "orders", "desk", esdb.Start{})
	r := w.consume(t, "orders", "desk", 10)
	r.ackNext(0, 3)
	comesTrue(t, "three are done with", func() bool { return w.inFlight(t, "orders", "desk") == 3 })
	// Given fewer than a checkpoint needs, a clean end writes one all the same.
	if i := w.info(t, "orders", "desk"); i.LastCheckpointedEventPosition != "" {
		t.Errorf("checkpointed too early: %v", i)
	}
	w.restarted(t)
	if _, err := r.over(); status.Code(err) != codes.Unavailable {
		t.Errorf("the consumer hears %v", err)
	}
	if i := w.info(t, "orders", "desk"); i.LastCheckpointedEventPosition != "2" || i.Status != "Behind" || i.LastKnownEventPosition != "5" {
		t.Errorf("the group is %v", i)
	}
	w.consume(t, "orders", "desk", 10).ackNext(3, 3)
}

// A checkpoint stays behind what is not done with, whatever is done with behind it.
func TestGroupCheckpointsWhatIsDoneWith(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 5)
	w.group(t, "orders", "desk", esdb.Start{}, everyCheckpoint)
	r := w.consume(t, "orders", "desk", 10)
	first, second, third := r.next(), r.next(), r.next()
	r.ack(first)
	r.ack(third)
	comesTrue(t, "the first is checkpointed", func() bool { return w.info(t, "orders", "desk").LastCheckpointedEventPosition == "0" })
	r.ack(second)
	comesTrue(t, "all three are", func() bool { return w.info(t, "orders", "desk").LastCheckpointedEventPosition == "2" })
	all := stateEvents(t, w, "$persistentsubscription-orders::desk-checkpoint")
	if last := all[len(all)-1]; last.Type != "$SubscriptionCheckpoint" || string(last.Data) != `"2"` || len(all) != 2 {
		t.Errorf("%d checkpoints, the last %s %s", len(all), last.Type, last.Data)
	}
}

func TestGroupCheckpointsSparingly(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 95)
	w.group(t, "orders", "by count", esdb.Start{}, func(s *esdb.PersistentSubscriptionSettings) {
		s.CheckpointLowerBound, s.CheckpointUpperBound, s.CheckpointAfter = 10, 30, 3_600_000
	})
	w.group(t, "orders", "by the clock", esdb.Start{}, func(s *esdb.PersistentSubscriptionSettings) {
		s.CheckpointLowerBound, s.CheckpointUpperBound, s.CheckpointAfter = 5, 1000, 20
	})
	w.consume(t, "orders", "by count", 10).ackNext(0, 95)
	comesTrue(t, "the third checkpoint", func() bool { return w.info(t, "orders", "by count").LastCheckpointedEventPosition == "89" })
	if n := len(stateEvents(t, w, "$persistentsubscription-orders::by count-checkpoint")); n != 3 {
		t.Errorf("%d checkpoints of 95 events, want 3", n)
	}
	w.consume(t, "orders", "by the clock", 10).ackNext(0, 95)
	comesTrue(t, "the clock comes around", func() bool { return w.info(t, "orders", "by the clock").LastCheckpointedEventPosition >= "90" })
	if n := len(stateEvents(t, w, "$persistentsubscription-orders::by the clock-checkpoint")); n > 19 {
		t.Errorf("%d checkpoints of 95 events, 5 are the least between them", n)
	}
}

func TestGroupReplaysWhatIsParked(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 4)
	w.group(t, "orders", "desk", esdb.Start{}, everyCheckpoint)
	r := w.consume(t, "orders", "desk", 10)
	for range 4 {
		r.nack(persistent.ReadReq_Nack_Park, "later", r.next())
	}
	parked := func(n int64) func() bool {
		return func() bool { return w.info(t, "orders", "desk").ParkedMessageCount == n }
	}
	comesTrue(t, "four are parked", parked(4))
	// With a limit, those before it are delivered again.
	w.replay(t, "orders", "desk", 2)
	for i := range 2 {
		e := r.next()
		if e.Event.StreamRevision != uint64(i) || e.Link.StreamRevision != uint64(i) || string(e.Link.StreamIdentifier.StreamName) != "$persistentsubscription-orders::desk-parked" || e.GetRetryCount() != 0 {
			t.Errorf("replayed %d as %v", i, e)
		}
		r.ack(e)
	}
	comesTrue(t, "two are left", parked(2))
	comesTrue(t, "they have left the stream", func() bool {
		from, err := w.server.stateFrom(soon(t), "$persistentsubscription-orders::desk-parked")
		return err == nil && from == 2
	})
	events, err := w.client.ReadStream(soon(t), "$persistentsubscription-orders::desk-parked", esdb.ReadStreamOptions{}, 10)
	if got, _ := collect(t, events, err); len(got) != 2 {
		t.Errorf("the stream shows %d", len(got))
	}
	// Without a limit, all. What is parked again is not replayed by the same call.
	w.replay(t, "orders", "desk", 0)
	r.nack(persistent.ReadReq_Nack_Park, "later still", r.next())
	comesTrue(t, "one is parked again", parked(1))
	// When the server ends before it is done with, the other is still parked.
	if e := r.next(); e.Event.StreamRevision != 3 {
		t.Errorf("replayed %v", e)
	}
	w.restarted(t)
	comesTrue(t, "nothing is lost", func() bool { return w.info(t, "orders", "desk").ParkedMessageCount >= 2 })
	w.replay(t, "orders", "desk", 0)
	r = w.consume(t, "orders", "desk", 10)
	seen := map[uint64]bool{}
	for len(seen) < 2 {
		e := r.next()
		seen[e.Event.StreamRevision] = true
		r.ack(e)
	}
	if !seen[2] || !seen[3] {
		t.Errorf("replayed %v, want 2 and 3", seen)
	}
	comesTrue(t, "none is parked", parked(0))
}

func TestGroupReplayIsRefused(t *testing.T) {
	w := start(t)
	w.group(t, "orders", "desk", esdb.Start{})
	o := &persistent.ReplayParkedReq_Options{GroupName: "desk", StreamOption: &persistent.ReplayParkedReq_Options_StreamIdentifier{StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte("orders")}}}
	if _, err := w.groups().ReplayParked(soon(t), &persistent.ReplayParkedReq{Options: o}); status.Code(err) != codes.InvalidArgument {
		t.Errorf("without a limit or none: %v", err)
	}
	o.StopAtOption = &persistent.ReplayParkedReq_Options_StopAt{StopAt: -1}
	if _, err := w.groups().ReplayParked(soon(t), &persistent.ReplayParkedReq{Options: o}); status.Code(err) != codes.InvalidArgument {
		t.Errorf("with a negative limit: %v", err)
	}
}

// A group that nobody reads is one entry in memory: nothing follows the log for it.
func TestIdleGroupsCostNothing(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 5)
	w.group(t, "orders", "desk", esdb.Start{})
	r := w.consume(t, "orders", "desk", 2)
	r.ack(r.next())
	comesTrue(t, "one is done with", func() bool { return w.info(t, "orders", "desk").TotalItems == 3 })
	r.cancel()
	g, err := w.server.groups.find(context.Background(), "orders", "desk")
	if err != nil {
		t.Fatal(err)
	}
	comesTrue(t, "it rests", func() bool {
		g.mu.Lock()
		defer g.mu.Unlock()
		held := g.fresh != nil || g.size != 0
		for _, m := range g.retry {
			held = held || m.event != nil
		}
		return g.stop == nil && !held && g.open.Len() == 2
	})
	before, err := w.log.Head(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	w.seed(t, "orders", "order.placed", 20)
	if now, err := w.log.Head(soon(t)); err != nil || now != before+20 {
		t.Errorf("something was written meanwhile: %d, %v", now-before, err)
	}
	next := w.consume(t, "orders", "desk", 30)
	for i := range 24 {
		e := next.next()
		if retries := e.GetRetryCount(); e.Event.StreamRevision != uint64(i+1) || (retries > 0) != (i < 2) {
			t.Errorf("delivered %v", e)
		}
	}
}

// What a server of EventStoreDB left in its own form is understood.
func TestGroupStateOfOthersIsRead(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 9)
	config := `{"version":"2","updated":"2024-01-02T03:04:05.678Z","updatedBy":"ops","entries":[
		{"stream":"orders","group":"desk","resolveLinkTos":true,"messageTimeout":30000,"startFrom":0,"startPosition":"0","liveBufferSize":500,"historyBufferSize":500,
		 "maxRetryCount":10,"readBatchSize":20,"checkPointAfter":2000,"minCheckPointCount":10,"maxCheckPointCount":1000,"namedConsumerStrategy":"RoundRobin"},
		{"stream":"$all","group":"all","filter":{"isAllStream":true,"context":"eventType","type":"prefix","data":["order."]},"startPosition":"C:-1/P:-1","liveBufferSize":500,
		 "historyBufferSize":500,"readBatchSize":20,"minCheckPointCount":10,"maxCheckPointCount":1000,"namedConsumerStrategy":"Pinned"},
		{"stream":"orders","group":"odd","liveBufferSize":500,"historyBufferSize":500,"readBatchSize":20,"namedConsumerStrategy":"Whim"}]}`
	for stream, data := range map[string]string{groupConfigStream: config,
		"$persistentsubscription-orders::desk-checkpoint": `"3"`, "$persistentsubscription-$all::all-checkpoint": `"C:7/P:7"`} {
		if !json.Valid([]byte(data)) {
			t.Fatal(data)
		}
		if _, err := w.log.Append(soon(t), stream, eventstore.Any(), eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "$x", Data: []byte(data)}); err != nil {
			t.Fatal(err)
		}
	}
	w.consume(t, "orders", "desk", 10).ackNext(4, 5)
	w.consume(t, allLog, "all", 10).ackNext(7, 2)
	if i := w.info(t, allLog, "all"); i.LastCheckpointedEventPosition != "C:7/P:7" || !strings.HasPrefix(i.LastKnownEventPosition, "C:1") {
		t.Errorf("the group is %v", i)
	}
	if _, err := w.open(t, readOptions("orders", "odd", 1)).over(); status.Code(err) != codes.NotFound {
		t.Errorf("one that cannot be: %v", err)
	}
}
