package logtest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"minhbach/eventstore"
)

func subscribeLive(t *testing.T, l eventstore.Log) {
	mustAppend(t, l, "a", drafts(5)...)
	past := whole(t, l)
	s := follow(t, l, 0, eventstore.Filter{})
	for i := range past {
		d := s.next(t)
		if d.CaughtUp || d.Event == nil || d.Position != past[i].Position || d.Event.Position != d.Position {
			t.Fatalf("delivery %d is %+v, want position %d", i, d, past[i].Position)
		}
		if d.Event.ID != past[i].ID || string(d.Event.Data) != string(past[i].Data) || d.Event.Revision != past[i].Revision {
			t.Fatalf("delivered %+v, read %+v", *d.Event, past[i])
		}
	}
	if d := s.next(t); !d.CaughtUp || d.Event != nil || d.Position != past[4].Position {
		t.Fatalf("after the recorded ones: %+v, want the news of having caught up at %d", d, past[4].Position)
	}
	for range 3 {
		a := mustAppend(t, l, "a", drafts(2)...)
		seen := s.caughtUp(t, a.Position)
		if got := revisions(seen); !slices.Equal(got, []eventstore.Revision{a.First, a.Last}) {
			t.Fatalf("live revisions %v, want %d and %d", got, a.First, a.Last)
		}
	}
}

func subscribeFrom(t *testing.T, l eventstore.Log) {
	mustAppend(t, l, "a", drafts(5)...)
	past := whole(t, l)
	if ev := follow(t, l, past[2].Position, eventstore.Filter{}).event(t); ev.Position != past[3].Position {
		t.Fatalf("the first event is at %d, want %d", ev.Position, past[3].Position)
	}
	s := follow(t, l, past[4].Position, eventstore.Filter{})
	if d := s.next(t); !d.CaughtUp || d.Position != past[4].Position {
		t.Fatalf("at the head: %+v", d)
	}
	a := mustAppend(t, l, "a", drafts(1)...)
	if ev := s.event(t); ev.Position != a.Position {
		t.Fatalf("the next event is at %d, want %d", ev.Position, a.Position)
	}
}

func subscribeEmpty(t *testing.T, l eventstore.Log) {
	s := follow(t, l, 0, eventstore.Filter{})
	if d := s.next(t); !d.CaughtUp || d.Event != nil || d.Position != 0 {
		t.Fatalf("on an empty log: %+v", d)
	}
	a := mustAppend(t, l, "a", drafts(1)...)
	if ev := s.event(t); ev.Position != a.Position {
		t.Fatalf("the first event is at %d, want %d", ev.Position, a.Position)
	}
}

func subscribeFilter(t *testing.T, l eventstore.Log) {
	mustAppend(t, l, "petition-1", draft("petition.received"))
	want := mustAppend(t, l, "publication-1", draft("publication.drafted"))
	past := mustAppend(t, l, "petition-1", draft("petition.answered"))
	s := follow(t, l, 0, eventstore.Filter{Types: []string{"publication."}, Streams: []string{"publication-"}})
	if seen := s.caughtUp(t, past.Position); len(seen) != 1 || seen[0].Position != want.Position {
		t.Fatalf("caught up with %v, want %d only", positions(seen), want.Position)
	}
	// What does not pass still moves the subscriber's position.
	a := mustAppend(t, l, "petition-2", drafts(3)...)
	if seen := s.caughtUp(t, a.Position); len(seen) != 0 {
		t.Fatalf("delivered %v, want nothing", positions(seen))
	}
	mustAppend(t, l, "petition-2", draft("publication.drafted"))
	b := mustAppend(t, l, "publication-1", draft("publication.approved"))
	if ev := s.event(t); ev.Position != b.Position {
		t.Fatalf("delivered %d, want %d", ev.Position, b.Position)
	}
}

// subscribeNewType: a type nobody had used when the subscription began.
func subscribeNewType(t *testing.T, l eventstore.Log) {
	s := follow(t, l, 0, eventstore.Filter{Types: []string{"new."}})
	s.caughtUp(t, 0)
	for _, typ := range []string{"new.one", "new.two"} {
		mustAppend(t, l, "a", draft("old.one"))
		a := mustAppend(t, l, "a", draft(typ))
		if ev := s.event(t); ev.Position != a.Position || ev.Type != typ {
			t.Fatalf("delivered %s at %d, want %s at %d", ev.Type, ev.Position, typ, a.Position)
		}
	}
}

func subscribeHandlerError(t *testing.T, l eventstore.Log) {
	mustAppend(t, l, "a", drafts(5)...)
	enough := errors.New("enough")
	n := 0
	err := l.Subscribe(within(t), 0, eventstore.Filter{}, func(eventstore.Delivery) error {
		if n++; n == 3 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || n != 3 {
		t.Fatalf("ended with %v after %d deliveries", err, n)
	}
	err = l.Subscribe(within(t), 0, eventstore.Filter{}, func(d eventstore.Delivery) error {
		if d.CaughtUp {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) {
		t.Fatalf("an error on catching up ended with %v", err)
	}
}

func subscribeContext(t *testing.T, l eventstore.Log) {
	mustAppend(t, l, "a", drafts(5)...)
	s := follow(t, l, 0, eventstore.Filter{})
	s.caughtUp(t, mustHead(t, l))
	s.stop()
	wantError(t, s.end(t), context.Canceled)

	ctx, cancel := context.WithCancel(within(t))
	n := 0
	err := l.Subscribe(ctx, 0, eventstore.Filter{}, func(eventstore.Delivery) error {
		n++
		cancel()
		return nil
	})
	wantError(t, err, context.Canceled)
	if n != 1 {
		t.Fatalf("%d deliveries, want none after the context ended", n-1)
	}
}

func subscribeSlow(t *testing.T, l eventstore.Log) {
	slow := follow(t, l, 0, eventstore.Filter{})
	slow.next(t)
	fast := follow(t, l, 0, eventstore.Filter{})
	var last eventstore.Appended
	for range 100 {
		last = mustAppend(t, l, "a", drafts(20)...) // nobody takes what slow is handed
	}
	if seen := fast.caughtUp(t, last.Position); len(seen) != 2000 {
		t.Fatalf("the other subscriber saw %d events", len(seen))
	}
	if seen := slow.caughtUp(t, last.Position); len(seen) != 2000 {
		t.Fatalf("the slow subscriber saw %d events in the end", len(seen))
	}
}

func subscribeReentrant(t *testing.T, l eventstore.Log) {
	ctx, cancel := context.WithCancel(within(t))
	defer cancel()
	n := 0
	err := l.Subscribe(ctx, 0, eventstore.Filter{Streams: []string{"a"}}, func(d eventstore.Delivery) error {
		if d.CaughtUp && n == 10 {
			cancel()
			return nil
		}
		if !d.CaughtUp {
			n++
		}
		if n == 10 {
			return nil
		}
		_, err := l.Append(ctx, "a", eventstore.Exactly(eventstore.Revision(n-1)), draft("thing.happened"))
		var wrong *eventstore.WrongRevision
		if errors.As(err, &wrong) {
			return nil // caught up and event both asked for the same next one
		}
		return err
	})
	wantError(t, err, context.Canceled)
	if n != 10 {
		t.Fatalf("%d events, want 10", n)
	}
}
