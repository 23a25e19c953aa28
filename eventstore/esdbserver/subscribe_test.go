package esdbserver

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"minhbach/eventstore"
)

// heard writes down the next n things that a subscription tells: revisions, "live",
// "@" and a checkpoint, "dropped".
func heard(sub *esdb.Subscription, n int) string {
	var all []string
	for range n {
		switch ev := sub.Recv(); {
		case ev.EventAppeared != nil && ev.EventAppeared.Event == nil:
			all = append(all, fmt.Sprintf("→?%d", ev.EventAppeared.Link.EventNumber))
		case ev.EventAppeared != nil && ev.EventAppeared.Link != nil:
			all = append(all, fmt.Sprintf("→%s/%d", ev.EventAppeared.Event.StreamID, ev.EventAppeared.Event.EventNumber))
		case ev.EventAppeared != nil:
			all = append(all, fmt.Sprint(ev.EventAppeared.Event.EventNumber))
		case ev.CaughtUp != nil:
			all = append(all, "live")
		case ev.CheckPointReached != nil:
			all = append(all, fmt.Sprintf("@%d", ev.CheckPointReached.Commit))
		case ev.SubscriptionDropped != nil:
			return strings.Join(append(all, "dropped"), " ")
		}
	}
	return strings.Join(all, " ")
}

func toStream(t *testing.T, w *world, stream string, o esdb.SubscribeToStreamOptions) *esdb.Subscription {
	t.Helper()
	sub, err := w.client.SubscribeToStream(t.Context(), stream, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sub.Close() })
	return sub
}

func toAll(t *testing.T, w *world, o esdb.SubscribeToAllOptions) *esdb.Subscription {
	t.Helper()
	sub, err := w.client.SubscribeToAll(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sub.Close() })
	return sub
}

func expect(t *testing.T, sub *esdb.Subscription, want string) {
	t.Helper()
	if got := heard(sub, len(strings.Fields(want))); got != want {
		t.Fatalf("heard %q, want %q", got, want)
	}
}

func TestSubscribeToStream(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "a.b", 3)
	for _, c := range []struct {
		name string
		from esdb.StreamPosition
		want string
	}{
		{"from the start", esdb.Start{}, "0 1 2 live"},
		{"from a revision, which is not included", esdb.Revision(0), "1 2 live"},
		{"from the last one", esdb.Revision(2), "live"},
		{"from the end", esdb.End{}, "live"},
	} {
		t.Run(c.name, func(t *testing.T) {
			stream := strings.ReplaceAll(c.name, " ", "-")
			w.seed(t, stream, "a.b", 3)
			sub := toStream(t, w, stream, esdb.SubscribeToStreamOptions{From: c.from})
			expect(t, sub, c.want)
			w.seed(t, stream, "a.b", 2)
			w.seed(t, "another", "a.b", 2)
			w.seed(t, stream, "a.b", 1)
			expect(t, sub, "3 4 5")
		})
	}
}

// Events up to the revision named are left out, also those that come later.
func TestSubscribeToStreamFromTheFuture(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "a.b", 1)
	sub := toStream(t, w, "s", esdb.SubscribeToStreamOptions{From: esdb.Revision(2)})
	expect(t, sub, "live")
	w.seed(t, "s", "a.b", 4)
	expect(t, sub, "3 4")
}

func TestSubscribeToAMissingStreamWaits(t *testing.T) {
	w := start(t)
	sub := toStream(t, w, "s", esdb.SubscribeToStreamOptions{From: esdb.Start{}})
	expect(t, sub, "live")
	w.seed(t, "another", "a.b", 1)
	w.seed(t, "s", "a.b", 2)
	expect(t, sub, "0 1")
}

func TestSubscribeResolvesLinks(t *testing.T) {
	w := start(t)
	w.put(t, "s", "a.b", "a.c")
	w.link(t, "links", "1@s")
	w.link(t, "links", "5@s")
	sub := toStream(t, w, "links", esdb.SubscribeToStreamOptions{From: esdb.Start{}, ResolveLinkTos: true})
	expect(t, sub, "→s/1 →?1 live")
	plain := toStream(t, w, "links", esdb.SubscribeToStreamOptions{From: esdb.End{}})
	all := toAll(t, w, esdb.SubscribeToAllOptions{From: esdb.End{}, ResolveLinkTos: true})
	expect(t, plain, "live")
	expect(t, all, "live")
	w.link(t, "links", "0@s")
	expect(t, sub, "→s/0")
	expect(t, plain, "2")
	expect(t, all, "→s/0")
}

