package sqlite

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"minhbach/eventstore"
)

// The expectations of EventStoreDB's sequences: em1 is no stream, eN revision N.
func em1() eventstore.Expected                    { return eventstore.None() }
func e(r eventstore.Revision) eventstore.Expected { return eventstore.Exactly(r) }
func anyState() eventstore.Expected               { return eventstore.Any() }
func numbered(n int, of string) eventstore.Draft {
	return eventstore.Draft{ID: eventstore.DeriveID(of, fmt.Sprint(n)), Type: "t", Data: fmt.Appendf(nil, "%d", n)}
}

// step is an append of numbered events and what becomes of it.
type step struct {
	events   []int
	expected eventstore.Expected
	then     string // "new", "repeated", "wrong", "reused"
	first    eventstore.Revision
	last     eventstore.Revision
}

func new1(n int, x eventstore.Expected, at eventstore.Revision) step {
	return step{[]int{n}, x, "new", at, at}
}
func again1(n int, x eventstore.Expected, at eventstore.Revision) step {
	return step{[]int{n}, x, "repeated", at, at}
}

func six() []step {
	steps := []step{new1(0, em1(), 0)}
	for i := 1; i < 6; i++ {
		steps = append(steps, new1(i, e(eventstore.Revision(i-1)), eventstore.Revision(i)))
	}
	return steps
}

func TestForeignAppendFollowsEventStoreDB(t *testing.T) {
	none := func(then string, x eventstore.Expected, events ...int) step { return step{events, x, then, 0, 0} }
	pair := step{[]int{0, 1}, em1(), "new", 0, 1}
	for name, steps := range map[string][]step{
		"0em1 1e0 2e1 3e2 4e3 5e4 0any": append(six(), again1(0, anyState(), 0)),
		"… 0exists":                     append(six(), again1(0, eventstore.Exists(), 0)),
		"… 5any":                        append(six(), again1(5, anyState(), 5)),
		"… 0em1":                        append(six(), again1(0, em1(), 0)),
		"… 3e2":                         append(six(), again1(3, e(2), 3)),
		"… 0e5":                         append(six(), new1(0, e(5), 6)),
		"… 0e5 0e6 0e6":                 append(six(), new1(0, e(5), 6), new1(0, e(6), 7), again1(0, e(6), 7)),
		"… 0e5 0any":                    append(six(), new1(0, e(5), 6), again1(0, anyState(), 6)),
		"… 0e6":                         append(six(), none("wrong", e(6), 0)),
		"… 0e4":                         append(six(), none("wrong", e(4), 0)),
		"… 7e2":                         append(six(), none("wrong", e(2), 7)),
		"… 4e3 then a new one":          append(six(), none("reused", e(3), 4, 5, 6)),
		"… all any, in another order":   append(six(), step{[]int{4, 1, 3}, anyState(), "repeated", 4, 3}),
		"… new then held, any":          append(six(), step{[]int{9, 1}, anyState(), "new", 6, 7}),
		"… held then new, any":          append(six(), none("reused", anyState(), 1, 9)),
		"… held then new, exists":       append(six(), none("reused", eventstore.Exists(), 1, 9)),
		"0em1 0e0":                      {new1(0, em1(), 0), new1(0, e(0), 1)},
		"0em1 0any":                     {new1(0, em1(), 0), again1(0, anyState(), 0)},
		"0em1 0em1":                     {new1(0, em1(), 0), again1(0, em1(), 0)},
		"0em1 1e0 2e1 1any 1any":        {new1(0, em1(), 0), new1(1, e(0), 1), new1(2, e(1), 2), again1(1, anyState(), 1), again1(1, anyState(), 1)},
		"[0 1]em1 [0]em1":               {pair, again1(0, em1(), 0)},
		"[0 1]em1 [0]any":               {pair, again1(0, anyState(), 0)},
		"[0 1]em1 [1]e0":                {pair, again1(1, e(0), 1)},
		"[0 1]em1 [1]any":               {pair, again1(1, anyState(), 1)},
		"[0 1]em1 [0 1]em1":             {pair, {[]int{0, 1}, em1(), "repeated", 0, 1}},
		"[0 1]em1 [0 1 2]em1":           {pair, none("reused", em1(), 0, 1, 2)},
		"[0 1]em1 [1]em1":               {pair, none("wrong", em1(), 1)},
		"[0 1]em1 [0 1]e1":              {pair, {[]int{0, 1}, e(1), "new", 2, 3}},
		"[0 0]em1 twice":                {{[]int{0, 0}, em1(), "new", 0, 1}, {[]int{0, 0}, em1(), "repeated", 0, 1}, {[]int{0, 0, 0}, e(1), "new", 2, 4}},
		"0exists":                       {none("wrong", eventstore.Exists(), 0)},
		"0e0":                           {none("wrong", e(0), 0)},
		"nothing":                       {{nil, anyState(), "new", 0, -1}, new1(0, em1(), 0), {nil, e(0), "new", 1, 0}, none("wrong", em1())},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			l := openIn(t, dir, Options{})
			mustAppend(t, l, "before", 3)
			var ids []eventstore.ID
			positions := map[eventstore.Revision]eventstore.Position{}
			for i, s := range steps {
				var ds []eventstore.Draft
				for _, n := range s.events {
					ds = append(ds, numbered(n, name))
				}
				head, _ := l.Head(ctx)
				a, err := l.AppendForeign(ctx, "s", s.expected, ds...)
				var wrong *eventstore.WrongRevision
				switch now, _ := l.Head(ctx); {
				case s.then == "wrong" && errors.As(err, &wrong) && wrong.Actual == eventstore.Revision(len(ids)-1) && now == head:
				case s.then == "reused" && errors.Is(err, eventstore.ErrIDReused) && now == head:
				case s.then == "repeated" && err == nil && a.Repeated && a.First == s.first && a.Last == s.last && now == head && a.Position == positions[s.last]:
				case s.then == "new" && err == nil && !a.Repeated && a.First == s.first && a.Last == s.last && now == head+eventstore.Position(len(ds)):
					for j, d := range ds {
						ids = append(ids, d.ID)
						positions[s.first+eventstore.Revision(j)] = head + 1 + eventstore.Position(j)
					}
				default:
					t.Fatalf("step %d, want %s %d to %d: %+v, %v", i, s.then, s.first, s.last, a, err)
				}
			}
			for range 2 {
				got, err := eventstore.Collect(l.ReadStream(ctx, "s", 0, eventstore.Forwards, 0))
				if err != nil && !errors.Is(err, eventstore.ErrNoStream) {
					t.Fatal(err)
				}
				if !slices.EqualFunc(got, ids, func(ev eventstore.Event, id eventstore.ID) bool { return ev.ID == id }) {
					t.Errorf("the stream has %d events, want %d", len(got), len(ids))
				}
				if err := l.Verify(ctx); err != nil {
					t.Error(err)
				}
				l.Close()
				l = openIn(t, dir, Options{})
			}
		})
	}
}

