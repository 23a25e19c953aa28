package esdbserver

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"

	"minhbach/eventstore"
)

func TestGroupRetriesWhatTakesTooLong(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 2)
	w.group(t, "orders", "desk", esdb.Start{}, func(s *esdb.PersistentSubscriptionSettings) { s.MessageTimeout, s.MaxRetryCount = 30, 2 })
	r := w.consume(t, "orders", "desk", 5)
	first := r.next()
	r.ack(r.next())
	for want := range int32(2) {
		if e := r.next(); e.Event.StreamRevision != 0 || e.GetRetryCount() != want+1 {
			t.Errorf("retried as %v", e)
		}
	}
	// Retried often enough, it is parked.
	comesTrue(t, "it is parked", func() bool { return w.info(t, "orders", "desk").ParkedMessageCount == 1 })
	r.ack(first) // too late, and nobody minds
	w.seed(t, "orders", "order.placed", 1)
	r.ackNext(2, 1)
}

func TestGroupTimeoutOfZeroNeverEnds(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 1)
	w.group(t, "orders", "desk", esdb.Start{}, func(s *esdb.PersistentSubscriptionSettings) { s.MessageTimeout = 0 })
	w.consume(t, "orders", "desk", 5).next()
	g, err := w.server.groups.find(t.Context(), "orders", "desk")
	if err != nil {
		t.Fatal(err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.timer != nil && g.timer.Stop() {
		t.Error("a clock runs")
	}
}

func TestCompetingConsumersGetDisjointEvents(t *testing.T) {
	w := start(t)
	const n = 300
	for _, strategy := range []esdb.ConsumerStrategy{esdb.ConsumerStrategyRoundRobin, esdb.ConsumerStrategyDispatchToSingle, esdb.ConsumerStrategyPinned} {
		stream := "orders " + string(strategy)
		w.seed(t, stream, "order.placed", n)
		w.group(t, stream, "desk", esdb.Start{}, func(s *esdb.PersistentSubscriptionSettings) { s.ConsumerStrategyName = strategy })
		got := make(chan uint64)
		for range 3 {
			r := w.consume(t, stream, "desk", 4)
			go func() {
				for {
					m, err := r.stream.Recv()
					if err != nil {
						return
					}
					got <- m.GetEvent().Event.StreamRevision
					if r.stream.Send(ackOf(m.GetEvent())) != nil {
						return
					}
				}
			}()
		}
		seen := map[uint64]bool{}
		for range n {
			rev := <-got
			if seen[rev] {
				t.Errorf("%s: revision %d came twice", strategy, rev)
			}
			seen[rev] = true
		}
	}
}

func TestStrategiesShareOut(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 6)
	readers := map[esdb.ConsumerStrategy][]*reader{}
	for _, name := range []esdb.ConsumerStrategy{esdb.ConsumerStrategyRoundRobin, esdb.ConsumerStrategyDispatchToSingle} {
		w.group(t, "orders", string(name), esdb.End{}, func(s *esdb.PersistentSubscriptionSettings) { s.ConsumerStrategyName = name })
		for range 2 {
			readers[name] = append(readers[name], w.consume(t, "orders", string(name), 3))
		}
	}
	w.seed(t, "orders", "order.placed", 6)
	for name, want := range map[esdb.ConsumerStrategy]string{
		esdb.ConsumerStrategyRoundRobin:       "[[0 2 4] [1 3 5]]",
		esdb.ConsumerStrategyDispatchToSingle: "[[0 1 2] [3 4 5]]",
	} {
		var got [][]uint64
		for _, r := range readers[name] {
			var revisions []uint64
			for range 3 {
				revisions = append(revisions, r.next().Event.StreamRevision-6)
			}
			got = append(got, revisions)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s shares out %v, want %s", name, got, want)
		}
	}
}

