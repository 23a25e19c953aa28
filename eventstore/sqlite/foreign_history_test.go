package sqlite

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
)

// awkward is a history as another store may have it.
func awkward() []eventstore.Event {
	noon := time.Date(2019, 3, 4, 12, 0, 0, 123_456_700, time.UTC)
	id := func(n byte) eventstore.ID { return eventstore.ID{15: n} }
	long := strings.Repeat("ạ", 20_000)
	all := []eventstore.Event{
		{Position: 4711, Stream: "$users", Revision: 0, ID: id(1), Type: "$User", ContentType: "application/json", Recorded: noon, Data: []byte(`{}`)},
		{Position: 4712, Stream: "orders-1", Revision: 17, ID: id(2), Type: "OrderPlaced", ContentType: "application/octet-stream", Recorded: noon.Add(100), Data: []byte{0, 1, 255}},
		{Position: 5000, Stream: "orders-1", Revision: 18, ID: id(2), Type: "OrderPlaced", ContentType: "", Recorded: noon.Add(-time.Hour), Metadata: []byte(`{"$causedBy":"x"}`)},
		{Position: 5001, Stream: "$$orders-1", Revision: 3, ID: id(3), Type: "$metadata", ContentType: "application/json", Recorded: noon, Data: []byte(`{"$maxAge":1}`)},
		{Position: 5002, Stream: "orders-2", Revision: 0, ID: id(2), Type: "OrderPlaced", ContentType: "application/json", Recorded: noon.Add(700)},
		{Position: 1 << 40, Stream: "orders-1", Revision: 19, ID: id(2), Type: "Namespace.Kind`1[[a, b]]\n", ContentType: "application/json", Recorded: noon.Add(900)},
		{Position: 1<<40 + 9, Stream: "a\x00b\tc " + long, Revision: 1 << 40, Type: long, ContentType: "x", Recorded: time.Date(1969, 7, 20, 20, 17, 40, 999_999_900, time.UTC)},
		{Position: 1<<40 + 10, Stream: "a\x00b\tc " + long, Revision: 1<<40 + 1, Type: "zero.id", ContentType: "x", Recorded: noon},
		{Position: 1<<40 + 20, Stream: "large", Revision: 0, ID: id(9), Type: "large", ContentType: "application/json", Recorded: noon, Data: make([]byte, 16<<20)},
		{Position: 1<<40 + 30, Stream: "orders-2", Revision: math.MaxInt64, ID: id(10), Type: eventstore.TypeStreamDeleted, ContentType: "application/json", Recorded: noon},
		{Position: 1<<40 + 40, Stream: "gone", Revision: math.MaxInt64, ID: id(11), Type: eventstore.TypeStreamDeleted, ContentType: "application/json", Recorded: noon.Add(300)},
	}
	return all
}

// kept is the history as this engine keeps it: the ends of streams have revisions.
func kept() []eventstore.Event {
	all := awkward()
	all[9].Revision, all[10].Revision = 1, 0
	return all
}

func TestForeignHistoryIsKeptExactly(t *testing.T) {
	want := kept()
	for name, opts := range map[string]Options{"usual": {}, "small bounds": {CachedStreams: 2, MaxBatchBytes: 4096, scanWindow: 2, tailLength: 2}} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			head, err := Import(ctx, dir, opts, from(awkward()))
			if err != nil || head != want[10].Position {
				t.Fatal(head, err)
			}
			now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // a clock that is behind
			opts.Now = func() time.Time { return now }
			l := openIn(t, dir, opts)
			if l.Features().DensePositions {
				t.Error("a log with gaps says that it has none")
			}
			reads(t, l, want)
			var more []eventstore.Event
			for _, stream := range []string{"orders-1", "new", "a\x00b\tc " + strings.Repeat("ạ", 20_000), "orders-1"} {
				a, err := l.AppendForeign(ctx, stream, eventstore.Any(), event())
				if err != nil {
					t.Fatal(err)
				}
				more = append(more, eventstore.Event{Position: a.Position, Revision: a.First})
				if a.Recorded.Before(want[10].Recorded) {
					t.Errorf("an append is recorded at %s, before %s", a.Recorded, want[10].Recorded)
				}
			}
			for i, revision := range []eventstore.Revision{20, 0, 1<<40 + 2, 21} {
				if more[i].Revision != revision || more[i].Position != head+1+eventstore.Position(i) {
					t.Errorf("append %d got revision %d, position %d", i, more[i].Revision, more[i].Position)
				}
			}
			all := whole(t, l)
			if len(all) != len(want)+4 {
				t.Fatalf("%d events", len(all))
			}
			l.Close()
			l = openIn(t, dir, opts)
			reads(t, l, all)
			if err := l.Verify(ctx); err != nil {
				t.Error(err)
			}
			file := filepath.Join(t.TempDir(), "copy.db")
			if at, err := l.Backup(ctx, file, eventstore.EndOfLog); err != nil || at != head+4 {
				t.Fatal(at, err)
			}
			c, err := OpenCopy(ctx, file)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if got, err := eventstore.Collect(c.ReadAll(ctx, 0)); err != nil || !slices.EqualFunc(got, all, same) {
				t.Error("the copy holds other events", len(got), err)
			}
			looked, err := Inspect(ctx, dir)
			if err != nil {
				t.Fatal(err)
			}
			defer looked.Close()
			if got, err := eventstore.Collect(looked.Events(ctx)); err != nil || !slices.EqualFunc(got, all, same) {
				t.Error("an inspection sees other events", len(got), err)
			}
		})
	}
}

