package logtest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"minhbach/eventstore"
)

// patience bounds what should come at once; only a failing test uses it up.
const patience = 30 * time.Second

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

func newID() eventstore.ID { return eventstore.NewID(time.Now()) }

func draft(typ string) eventstore.Draft {
	return eventstore.Draft{ID: newID(), Type: typ, Data: []byte(`{"n":1}`), Metadata: []byte(`{}`)}
}

func drafts(n int) []eventstore.Draft {
	all := make([]eventstore.Draft, n)
	for i := range all {
		all[i] = draft("thing.happened")
		all[i].Data = fmt.Appendf(nil, `{"n":%d}`, i)
	}
	return all
}

func mustAppend(t *testing.T, l eventstore.Log, stream string, ds ...eventstore.Draft) eventstore.Appended {
	t.Helper()
	a, err := l.Append(within(t), stream, eventstore.Any(), ds...)
	if err != nil {
		t.Fatalf("append to %s: %v", stream, err)
	}
	return a
}

func collect(t *testing.T, events eventstore.Events) []eventstore.Event {
	t.Helper()
	all, err := eventstore.Collect(events)
	if err != nil {
		t.Fatalf("reading: %v", err)
	}
	return all
}

func whole(t *testing.T, l eventstore.Log) []eventstore.Event {
	t.Helper()
	return collect(t, l.ReadAll(within(t), 0, eventstore.Forwards, eventstore.Filter{}, 0))
}

func stream(t *testing.T, l eventstore.Log, name string) []eventstore.Event {
	t.Helper()
	return collect(t, l.ReadStream(within(t), name, 0, eventstore.Forwards, 0))
}

func revisions(events []eventstore.Event) []eventstore.Revision {
	rs := []eventstore.Revision{}
	for _, ev := range events {
		rs = append(rs, ev.Revision)
	}
	return rs
}

func positions(events []eventstore.Event) []eventstore.Position {
	ps := []eventstore.Position{}
	for _, ev := range events {
		ps = append(ps, ev.Position)
	}
	return ps
}

func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error is %v, want %v", err, want)
	}
}

func wantWrong(t *testing.T, err error, stream string, expected eventstore.Expected, actual eventstore.Revision) {
	t.Helper()
	var wrong *eventstore.WrongRevision
	if !errors.As(err, &wrong) {
		t.Fatalf("error is %v, want *WrongRevision", err)
	}
	if *wrong != (eventstore.WrongRevision{Stream: stream, Expected: expected, Actual: actual}) {
		t.Fatalf("refusal is %+v, want stream %s, expected %s, actual %d", *wrong, stream, expected, actual)
	}
}

// wantSilent fails if the log has grown since head.
func wantSilent(t *testing.T, l eventstore.Log, head eventstore.Position) {
	t.Helper()
	if now := mustHead(t, l); now != head {
		t.Fatalf("head went from %d to %d, but nothing should have been written", head, now)
	}
}

func mustHead(t *testing.T, l eventstore.Log) eventstore.Position {
	t.Helper()
	p, err := l.Head(within(t))
	if err != nil {
		t.Fatalf("head: %v", err)
	}
	return p
}

// following runs a subscription and hands its deliveries over one by one.
type following struct {
	deliveries chan eventstore.Delivery
	ended      chan error
	stop       context.CancelFunc
}

func follow(t *testing.T, l eventstore.Log, after eventstore.Position, f eventstore.Filter) *following {
	t.Helper()
	ctx, cancel := context.WithCancel(within(t))
	s := &following{make(chan eventstore.Delivery), make(chan error, 1), cancel}
	go func() {
		s.ended <- l.Subscribe(ctx, after, f, func(d eventstore.Delivery) error {
			select {
			case s.deliveries <- d:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	t.Cleanup(cancel)
	return s
}

func (s *following) next(t *testing.T) eventstore.Delivery {
	t.Helper()
	select {
	case d := <-s.deliveries:
		return d
	case err := <-s.ended:
		t.Fatalf("the subscription ended: %v", err)
	case <-time.After(patience):
		t.Fatal("no delivery came")
	}
	return eventstore.Delivery{}
}

// event skips the news of having caught up.
func (s *following) event(t *testing.T) eventstore.Event {
	t.Helper()
	for {
		if d := s.next(t); !d.CaughtUp {
			return *d.Event
		}
	}
}

// caughtUp skips to the news of having seen everything up to the position.
func (s *following) caughtUp(t *testing.T, p eventstore.Position) (seen []eventstore.Event) {
	t.Helper()
	for {
		switch d := s.next(t); {
		case !d.CaughtUp:
			seen = append(seen, *d.Event)
		case d.Event != nil:
			t.Fatal("a delivery is both an event and the news of having caught up")
		case d.Position >= p:
			return seen
		}
	}
}

func (s *following) end(t *testing.T) error {
	t.Helper()
	for {
		select {
		case <-s.deliveries:
		case err := <-s.ended:
			return err
		case <-time.After(patience):
			t.Fatal("the subscription did not end")
		}
	}
}
