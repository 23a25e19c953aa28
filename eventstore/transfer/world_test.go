package transfer_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
	"minhbach/eventstore/transfer"
)

var morning = time.Date(2026, 3, 2, 7, 30, 0, 0, time.UTC)

// history makes n events as a server somewhere may hold them: positions with gaps, times
// to 100 ns, streams in turns and in runs, metadata of streams, the store's own events,
// other people's content types, and a stream that ends.
func history(n int, seed uint64) []eventstore.Event {
	random := rand.New(rand.NewPCG(seed, 3))
	heads := map[string]eventstore.Revision{}
	var out []eventstore.Event
	position, at := eventstore.Position(1+random.IntN(1000)), morning
	stream := ""
	for i := range n {
		if stream == "" || random.IntN(3) > 0 {
			stream = fmt.Sprintf("publication-%d", random.IntN(7))
		}
		ev := eventstore.Event{
			Stream: stream, Position: position, Type: "publication.drafted", ContentType: "application/json", Recorded: at,
			Data:     fmt.Appendf(nil, `{"n":%d,"text":"Sóc Trăng %d"}`, i, random.Uint64()),
			Metadata: fmt.Appendf(nil, `{"v":1,"actor":"a1","salt_d":"%032x","salt_m":"%032x"}`, random.Uint64(), random.Uint64()),
		}
		switch i % 29 {
		case 3:
			ev.Stream, ev.Type, ev.Data, ev.Metadata = "$stats-127.0.0.1:2113", "$statsCollected", []byte(`{"proc-cpu":1}`), nil
		case 7:
			ev.Stream, ev.Type, ev.Data, ev.Metadata = "$$"+stream, "$metadata", []byte(`{"$maxAge":31536000}`), []byte("{}")
		case 11:
			ev.Stream, ev.Type, ev.ContentType, ev.Data, ev.Metadata = "sensor-1", "measured", "application/octet-stream", []byte{0, 255, 10}, []byte("không phải JSON")
		case 13:
			ev.Stream, ev.Type, ev.ContentType, ev.Metadata = "sensor-2", "noted", "text/plain; charset=utf-8", []byte{}
		case 17:
			ev.Data = fmt.Appendf(nil, `{"sha256":"%064x","contact":{"sealed":"AA=="}}`, i)
		}
		for k := range ev.ID {
			ev.ID[k] = byte(random.Uint32())
		}
		ev.Revision = heads[ev.Stream]
		heads[ev.Stream]++
		out = append(out, ev)
		position += eventstore.Position(1 + random.IntN(3)*random.IntN(500))
		at = at.Add(time.Duration(random.IntN(5000)) * 100)
	}
	return out
}

// appEvents are those that have a leaf.
func appEvents(all []eventstore.Event) []eventstore.Event {
	return slices.DeleteFunc(slices.Clone(all), func(ev eventstore.Event) bool { return !ledger.HasLeaf(&ev) })
}

func seq(events []eventstore.Event) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		for _, ev := range events {
			if !yield(ev, nil) {
				return
			}
		}
	}
}

// dirOf makes a data directory with a log of these events.
func dirOf(t testing.TB, events []eventstore.Event) string {
	t.Helper()
	dir := t.TempDir()
	if _, err := sqlite.Import(t.Context(), filepath.Join(dir, "log"), sqlite.Options{}, seq(events)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// eventsIn reads the log of a data directory.
func eventsIn(t testing.TB, dir string) []eventstore.Event {
	t.Helper()
	log, err := sqlite.Open(t.Context(), filepath.Join(dir, "log"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	all, err := eventstore.Collect(log.ReadAll(t.Context(), 0, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// same compares events to the byte; positions where these are kept.
func same(t testing.TB, got, want []eventstore.Event, positions bool) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d events, want %d", len(got), len(want))
	}
	for i := range got {
		g, w := got[i], want[i]
		if !positions {
			g.Position = w.Position
		}
		if fmt.Sprintf("%+v", g) != fmt.Sprintf("%+v", w) {
			t.Fatalf("event %d:\n got %+v\nwant %+v", i, g, w)
		}
	}
}

func mustCopy(t testing.TB, from, to string) transfer.Result {
	t.Helper()
	r, err := transfer.Copy(t.Context(), transfer.Options{From: from, To: to, Warn: t.Logf})
	if err != nil {
		t.Fatalf("%s to %s: %v", from, to, err)
	}
	if !r.Checked {
		t.Errorf("%s was not read back", to)
	}
	return r
}

func rootOf(t testing.TB, events []eventstore.Event) string {
	t.Helper()
	_, root, err := ledger.RootOf(seq(events))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", root[:])
}