// What belongs together goes to one consumer as long as it stays; when it leaves, to
// another, in order.
func TestPinnedStaysTogether(t *testing.T) {
	for strategy, metadata := range map[string]string{pinned: "", pinnedByCorrelation: `{"$correlationId":"%d"}`} {
		t.Run(strategy, func(t *testing.T) {
			w := start(t)
			req := createReq("", "desk")
			req.Options.StreamOption = &persistent.CreateReq_Options_All{All: &persistent.CreateReq_AllOptions{AllOption: &persistent.CreateReq_AllOptions_Start{},
				FilterOption: &persistent.CreateReq_AllOptions_Filter{Filter: &persistent.CreateReq_AllOptions_FilterOptions{
					Filter: &persistent.CreateReq_AllOptions_FilterOptions_EventType{EventType: &persistent.CreateReq_AllOptions_FilterOptions_Expression{Prefix: []string{"order."}}}}}}}
			req.Options.Settings.ConsumerStrategy = strategy
			if _, err := w.groups().Create(soon(t), req); err != nil {
				t.Fatal(err)
			}
			readers := []*reader{w.consume(t, allLog, "desk", 10), w.consume(t, allLog, "desk", 10)}
			for i := range 8 {
				d := eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "order.placed", Data: []byte("{}")}
				stream := fmt.Sprintf("orders-%d", i%4)
				if metadata != "" {
					stream, d.Metadata = fmt.Sprintf("orders-%d", i), fmt.Appendf(nil, metadata, i%4)
				}
				if _, err := w.log.Append(soon(t), stream, eventstore.Any(), d); err != nil {
					t.Fatal(err)
				}
			}
			// There are four kinds, of which each consumer has two.
			kinds := make([][]string, 2)
			for i, r := range readers {
				for range 4 {
					e := r.next()
					kind := string(e.Event.StreamIdentifier.StreamName)
					if metadata != "" {
						kind = string(e.Event.CustomMetadata)
					}
					kinds[i] = append(kinds[i], kind)
				}
				if !slices.Equal(kinds[i][:2], kinds[i][2:]) {
					t.Errorf("consumer %d has %v", i, kinds[i])
				}
			}
			readers[0].cancel()
			for i := range 4 {
				e := readers[1].next()
				kind := string(e.Event.StreamIdentifier.StreamName)
				if metadata != "" {
					kind = string(e.Event.CustomMetadata)
				}
				if kind != kinds[0][i] || e.GetRetryCount() != 1 {
					t.Errorf("taken over: %v, want %s", e, kinds[0][i])
				}
			}
		})
	}
}

func TestVanishedConsumerGivesItsEventsBack(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 6)
	w.group(t, "orders", "desk", esdb.Start{})
	a := w.consume(t, "orders", "desk", 4)
	for range 4 {
		a.next()
	}
	b := w.consume(t, "orders", "desk", 10)
	b.ackNext(4, 2)
	a.cancel()
	for i := range 4 {
		if e := b.next(); e.Event.StreamRevision != uint64(i) || e.GetRetryCount() != 1 {
			t.Errorf("given back: %v", e)
		}
	}
}

// A consumer that reads nothing from its connection hinders nobody, and what it was
// given goes to others in time.
func TestStuckConsumerHindersNobody(t *testing.T) {
	w := start(t)
	big := make([]byte, 200<<10)
	for range 20 {
		if _, err := w.log.Append(soon(t), "orders", eventstore.Any(), eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "order.placed", Data: big}); err != nil {
			t.Fatal(err)
		}
	}
	w.group(t, "orders", "desk", esdb.Start{}, func(s *esdb.PersistentSubscriptionSettings) { s.MessageTimeout = 200 })
	w.consume(t, "orders", "desk", 10) // and never reads on
	b := w.consume(t, "orders", "desk", 3)
	seen := map[uint64]bool{}
	for len(seen) < 20 {
		e := b.next()
		seen[e.Event.StreamRevision] = true
		b.ack(e)
	}
}