func TestForeignAppendTakesForeignNames(t *testing.T) {
	l := openIn(t, t.TempDir(), Options{})
	d := event()
	d.Type = "Namespace.Kind`1[[" + strings.Repeat("x", 1000) + "]]\t"
	stream := strings.Repeat("ạ", 2000) + "\n"
	if _, err := l.Append(ctx, "s", eventstore.Any(), d); !errors.Is(err, eventstore.ErrInvalid) {
		t.Error("the application's own append took it:", err)
	}
	if _, err := l.AppendForeign(ctx, stream, eventstore.Any(), d); err != nil {
		t.Fatal(err)
	}
	got, err := eventstore.Collect(l.ReadStream(ctx, stream, 0, eventstore.Forwards, 0))
	if err != nil || len(got) != 1 || got[0].Type != d.Type || got[0].Stream != stream {
		t.Error(got, err)
	}
	for name, change := range map[string]func(*eventstore.Draft){
		"no id":    func(d *eventstore.Draft) { d.ID = eventstore.ID{} },
		"no type":  func(d *eventstore.Draft) { d.Type = "" },
		"no UTF-8": func(d *eventstore.Draft) { d.Type = "\xff" },
		"too long": func(d *eventstore.Draft) { d.Type = strings.Repeat("t", 64<<10+1) },
	} {
		bad := event()
		change(&bad)
		if _, err := l.AppendForeign(ctx, "s", eventstore.Any(), bad); !errors.Is(err, eventstore.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestOwnAppendAmongRepeatedIDs: the application's rules hold where a foreign writer left
// an id in the stream twice.
func TestOwnAppendAmongRepeatedIDs(t *testing.T) {
	l := openIn(t, t.TempDir(), Options{})
	a, b := event(), event()
	for _, x := range []eventstore.Expected{em1(), e(1)} {
		if _, err := l.AppendForeign(ctx, "s", x, a, b); err != nil {
			t.Fatal(err)
		}
	}
	for expected, first := range map[eventstore.Expected]eventstore.Revision{anyState(): 0, em1(): 0, e(1): 2} {
		if got, err := l.Append(ctx, "s", expected, a, b); err != nil || !got.Repeated || got.First != first {
			t.Errorf("%s: %+v, %v", expected, got, err)
		}
	}
	if _, err := l.Append(ctx, "s", e(3), a); !errors.Is(err, eventstore.ErrIDReused) {
		t.Error(err)
	}
	if ev, found, err := l.EventByID(ctx, a.ID); err != nil || !found || ev.Position != 1 {
		t.Error(ev.Position, found, err)
	}
}

// TestForeignAppendsTogether: many writers at once, each sending everything twice.
func TestForeignAppendsTogether(t *testing.T) {
	l := openIn(t, t.TempDir(), Options{MaxBatchEvents: 7})
	var all sync.WaitGroup
	const writers, each = 12, 30
	for w := range writers {
		all.Go(func() {
			for n := range each {
				ds := []eventstore.Draft{numbered(n, fmt.Sprint("writer", w)), numbered(n, fmt.Sprint("writer", w, "b"))}
				for try := range 2 {
					a, err := l.AppendForeign(context.Background(), fmt.Sprint("s", (w+n)%3), eventstore.Any(), ds...)
					if err != nil || a.Repeated != (try == 1) {
						t.Errorf("try %d: %+v, %v", try, a, err)
					}
				}
			}
		})
	}
	all.Wait()
	mustCount(t, l, writers*each*2)
	if err := l.Verify(ctx); err != nil {
		t.Error(err)
	}
}

func BenchmarkLargeForeignAppend(b *testing.B) {
	l := openIn(b, b.TempDir(), Options{MaxAppend: 1 << 20})
	const n = 100_000
	ds := make([]eventstore.Draft, n)
	for i := 0; b.Loop(); i++ {
		for j := range ds {
			ds[j] = event()
			ds[j].Data, ds[j].Metadata = []byte("0123456789"), nil
		}
		if _, err := l.AppendForeign(ctx, fmt.Sprint("s", i), eventstore.None(), ds...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