func TestSubscribeToAll(t *testing.T) {
	w := startWithGaps(t)
	w.seed(t, "s", "a.b", 3) // at 10, 20, 30
	var subs []*esdb.Subscription
	for _, c := range []struct {
		from esdb.AllPosition
		want string
	}{
		{esdb.Start{}, "0 1 2 live"},
		{esdb.Position{}, "0 1 2 live"},
		{esdb.Position{Commit: 10, Prepare: 10}, "1 2 live"},
		{esdb.Position{Commit: 11, Prepare: 11}, "1 2 live"},
		{esdb.Position{Commit: 30, Prepare: 30}, "live"},
		{esdb.End{}, "live"},
	} {
		sub := toAll(t, w, esdb.SubscribeToAllOptions{From: c.from})
		expect(t, sub, c.want)
		subs = append(subs, sub)
	}
	w.seed(t, "s", "a.b", 2)
	for _, sub := range subs {
		expect(t, sub, "3 4")
	}
}

// The confirmation comes before anything else, and names the subscription.
func TestSubscriptionIsConfirmedFirst(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "a.b", 1)
	for _, o := range []*streams.ReadReq_Options{ofStream("s"), ofAll(), typed(ofAll(), "a"), ofStream("none")} {
		o.CountOption = &streams.ReadReq_Options_Subscription{}
		reading, err := streams.NewStreamsClient(w.conn).Read(t.Context(), &streams.ReadReq{Options: o})
		if err != nil {
			t.Fatal(err)
		}
		first, err := reading.Recv()
		if err != nil {
			t.Fatal(err)
		}
		if id := first.GetConfirmation().GetSubscriptionId(); len(id) != 36 {
			t.Errorf("the first message is %v", first)
		}
	}
}

func only(prefix string, window, interval int) esdb.SubscribeToAllOptions {
	return esdb.SubscribeToAllOptions{From: esdb.Start{}, MaxSearchWindow: window, CheckpointInterval: interval,
		Filter: &esdb.SubscriptionFilter{Type: esdb.EventFilterType, Prefixes: []string{prefix}}}
}

func TestFilteredSubscriptionCheckpoints(t *testing.T) {
	w := start(t, func(o *Options) { o.CheckpointIdle = time.Hour })
	for range 5 {
		w.put(t, "s", "a.yes", "a.no", "a.no")
	}
	// Every 2 × 2 considered events, and when it is live.
	sub := toAll(t, w, only("a.yes", 2, 2))
	expect(t, sub, "0 3 @4 6 @8 9 @12 12 @15 live")
	// The counting goes on: 3 were considered since the last one of the interval.
	w.put(t, "s", "a.no", "a.yes", "a.no", "a.no", "a.no")
	expect(t, sub, "@16 16 @20")
	// Whoever comes back to the end hears nothing twice.
	again := only("a.yes", 2, 2)
	again.From = esdb.Position{Commit: 20, Prepare: 20}
	back := toAll(t, w, again)
	expect(t, back, "live")
	w.put(t, "s", "a.yes")
	expect(t, back, "20")
}

func TestFilteredSubscriptionByExpressionOnStreams(t *testing.T) {
	w := start(t)
	w.put(t, "tin-1", "a.b")
	w.put(t, "luật-1", "a.b", "a.c")
	w.put(t, "tin-2", "a.b")
	sub := toAll(t, w, esdb.SubscribeToAllOptions{From: esdb.Start{}, Filter: &esdb.SubscriptionFilter{Type: esdb.StreamFilterType, Regex: `^(?!tin)`}})
	expect(t, sub, "0 1 @4 live")
	w.put(t, "luật-1", "a.d")
	expect(t, sub, "2")
}

// An idle subscription hears how far it is although nothing passes its filter.
func TestAnIdleSubscriptionHearsHowFarItIs(t *testing.T) {
	w := start(t, func(o *Options) { o.CheckpointIdle = time.Millisecond })
	sub := toAll(t, w, only("a.yes", 32, 1000))
	expect(t, sub, "live")
	w.put(t, "s", "a.no")
	expect(t, sub, "@1")
	w.put(t, "s", "a.yes")
	expect(t, sub, "1")
	w.put(t, "s", "a.no", "a.no")
	expect(t, sub, "@4")
}