// However large they are, a consumer gets as many events as it asked for, though not all
// of them wait for its connection at once.
func TestLargeEventsReachTheirConsumer(t *testing.T) {
	w := start(t)
	const n = 14
	for range n {
		d := eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "order.placed", Data: make([]byte, 900<<10)}
		if _, err := w.log.Append(soon(t), "orders", eventstore.Any(), d); err != nil {
			t.Fatal(err)
		}
	}
	w.group(t, "orders", "desk", esdb.Start{})
	r := w.consume(t, "orders", "desk", 2*n)
	comesTrue(t, "some wait for the connection, and the others in the group", func() bool {
		i := w.info(t, "orders", "desk")
		waiting := int(i.LiveBufferCount) + int(i.ReadBufferCount)
		return waiting > 0 && waiting+int(i.TotalInFlightMessages) == n
	})
	for i := range n {
		if e := r.next(); e.Event.StreamRevision != uint64(i) || len(e.Event.Data) != 900<<10 {
			t.Fatalf("revision %d came for %d", e.Event.StreamRevision, i)
		}
	}
}

func TestGroupOfTheWholeLog(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 3)
	w.seed(t, "bills", "bill.sent", 2)
	for name, filter := range map[string]*esdb.SubscriptionFilter{
		"all": nil, "streams": {Type: esdb.StreamFilterType, Prefixes: []string{"bil"}}, "types": {Type: esdb.EventFilterType, Regex: "^(?!\\$|bill)"},
	} {
		settings := esdb.SubscriptionSettingsDefault()
		everyCheckpoint(&settings)
		err := w.client.CreatePersistentSubscriptionToAll(soon(t), name, esdb.PersistentAllSubscriptionOptions{StartFrom: esdb.Position{Commit: 2, Prepare: 2}, Filter: filter, Settings: &settings})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{"streams": "[4 5]", "types": "[2 3]", "all": "[2 3 4 5]"} {
		r := w.consume(t, allLog, name, 1)
		var got []uint64
		for range len(want) / 2 {
			e := r.next()
			got = append(got, e.GetCommitPosition())
			r.ack(e)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s got %v, want %s", name, got, want)
		}
		comesTrue(t, name+" is checkpointed", func() bool {
			at, err := parsePlace(allLog, w.info(t, allLog, name).LastCheckpointedEventPosition)
			return err == nil && uint64(at) >= got[len(got)-1]
		})
	}
	// The state of such groups is not for them, or none would ever rest.
	r := w.consume(t, allLog, "all", 10)
	w.seed(t, "orders", "order.shipped", 1)
	for {
		e := r.next()
		if name := string(e.Event.StreamIdentifier.StreamName); name == "orders" {
			break
		} else if name == "$persistentsubscription-$all::all-checkpoint" {
			t.Fatalf("delivered %v", e)
		}
		r.ack(e)
	}
	i, err := w.client.GetPersistentSubscriptionInfoToAll(soon(t), "all", esdb.GetPersistentSubscriptionOptions{})
	if err != nil || i.Stats.LastCheckpointedPosition == nil || i.Stats.LastKnownPosition == nil || i.Settings.StartFrom.(*esdb.Position).Commit != 2 {
		t.Errorf("the official client reads %v, %v", i, err)
	}
}

func TestGroupResolvesLinks(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 2)
	for _, target := range []string{"1@orders", "7@orders", "0@orders"} {
		w.link(t, "index", target)
	}
	w.group(t, "index", "resolved", esdb.Start{}, func(s *esdb.PersistentSubscriptionSettings) { s.ResolveLinkTos = true })
	w.group(t, "index", "plain", esdb.Start{})
	r := w.consume(t, "index", "resolved", 10)
	first, second, third := r.next(), r.next(), r.next()
	if string(first.Event.StreamIdentifier.StreamName) != "orders" || first.Event.StreamRevision != 1 || first.Link.StreamRevision != 0 {
		t.Errorf("first is %v", first)
	}
	if second.Event != nil || second.Link.StreamRevision != 1 || string(second.Link.Data) != "7@orders" {
		t.Errorf("what cannot be resolved is %v", second)
	}
	r.nack(persistent.ReadReq_Nack_Retry, "", first)
	if again := r.next(); again.Event.StreamRevision != 1 || again.Link.StreamRevision != 0 || again.GetRetryCount() != 1 {
		t.Errorf("again it is %v", again)
	}
	// Parked, it stands for what it led to.
	r.nack(persistent.ReadReq_Nack_Park, "", third)
	comesTrue(t, "it is parked", func() bool { return w.info(t, "index", "resolved").ParkedMessageCount == 1 })
	w.replay(t, "index", "resolved", 0)
	if e := r.next(); string(e.Event.StreamIdentifier.StreamName) != "orders" || e.Event.StreamRevision != 0 {
		t.Errorf("replayed as %v", e)
	}
	if e := w.consume(t, "index", "plain", 10).next(); string(e.Event.Data) != "1@orders" || e.Link != nil {
		t.Errorf("unresolved it is %v", e)
	}
}