// reads compares every way of reading with what the log holds.
func reads(t *testing.T, l *Log, want []eventstore.Event) {
	t.Helper()
	check := func(what string, got, want []eventstore.Event, err error) {
		t.Helper()
		if err != nil || !slices.EqualFunc(got, want, same) {
			t.Errorf("%s: %d events, want %d: %v", what, len(got), len(want), err)
		}
	}
	down := slices.Clone(want)
	slices.Reverse(down)
	after := []eventstore.Position{0, 1, 4710, 4711, 4800, 5000, 1 << 39, 1<<40 - 1, 1 << 40, 1<<40 + 9, 1<<40 + 39, 1<<40 + 40, 1 << 50}
	for _, p := range after {
		up := 0
		for up < len(want) && want[up].Position <= p {
			up++
		}
		low := len(want) - up
		got, err := eventstore.Collect(l.ReadAll(ctx, p, eventstore.Forwards, eventstore.Filter{}, 0))
		check("forwards", got, want[up:], err)
		got, err = eventstore.Collect(l.ReadAll(ctx, p, eventstore.Backwards, eventstore.Filter{}, 0))
		check("backwards", got, down[low:], err)
		for _, f := range []eventstore.Filter{{Types: []string{"Order"}}, {Streams: []string{"orders-", "a\x00b"}}} {
			var pass []eventstore.Event
			for _, ev := range want[up:] {
				if len(f.Types) > 0 && strings.HasPrefix(ev.Type, "Order") || len(f.Streams) > 0 && hasPrefix(ev.Stream, f.Streams) {
					pass = append(pass, ev)
				}
			}
			got, err = eventstore.Collect(l.ReadAll(ctx, p, eventstore.Forwards, f, 0))
			check("filtered", got, pass, err)
			if up == 0 {
				got, err = eventstore.Collect(l.ReadAll(ctx, eventstore.EndOfLog, eventstore.Backwards, f, 0))
				slices.Reverse(got)
				check("filtered backwards", got, pass, err)
			}
		}
	}
	streams := map[string][]eventstore.Event{}
	for _, ev := range want {
		streams[ev.Stream] = append(streams[ev.Stream], ev)
	}
	for name, all := range streams {
		first := all[0].Revision
		for _, r := range []eventstore.Revision{0, first - 1, first, first + 1, first + 2, first + 100} {
			r = max(r, 0)
			at := int(min(max(r-first, 0), eventstore.Revision(len(all))))
			got, err := eventstore.Collect(l.ReadStream(ctx, name, r, eventstore.Forwards, 0))
			check("a stream forwards", got, all[at:], err)
			back := slices.Clone(all[:int(min(max(r-first+1, 0), eventstore.Revision(len(all))))])
			slices.Reverse(back)
			got, err = eventstore.Collect(l.ReadStream(ctx, name, r, eventstore.Backwards, 0))
			check("a stream backwards", got, back, err)
		}
		got, err := eventstore.Collect(l.ReadStream(ctx, name, eventstore.FromEnd, eventstore.Backwards, 1))
		check("the end of a stream", got, all[len(all)-1:], err)
	}
}
