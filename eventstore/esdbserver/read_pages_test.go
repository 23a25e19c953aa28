package esdbserver

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"minhbach/eventstore"
)

// asked is a log that remembers the sizes of the pages it is asked for.
type asked struct {
	eventstore.Log
	mu    sync.Mutex
	sizes []int
}

func (a *asked) ReadAll(ctx context.Context, after eventstore.Position, dir eventstore.Direction, filter eventstore.Filter, limit int) eventstore.Events {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sizes = append(a.sizes, limit)
	return a.Log.ReadAll(ctx, after, dir, filter, limit)
}

func (a *asked) seen() []int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.sizes)
}

// Pages are as large as their consumer is quick, and as their events are small.
func TestPages(t *testing.T) {
	for _, c := range []struct {
		what  string
		bytes int
		count int
		most  uint64
		want  []int
	}{
		{"small events", 1000, 3000, everyEvent, []int{4, 65, 262, 1024, 1024, 1024}},
		{"small events, few wanted", 1000, 3000, 100, []int{4, 65, 31}},
		{"one wanted", 1000, 10, 1, []int{1}},
		{"large events", 100_000, 30, everyEvent, []int{4, 1, 2, 10, 10, 10}},
		{"empty events", 0, 2000, everyEvent, []int{4, 1024, 1024}},
	} {
		log := &asked{Log: openLog(t)}
		for left := c.count; left > 0; left -= min(left, 500) {
			drafts := make([]eventstore.Draft, min(left, 500))
			for i := range drafts {
				drafts[i] = eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "a.b", Data: make([]byte, c.bytes)}
			}
			if _, err := log.Append(t.Context(), "s", eventstore.Any(), drafts...); err != nil {
				t.Fatal(err)
			}
		}
		s := New(log, Options{Now: (&clock{now: time.Now()}).Now})
		n := 0
		for ev, err := range s.all(t.Context(), 0, eventstore.Forwards, eventstore.Filter{}, c.most) {
			if err != nil || int(ev.Position) != n+1 {
				t.Fatalf("%s: position %d behind %d, %v", c.what, ev.Position, n, err)
			}
			n++
		}
		s.end()
		if want := min(c.count, int(min(c.most, 1<<30))); n != want {
			t.Errorf("%s: %d events, want %d", c.what, n, want)
		}
		if got := log.seen(); !slices.Equal(got, c.want) {
			t.Errorf("%s: pages of %d, want %d", c.what, got, c.want)
		}
	}
}

// A page that took long makes the next one small.
func TestAPageForASlowConsumerIsSmall(t *testing.T) {
	ev := &eventstore.Event{Data: make([]byte, 1<<10)}
	c := &clock{now: time.Now()}
	p := pace{left: everyEvent, clock: c.Now}
	for size := p.next(); size < largePage; size = p.next() {
		for range size {
			p.took(ev)
		}
	}
	for range largePage {
		p.took(ev)
	}
	c.move(2 * slowPage)
	if got := p.next(); got != smallRoom>>10 {
		t.Errorf("the next page has %d events", got)
	}
}
