package esdbserver

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
)

// gaps is a log whose positions are multiples of 10.
type gaps struct{ eventstore.Log }

func (g gaps) spread(events eventstore.Events) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		for ev, err := range events {
			ev.Position *= 10
			if !yield(ev, err) {
				return
			}
		}
	}
}

func (g gaps) ReadStream(ctx context.Context, stream string, from eventstore.Revision, dir eventstore.Direction, limit int) eventstore.Events {
	return g.spread(g.Log.ReadStream(ctx, stream, from, dir, limit))
}

func (g gaps) ReadAll(ctx context.Context, after eventstore.Position, dir eventstore.Direction, filter eventstore.Filter, limit int) eventstore.Events {
	return g.spread(g.Log.ReadAll(ctx, after/10, dir, filter, limit))
}

func (g gaps) Head(ctx context.Context) (eventstore.Position, error) {
	p, err := g.Log.Head(ctx)
	return p * 10, err
}

func (g gaps) Subscribe(ctx context.Context, after eventstore.Position, filter eventstore.Filter, handle func(eventstore.Delivery) error) error {
	return g.Log.Subscribe(ctx, after/10, filter, func(d eventstore.Delivery) error {
		d.Position *= 10
		if d.Event != nil {
			d.Event.Position *= 10
		}
		return handle(d)
	})
}

func (g gaps) Features() eventstore.Features {
	f := g.Log.Features()
	f.DensePositions = false
	return f
}

