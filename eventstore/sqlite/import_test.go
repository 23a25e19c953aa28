package sqlite

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
)

// history appends n events to streams of uneven length and returns what the log holds.
func history(t testing.TB, l *Log, n int) []eventstore.Event {
	t.Helper()
	for i := range n {
		d := event()
		d.Type = []string{"a.first", "a.second", "b.third"}[i%3]
		d.ContentType = []string{"", "application/octet-stream"}[i%2]
		d.Data = []byte(strings.Repeat("x", i*37%3000))
		if _, err := l.Append(ctx, fmt.Sprintf("s-%d", i*i%17), eventstore.Any(), d); err != nil {
			t.Fatal(err)
		}
	}
	return whole(t, l)
}

func whole(t testing.TB, l *Log) []eventstore.Event {
	t.Helper()
	all, err := eventstore.Collect(l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func from(events []eventstore.Event) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		for _, ev := range events {
			if !yield(ev, nil) {
				return
			}
		}
	}
}

func TestImportKeepsEverythingAndGoesOn(t *testing.T) {
	want := history(t, openIn(t, t.TempDir(), Options{}), 700)
	for name, opts := range map[string]Options{"usual": {}, "small bounds": {CachedStreams: 2, MaxBatchBytes: 4096}} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "new", "log")
			head, err := Import(ctx, dir, opts, from(want))
			if err != nil || head != 700 {
				t.Fatal(head, err)
			}
			l := openIn(t, dir, Options{})
			if got := whole(t, l); !reflect.DeepEqual(got, want) {
				t.Error("the import holds other events")
			}
			if err := l.Verify(ctx); err != nil {
				t.Error(err)
			}
			if ev, found, err := l.EventByID(ctx, want[13].ID); err != nil || !found || ev.Position != 14 {
				t.Error("an event is not found by its id", ev.Position, found, err)
			}
			last := want[699]
			again := eventstore.Draft{ID: last.ID, Type: last.Type, ContentType: last.ContentType, Data: last.Data, Metadata: last.Metadata}
			if a, err := l.Append(ctx, last.Stream, eventstore.Any(), again); err != nil || !a.Repeated || a.Position != 700 {
				t.Errorf("a repeated append was not recognised: %+v %v", a, err)
			}
			if a := mustAppend(t, l, last.Stream, 1); a.First != last.Revision+1 || a.Position != 701 {
				t.Errorf("appended at revision %d, position %d", a.First, a.Position)
			}
		})
	}
}

func TestImportOfNothing(t *testing.T) {
	dir := t.TempDir()
	if head, err := Import(ctx, dir, Options{}, from(nil)); head != 0 || err != nil {
		t.Fatal(head, err)
	}
	if a := mustAppend(t, openIn(t, dir, Options{}), "s", 1); a.Position != 1 {
		t.Errorf("the first event is at %d", a.Position)
	}
}

func TestImportRefusesWhatItCannotKeep(t *testing.T) {
	good := history(t, openIn(t, t.TempDir(), Options{}), 60)
	at := func(n int, change func(*eventstore.Event)) []eventstore.Event {
		all := slices.Clone(good)
		change(&all[n])
		return all
	}
	for name, c := range map[string]struct {
		events []eventstore.Event
		says   string
	}{
		"a twin":           {slices.Insert(slices.Clone(good), 5, good[4]), "position 5: it comes after position 5"},
		"before the first": {at(0, func(e *eventstore.Event) { e.Position = 0 }), "position 0: position 0 stands before the first event"},
		"too far":          {at(59, func(e *eventstore.Event) { e.Position = 1<<62 + 1 }), "positions end at"},
		"a revision":       {at(40, func(e *eventstore.Event) { e.Revision++ }), "position 41: it is revision 5 of stream s-2, where revision 4 was to come"},
		"a step back":      {at(40, func(e *eventstore.Event) { e.Revision-- }), "position 41: it is revision 3 of stream s-2, where revision 4 was to come"},
		"below 0":          {at(0, func(e *eventstore.Event) { e.Revision = -1 }), "position 1: revision -1"},
		"no last revision": {at(0, func(e *eventstore.Event) { e.Revision = math.MaxInt64 }), "position 1: revision 9223372036854775807 belongs to"},
		"a finer time":     {at(9, func(e *eventstore.Event) { e.Recorded = e.Recorded.Add(50 * time.Nanosecond) }), "position 10: its time"},
		"no type":          {at(3, func(e *eventstore.Event) { e.Type = "" }), "position 4: the event type is empty"},
		"no stream":        {at(3, func(e *eventstore.Event) { e.Stream = "" }), "position 4: the stream name is empty"},
		"no UTF-8":         {at(3, func(e *eventstore.Event) { e.Stream = "a\xff" }), "position 4: the stream name is not UTF-8"},
		"a name too long":  {at(3, func(e *eventstore.Event) { e.Type = strings.Repeat("t", 64<<10+1) }), "position 4: the event type has 65537 bytes"},
		"too large":        {at(3, func(e *eventstore.Event) { e.Data = make([]byte, 16<<20+1) }), "position 4: it has"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			_, err := Import(ctx, dir, Options{}, from(c.events))
			if !errors.Is(err, ErrUnfit) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("said %v, want %q", err, c.says)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, fileName+"*")); len(left) > 0 {
				t.Errorf("left %v", left)
			}
		})
	}
}

func TestImportWantsAnEmptyPlace(t *testing.T) {
	dir := t.TempDir()
	l := openIn(t, dir, Options{})
	if _, err := Import(ctx, dir, Options{}, from(nil)); !errors.Is(err, ErrLocked) {
		t.Errorf("beside a process: %v", err)
	}
	l.Close()
	if _, err := Import(ctx, dir, Options{}, from(nil)); !errors.Is(err, ErrNotFresh) {
		t.Errorf("over a log: %v", err)
	}
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "letter.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Import(ctx, other, Options{}, from(nil)); !errors.Is(err, ErrNotFresh) || !strings.Contains(err.Error(), "letter.txt") {
		t.Errorf("beside a letter: %v", err)
	}
}

// A panic leaves the directory as a kill does: nothing is cleared away.
func TestImportCutShortIsSeen(t *testing.T) {
	dir := t.TempDir()
	events := history(t, openIn(t, t.TempDir(), Options{}), 100)
	func() {
		defer func() { recover() }()
		Import(ctx, dir, Options{}, func(yield func(eventstore.Event, error) bool) {
			for _, ev := range events[:50] {
				yield(ev, nil)
			}
			panic("cut short")
		})
	}()
	if _, err := os.Stat(filepath.Join(dir, fileName+unfinished)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, dir, Options{}); !errors.Is(err, ErrUnfinished) {
		t.Errorf("opening it: %v", err)
	}
	if head, err := Import(ctx, dir, Options{}, from(events)); err != nil || head != 100 {
		t.Fatal(head, err)
	}
	if got := whole(t, openIn(t, dir, Options{})); !reflect.DeepEqual(got, events) {
		t.Error("after the second attempt other events are there")
	}
}

func TestImportPassesOnTheReadersError(t *testing.T) {
	broken := errors.New("the source broke")
	_, err := Import(ctx, t.TempDir(), Options{}, func(yield func(eventstore.Event, error) bool) { yield(eventstore.Event{}, broken) })
	if !errors.Is(err, broken) {
		t.Error(err)
	}
}