func TestGroupLeavesOutWhatItsStreamHides(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 5)
	w.setMeta(t, "orders", `{"$tb":2}`)
	w.group(t, "orders", "desk", esdb.Start{})
	r := w.consume(t, "orders", "desk", 10)
	r.ackNext(2, 3)
	w.delete(t, "orders")
	w.seed(t, "others", "order.placed", 1)
	if _, err := w.server.record(soon(t), "orders", eventstore.Any(), eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "order.placed"}); err != nil {
		t.Fatal(err)
	}
	r.ackNext(5, 1)
}

func TestGroupIDsInLetters(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 2)
	w.group(t, "orders", "desk", esdb.Start{})
	o := readOptions("orders", "desk", 1)
	o.UuidOption = &persistent.ReadReq_Options_UUIDOption{Content: &persistent.ReadReq_Options_UUIDOption_String_{String_: &shared.Empty{}}}
	r := w.open(t, o)
	if m, err := r.stream.Recv(); err != nil || m.GetSubscriptionConfirmation() == nil {
		t.Fatalf("%v, %v", m, err)
	}
	e := r.next()
	if len(e.Event.Id.GetString_()) != 36 {
		t.Errorf("the id is %v", e.Event.Id)
	}
	r.ack(e)
	r.ack(r.next())
}

func TestGroupReadIsRefused(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 1)
	w.group(t, "orders", "desk", esdb.Start{})
	good := &persistent.ReadReq{Content: &persistent.ReadReq_Options_{Options: readOptions("orders", "desk", 1)}}
	for name, requests := range map[string][]*persistent.ReadReq{
		"an acknowledgement first": {{Content: &persistent.ReadReq_Ack_{Ack: &persistent.ReadReq_Ack{}}}},
		"nothing":                  {{}},
		"no buffer":                {{Content: &persistent.ReadReq_Options_{Options: readOptions("orders", "desk", 0)}}},
		"options twice":            {good, good},
		"no content later":         {good, {}},
		"a bad id":                 {good, {Content: &persistent.ReadReq_Ack_{Ack: &persistent.ReadReq_Ack{Ids: []*shared.UUID{{Value: &shared.UUID_String_{String_: "x"}}}}}}},
		"an unknown action":        {good, {Content: &persistent.ReadReq_Nack_{Nack: &persistent.ReadReq_Nack{Action: 9}}}},
	} {
		t.Run(name, func(t *testing.T) {
			stream, err := w.groups().Read(soon(t))
			if err != nil {
				t.Fatal(err)
			}
			for _, req := range requests {
				if err := stream.Send(req); err != nil {
					t.Fatal(err)
				}
			}
			r := &reader{t: t, stream: stream}
			if _, err := r.over(); status.Code(err) != codes.InvalidArgument {
				t.Errorf("refused with %v", err)
			}
		})
	}
	// Whoever says that it has no more to say is gone, and the event is given back.
	r := w.consume(t, "orders", "desk", 1)
	r.next()
	if err := r.stream.CloseSend(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.over(); err.Error() != "EOF" {
		t.Errorf("it ends with %v", err)
	}
	w.consume(t, "orders", "desk", 1).next()
}