func startWithGaps(t *testing.T, opts ...func(*Options)) *world {
	t.Helper()
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{SkipQuickCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return startOn(t, gaps{log}, opts...)
}

func atPosition(o *streams.ReadReq_Options, commit, prepare uint64) *streams.ReadReq_Options {
	o.GetAll().AllOption = &streams.ReadReq_Options_AllOptions_Position{Position: &streams.ReadReq_Options_Position{CommitPosition: commit, PreparePosition: prepare}}
	return o
}

func TestReadAllFromAndHowMany(t *testing.T) {
	w := startWithGaps(t)
	w.seed(t, "s", "a.b", 5) // at 10, 20, 30, 40, 50
	for _, c := range []struct {
		name string
		o    *streams.ReadReq_Options
		want string
	}{
		{"from the start", ofAll(), "0 1 2 3 4"},
		{"from (0,0)", atPosition(ofAll(), 0, 0), "0 1 2 3 4"},
		{"from a position, which is included", atPosition(ofAll(), 30, 30), "2 3 4"},
		{"from between two events", atPosition(ofAll(), 31, 31), "3 4"},
		{"from beyond the end", atPosition(ofAll(), 51, 51), ""},
		{"from beyond all positions", atPosition(ofAll(), math.MaxUint64-1, 0), ""},
		{"forwards from the end", atEnd(ofAll()), ""},
		{"so many", counting(atPosition(ofAll(), 15, 15), 2), "1 2"},
		{"none", counting(ofAll(), 0), ""},
		{"a huge number", counting(ofAll(), math.MaxUint64), "0 1 2 3 4"},
		{"backwards from the end", backwards(atEnd(ofAll())), "4 3 2 1 0"},
		{"backwards from a position, which is not included", backwards(atPosition(ofAll(), 30, 30)), "1 0"},
		{"backwards from between two events", backwards(atPosition(ofAll(), 31, 31)), "2 1 0"},
		{"backwards from beyond the end", backwards(atPosition(ofAll(), 1000, 1000)), "4 3 2 1 0"},
		{"backwards from the largest position", backwards(atPosition(ofAll(), math.MaxUint64, math.MaxUint64)), "4 3 2 1 0"},
		{"backwards from the start", backwards(ofAll()), ""},
		{"backwards from (0,0)", backwards(atPosition(ofAll(), 0, 0)), ""},
		{"backwards so many", counting(backwards(atEnd(ofAll())), 2), "4 3"},
		{"for newer clients, which hear nothing else", newer(ofAll()), "0 1 2 3 4"},
	} {
		if got, err := w.ask(t, c.o); err != nil || brief(got) != c.want {
			t.Errorf("%s: %q, want %q (%v)", c.name, brief(got), c.want, err)
		}
	}
}

func TestReadAllByTheClient(t *testing.T) {
	w := start(t)
	w.put(t, "one", "a.a", "a.b")
	w.put(t, "two", "a.c")
	w.link(t, "links", "1@one")
	reading, err := w.client.ReadAll(t.Context(), esdb.ReadAllOptions{From: esdb.Position{Commit: 2, Prepare: 2}, ResolveLinkTos: true}, 10)
	got, err := collect(t, reading, err)
	if err != nil || len(got) != 3 || got[0].Event.EventType != "a.b" || got[1].Event.StreamID != "two" || got[2].Event.EventType != "a.b" || got[2].Link.StreamID != "links" {
		t.Errorf("forwards: %v, %v", got, err)
	}
	reading, err = w.client.ReadAll(t.Context(), esdb.ReadAllOptions{Direction: esdb.Backwards, From: esdb.End{}}, 2)
	got, err = collect(t, reading, err)
	if err != nil || len(got) != 2 || got[0].Event.EventType != typeLink || got[0].Link != nil || got[1].Event.EventType != "a.c" {
		t.Errorf("backwards: %v, %v", got, err)
	}
}

// A filter leaves out, and what it leaves out does not count.
func TestReadAllFiltered(t *testing.T) {
	w := start(t)
	for range 100 {
		w.put(t, "a", "news.drafted", "$system")
		w.put(t, "b", "law.drafted")
	}
	for _, c := range []struct {
		name string
		o    *streams.ReadReq_Options
		want int
	}{
		{"by prefix", typed(ofAll(), "news."), 100},
		{"by expression", typed(ofAll(), "^(?!\\$)"), 200},
		{"so many", counting(typed(ofAll(), "law"), 50), 50},
		{"so many backwards", counting(backwards(atEnd(typed(ofAll(), "^law"))), 50), 50},
		{"nothing", typed(ofAll(), "other"), 0},
		{"backwards from a position", backwards(atPosition(typed(ofAll(), "law"), 31, 31)), 10},
	} {
		got, err := w.ask(t, c.o)
		if err != nil || len(got) != c.want {
			t.Errorf("%s: %d events, want %d (%v)", c.name, len(got), c.want, err)
		}
	}
	byStream := typed(ofAll(), "b")
	f := byStream.GetFilter()
	f.Filter = &streams.ReadReq_Options_FilterOptions_StreamIdentifier{StreamIdentifier: f.GetEventType()}
	if got, err := w.ask(t, byStream); err != nil || len(got) != 100 {
		t.Errorf("by stream: %d events, %v", len(got), err)
	}
}

func TestReadRefusesWhatItCannotUnderstand(t *testing.T) {
	w := start(t)
	w.put(t, "s", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")
	change := func(o *streams.ReadReq_Options, how func(*streams.ReadReq_Options)) *streams.ReadReq_Options {
		how(o)
		return o
	}
	filter := func(how func(*streams.ReadReq_Options_FilterOptions)) *streams.ReadReq_Options {
		o := typed(ofAll(), "a")
		how(o.GetFilter())
		return o
	}
	subscribing := func(o *streams.ReadReq_Options) *streams.ReadReq_Options {
		o.CountOption = &streams.ReadReq_Options_Subscription{Subscription: &streams.ReadReq_Options_SubscriptionOptions{}}
		return o
	}
	for name, o := range map[string]*streams.ReadReq_Options{
		"no options":              nil,
		"empty options":           {},
		"no stream option":        change(ofStream("s"), func(o *streams.ReadReq_Options) { o.StreamOption = nil }),
		"no count":                change(ofStream("s"), func(o *streams.ReadReq_Options) { o.CountOption = nil }),
		"no identifier":           change(ofStream("s"), func(o *streams.ReadReq_Options) { o.GetStream().StreamIdentifier = nil }),
		"an empty name":           ofStream(""),
		"a name of broken text":   ofStream("\xff\xfe"),
		"no revision":             change(ofStream("s"), func(o *streams.ReadReq_Options) { o.GetStream().RevisionOption = nil }),
		"no position":             change(ofAll(), func(o *streams.ReadReq_Options) { o.GetAll().AllOption = nil }),
		"prepare behind commit":   atPosition(ofAll(), 1, 2),
		"no such direction":       change(ofAll(), func(o *streams.ReadReq_Options) { o.ReadDirection = 7 }),
		"subscribing backwards":   backwards(subscribing(ofAll())),
		"a stream with a filter":  typed(ofStream("s"), "a"),
		"a filter on $all's name": typed(ofStream("$all"), "a"),
		"a filter on nothing":     filter(func(f *streams.ReadReq_Options_FilterOptions) { f.Filter = nil }),
		"an empty filter":         filter(func(f *streams.ReadReq_Options_FilterOptions) { f.GetEventType().Prefix = nil }),
		"a filter of both":        filter(func(f *streams.ReadReq_Options_FilterOptions) { f.GetEventType().Regex = "a" }),
		"no window":               filter(func(f *streams.ReadReq_Options_FilterOptions) { f.Window = nil }),
		"a window of none": filter(func(f *streams.ReadReq_Options_FilterOptions) {
			f.Window = &streams.ReadReq_Options_FilterOptions_Max{}
		}),
		"an open bracket":   typed(ofAll(), "^("),
		"a slow expression": typed(ofAll(), "^(a+)+$"),
		"no multiplier":     subscribing(filter(func(f *streams.ReadReq_Options_FilterOptions) { f.CheckpointIntervalMultiplier = 0 })),
	} {
		if _, err := w.ask(t, o); status.Code(err) != codes.InvalidArgument || status.Convert(err).Message() == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := w.ask(t, ofStream("s")); err != nil || brief(got) != "0" {
		t.Errorf("afterwards: %v, %v", got, err)
	}
}

// A slow expression hinders nobody else.
func TestASlowExpressionEndsItsOwnReadingOnly(t *testing.T) {
	w := start(t)
	w.put(t, "s", strings.Repeat("a", 60)+"!")
	sub, err := w.client.SubscribeToAll(t.Context(), esdb.SubscribeToAllOptions{From: esdb.Start{},
		Filter: &esdb.SubscriptionFilter{Type: esdb.EventFilterType, Regex: "^(a+)+$"}})
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Close()
	good, err := w.client.SubscribeToAll(t.Context(), esdb.SubscribeToAllOptions{From: esdb.Start{}})
	if err != nil {
		t.Fatal(err)
	}
	defer good.Close()
	dropped := sub.Recv()
	if dropped.SubscriptionDropped == nil || status.Code(dropped.SubscriptionDropped.Error) != codes.InvalidArgument {
		t.Errorf("got %+v", dropped)
	}
	if ev := good.Recv(); ev.EventAppeared == nil {
		t.Errorf("the other got %+v", ev)
	}
	w.put(t, "s", "b")
	for seen := ""; seen != "b"; {
		ev := good.Recv()
		if ev.SubscriptionDropped != nil {
			t.Fatal(ev.SubscriptionDropped.Error)
		}
		if ev.EventAppeared != nil {
			seen = ev.EventAppeared.OriginalEvent().EventType
		}
	}
}
