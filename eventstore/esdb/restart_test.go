package esdb

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minhbach/eventstore"
)

// TestRestarts kills the server again and again under appends and subscriptions: what was
// acknowledged is there once, and every subscriber sees every position once, in order.
func TestRestarts(t *testing.T) {
	const appenders, each, kills = 8, 60, 6
	w := newWorld(t).up(t)
	l := w.open(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()

	var acknowledged atomic.Int64
	placed := make([][]eventstore.Appended, appenders)
	ids := make([][]eventstore.ID, appenders)
	var work sync.WaitGroup
	for i := range appenders {
		work.Go(func() {
			stream := fmt.Sprintf("s%d", i)
			for n := range each {
				two := []eventstore.Draft{draft(), draft()}
				expected := eventstore.Exactly(eventstore.Revision(2*n - 1))
				if i%2 == 1 {
					expected = eventstore.Any()
				}
				a, err := l.Append(ctx, stream, expected, two...)
				if err != nil {
					t.Errorf("append %d to %s: %v", n, stream, err)
					return
				}
				placed[i] = append(placed[i], a)
				ids[i] = append(ids[i], two[0].ID, two[1].ID)
				acknowledged.Add(1)
			}
		})
	}
	filters := []eventstore.Filter{{}, {Streams: []string{"s1"}}, {Types: []string{"thing."}, Streams: []string{"s2", "s3"}}, {Types: []string{"none."}}}
	var end atomic.Uint64
	seen := make([][]eventstore.Position, len(filters))
	var readers sync.WaitGroup
	for i, f := range filters {
		readers.Go(func() {
			full := errors.New("all seen")
			err := l.Subscribe(ctx, 0, f, func(d eventstore.Delivery) error {
				if d.Event != nil {
					seen[i] = append(seen[i], d.Position)
				}
				if at := end.Load(); at > 0 && uint64(d.Position) >= at {
					return full
				}
				return nil
			})
			if !errors.Is(err, full) {
				t.Errorf("subscriber %d: %v", i, err)
			}
		})
	}
	for k := range kills {
		until := int64(appenders*each*(k+1)) / (kills + 2)
		for acknowledged.Load() < until && ctx.Err() == nil && !t.Failed() {
			time.Sleep(time.Millisecond) // the world goes on in real time here
		}
		if k%2 == 0 {
			w.kill()
			w.up(t)
		} else {
			w.listener.drop() // the network alone
		}
	}
	work.Wait()
	if t.Failed() {
		return
	}
	last, err := l.Append(ctx, "last", eventstore.None(), draft())
	if err != nil {
		t.Fatal(err)
	}
	end.Store(uint64(last.Position))
	if _, err := l.Append(ctx, "last", eventstore.Exactly(0), draft()); err != nil { // whoever has seen the end already is told again
		t.Fatal(err)
	}
	readers.Wait()

	all, err := eventstore.Collect(w.log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil {
		t.Fatal(err)
	}
	for i := range appenders {
		var held []eventstore.ID
		for _, ev := range all {
			if ev.Stream == fmt.Sprintf("s%d", i) {
				if n := len(held); n%2 == 1 && placed[i][n/2].Position != ev.Position {
					t.Errorf("append %d to s%d was told position %d and is at %d", n/2, i, placed[i][n/2].Position, ev.Position)
				}
				held = append(held, ev.ID)
			}
		}
		if !slices.Equal(held, ids[i]) {
			t.Errorf("stream s%d holds %d events, acknowledged were %d, or in another order", i, len(held), len(ids[i]))
		}
	}
	for i, f := range filters {
		var want []eventstore.Position
		for _, ev := range all {
			if passes(f, &ev) {
				want = append(want, ev.Position)
			}
		}
		want = want[:min(len(want), len(seen[i]))]
		if !slices.Equal(seen[i], want) {
			t.Errorf("subscriber %d saw %d events otherwise than they were recorded", i, len(seen[i]))
		}
		if i == 0 && len(seen[i]) < appenders*each*2 {
			t.Errorf("subscriber %d saw %d events", i, len(seen[i]))
		}
	}
}

// TestAway: a call waits for a server that is away, for as long as it may.
func TestAway(t *testing.T) {
	var mu sync.Mutex
	var warnings []string
	tried := make(chan struct{})
	w := newWorld(t).up(t)
	l := w.open(t, func(o *Options) {
		o.Warn = func(format string, args ...any) {
			mu.Lock()
			defer mu.Unlock()
			text := fmt.Sprintf(format, args...)
			warnings = append(warnings, text)
			if strings.Contains(text, "attempt 8") {
				close(tried)
			}
		}
	})
	impatient := w.open(t, func(o *Options) { o.Patience = 20 * time.Millisecond })
	first := draft()
	if _, err := l.Append(t.Context(), "a", eventstore.None(), first); err != nil {
		t.Fatal(err)
	}
	w.kill()

	type outcome struct {
		a   eventstore.Appended
		err error
	}
	waiting := make(chan outcome, 1)
	go func() {
		a, err := l.Append(t.Context(), "a", eventstore.Exactly(0), draft())
		waiting <- outcome{a, err}
	}()
	short, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := l.Append(short, "b", eventstore.None(), draft())
		ended <- err
	}()
	for name, call := range map[string]func() error{
		"append": func() error { _, err := impatient.Append(t.Context(), "b", eventstore.Any(), draft()); return err },
		"read": func() error {
			_, err := eventstore.Collect(impatient.ReadStream(t.Context(), "a", 0, 1, 0))
			return err
		},
		"read all": func() error {
			_, err := eventstore.Collect(impatient.ReadAll(t.Context(), 0, 1, eventstore.Filter{}, 0))
			return err
		},
		"head":      func() error { _, err := impatient.Head(t.Context()); return err },
		"no append": func() error { _, err := impatient.Append(t.Context(), "b", eventstore.Any()); return err },
	} {
		if err := call(); !errors.Is(err, eventstore.ErrUnavailable) {
			t.Errorf("%s: %v, want ErrUnavailable", name, err)
		}
	}
	if err := impatient.Health(); !errors.Is(err, eventstore.ErrUnavailable) {
		t.Errorf("health: %v, want ErrUnavailable", err)
	}
	<-tried
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled append: %v", err)
	}
	w.up(t)
	if got := <-waiting; got.err != nil || got.a.Last != 1 {
		t.Errorf("the append that waited: %+v, %v", got.a, got.err)
	}
	if err := l.Health(); err != nil {
		t.Errorf("health after the return: %v", err)
	}
	mu.Lock()
	defer mu.Unlock()
	if !slices.ContainsFunc(warnings, func(s string) bool { return strings.Contains(s, "connected again") }) {
		t.Errorf("nobody was told of the return: %q", warnings)
	}
}