// A checkpoint is never ahead of what was delivered, and whoever begins anew at any of
// them misses nothing.
func TestCheckpointsAreSafeToBeginAt(t *testing.T) {
	w := start(t, func(o *Options) { o.CheckpointIdle = time.Microsecond; o.FeedBytes = 8 * entryWeight })
	sub := toAll(t, w, only("a.yes", 3, 1))
	go func() {
		for i := range 300 {
			typ := "a.no"
			if i%7 == 0 || i == 299 {
				typ = "a.yes"
			}
			w.log.Append(context.Background(), "s", eventstore.Any(), eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: typ})
		}
	}()
	due := uint64(0) // the next revision that passes
	for due <= 299 {
		ev := sub.Recv()
		switch {
		case ev.SubscriptionDropped != nil:
			t.Fatal(ev.SubscriptionDropped.Error)
		case ev.CheckPointReached != nil:
			if at := ev.CheckPointReached.Commit; at > due { // revision due is at position due + 1
				t.Fatalf("checkpoint %d before revision %d is delivered", at, due)
			}
		case ev.EventAppeared != nil:
			if n := ev.EventAppeared.Event.EventNumber; n != due {
				t.Fatalf("revision %d instead of %d", n, due)
			}
			if due += 7; due > 294 && due < 299 {
				due = 299
			}
		}
	}
}

// A subscriber who takes nothing in delays nobody, and misses nothing.
func TestASlowSubscriberDelaysNobody(t *testing.T) {
	w := start(t, func(o *Options) { o.FeedBytes = 64 << 10 })
	slow := toStream(t, w, "s", esdb.SubscribeToStreamOptions{From: esdb.Start{}})
	quick := toAll(t, w, esdb.SubscribeToAllOptions{From: esdb.Start{}})
	const n = 400
	go func() {
		for range n {
			w.log.Append(context.Background(), "s", eventstore.Any(), eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "a.b", Data: make([]byte, 10_000)})
		}
	}()
	for _, sub := range []*esdb.Subscription{quick, slow} {
		for due := uint64(0); due < n; {
			ev := sub.Recv()
			if ev.SubscriptionDropped != nil {
				t.Fatal(ev.SubscriptionDropped.Error)
			}
			if ev.EventAppeared != nil {
				if got := ev.EventAppeared.Event.EventNumber; got != due {
					t.Fatalf("revision %d instead of %d", got, due)
				}
				due++
			}
		}
	}
}

// Of a subscriber who vanished nothing stays.
func TestAVanishedSubscriberLeavesNothing(t *testing.T) {
	w := start(t)
	conn, err := grpc.NewClient(w.address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []*streams.ReadReq_Options{ofStream("none"), ofAll()} {
		o.CountOption = &streams.ReadReq_Options_Subscription{}
		reading, err := streams.NewStreamsClient(conn).Read(t.Context(), &streams.ReadReq{Options: o})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := reading.Recv(); err != nil {
			t.Fatal(err)
		}
	}
	conn.Close()
	for begun := time.Now(); ; runtime.Gosched() {
		w.server.feed.mu.Lock()
		over := w.server.feed.now == nil
		w.server.feed.mu.Unlock()
		if over {
			return
		}
		if time.Since(begun) > 20*time.Second {
			t.Fatal("the feed still runs for it")
		}
	}
}

// The end of the server ends subscriptions at once, with a status to try again on.
func TestTheEndOfTheServerEndsSubscriptions(t *testing.T) {
	w := start(t)
	sub := toAll(t, w, esdb.SubscribeToAllOptions{From: esdb.Start{}})
	other := toStream(t, w, "s", esdb.SubscribeToStreamOptions{From: esdb.Start{}})
	expect(t, sub, "live")
	expect(t, other, "live")
	w.running.stop()
	for _, s := range []*esdb.Subscription{sub, other} {
		if ev := s.Recv(); ev.SubscriptionDropped == nil || status.Code(ev.SubscriptionDropped.Error) != codes.Unavailable {
			t.Errorf("got %+v", ev)
		}
	}
}

// Numbers at the edges are places like all others.
func TestSubscribeAtTheEdges(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "a.b", 1)
	for _, o := range []*streams.ReadReq_Options{
		atRevision(ofStream("s"), math.MaxInt64), atRevision(ofStream("s"), math.MaxUint64), atRevision(ofStream("s"), math.MaxUint64-1),
		atPosition(ofAll(), math.MaxInt64, 0), atPosition(ofAll(), math.MaxUint64, math.MaxUint64), atPosition(ofAll(), math.MaxUint64-1, 5),
	} {
		o.CountOption = &streams.ReadReq_Options_Subscription{}
		reading, err := streams.NewStreamsClient(w.conn).Read(t.Context(), &streams.ReadReq{Options: o})
		if err != nil {
			t.Fatal(err)
		}
		if first, err := reading.Recv(); err != nil || first.GetConfirmation() == nil {
			t.Errorf("%v: %v, %v", o.StreamOption, first, err)
		}
		if second, err := reading.Recv(); err != nil || second.GetCaughtUp() == nil {
			t.Errorf("%v: %v, %v", o.StreamOption, second, err)
		}
	}
}