// TestOpenAway: nobody at the address is an error that says so, without the password.
func TestOpenAway(t *testing.T) {
	w := newWorld(t).up(t)
	w.kill()
	_, err := Open(t.Context(), Options{Connection: "esdb://lan:secret@" + w.address + "?tls=false", ConnectTimeout: 20 * time.Millisecond, backoff: time.Millisecond})
	if !errors.Is(err, eventstore.ErrUnavailable) || !strings.Contains(err.Error(), w.address) || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}

// TestReadingGoesOn: a reading that is cut in the middle goes on behind what it yielded.
func TestReadingGoesOn(t *testing.T) {
	w := newWorld(t).up(t)
	l := w.open(t)
	var many []eventstore.Draft
	for range 2000 {
		d := draft()
		d.Data = []byte(`"` + strings.Repeat("x", 400) + `"`)
		many = append(many, d)
	}
	if _, err := l.Append(t.Context(), "a", eventstore.None(), many[:1000]...); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(t.Context(), "a", eventstore.Exactly(999), many[1000:]...); err != nil {
		t.Fatal(err)
	}
	for name, events := range map[string]eventstore.Events{
		"stream forwards":  l.ReadStream(t.Context(), "a", 0, eventstore.Forwards, 0),
		"stream backwards": l.ReadStream(t.Context(), "a", eventstore.FromEnd, eventstore.Backwards, 0),
		"stream some":      l.ReadStream(t.Context(), "a", 1, eventstore.Forwards, 1500),
		"all forwards":     l.ReadAll(t.Context(), 0, eventstore.Forwards, eventstore.Filter{}, 0),
		"all backwards":    l.ReadAll(t.Context(), eventstore.EndOfLog, eventstore.Backwards, eventstore.Filter{Types: []string{"thing."}}, 0),
		"all before":       l.ReadAll(t.Context(), 1900, eventstore.Backwards, eventstore.Filter{}, 1500),
	} {
		t.Run(name, func(t *testing.T) {
			var revisions []int
			for ev, err := range events {
				if err != nil {
					t.Fatal(err)
				}
				if revisions = append(revisions, int(ev.Revision)); len(revisions)%400 == 100 {
					w.listener.drop()
				}
			}
			if strings.Contains(name, "back") || strings.Contains(name, "before") {
				slices.Reverse(revisions)
			}
			for i, r := range revisions {
				if i > 0 && r != revisions[i-1]+1 {
					t.Fatalf("revision %d after %d", r, revisions[i-1])
				}
			}
			want := 2000
			if strings.Contains(name, "some") || strings.Contains(name, "before") {
				want = 1500
			}
			if len(revisions) != want {
				t.Fatalf("%d events, want %d", len(revisions), want)
			}
		})
	}
}
