package ledger_test

import (
	"context"
	"sync"
	"time"

	"minhbach/eventstore"
)

// memLog is a log in memory whose past can be falsified.
type memLog struct {
	mu   sync.Mutex
	all  []eventstore.Event
	more chan struct{}
}

func newMemLog() *memLog { return &memLog{more: make(chan struct{})} }

// record events as drafts number from … to; positions leave gaps.
func (m *memLog) record(from, to int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for n := from; n < to; n++ {
		d := draft(n)
		pos := eventstore.Position(n + 1)
		if len(m.all) > 0 {
			pos = m.all[len(m.all)-1].Position + 1 + eventstore.Position(n%3)
		}
		m.all = append(m.all, eventstore.Event{
			ID: d.ID, Stream: "thing-1", Revision: eventstore.Revision(len(m.all)), Position: pos, Type: d.Type, ContentType: d.ContentType,
			Recorded: began.Add(time.Duration(n) * time.Millisecond), Data: d.Data, Metadata: d.Metadata,
		})
	}
	m.wake()
}

// change the past.
func (m *memLog) change(f func(all []eventstore.Event) []eventstore.Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all = f(m.all)
	m.wake()
}

func (m *memLog) wake() {
	close(m.more)
	m.more = make(chan struct{})
}

func (m *memLog) snapshot() ([]eventstore.Event, chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.all[:len(m.all):len(m.all)], m.more
}

func (m *memLog) Append(context.Context, string, eventstore.Expected, ...eventstore.Draft) (eventstore.Appended, error) {
	return eventstore.Appended{}, eventstore.ErrReadOnly
}

func (m *memLog) ReadStream(context.Context, string, eventstore.Revision, eventstore.Direction, int) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) { yield(eventstore.Event{}, eventstore.ErrNoStream) }
}

func (m *memLog) ReadAll(_ context.Context, after eventstore.Position, _ eventstore.Direction, _ eventstore.Filter, limit int) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		all, _ := m.snapshot()
		for _, ev := range all {
			if ev.Position <= after {
				continue
			}
			if !yield(ev, nil) {
				return
			}
			if limit--; limit == 0 {
				return
			}
		}
	}
}

func (m *memLog) Subscribe(ctx context.Context, after eventstore.Position, _ eventstore.Filter, handle func(eventstore.Delivery) error) error {
	for {
		all, more := m.snapshot()
		for i := range all {
			if all[i].Position <= after {
				continue
			}
			after = all[i].Position
			if err := handle(eventstore.Delivery{Event: &all[i], Position: after}); err != nil {
				return err
			}
		}
		if err := handle(eventstore.Delivery{Position: after, CaughtUp: true}); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-more:
		}
	}
}

func (m *memLog) Head(context.Context) (eventstore.Position, error) {
	all, _ := m.snapshot()
	if len(all) == 0 {
		return 0, nil
	}
	return all[len(all)-1].Position, nil
}

func (m *memLog) Features() eventstore.Features { return eventstore.Features{Engine: "memory"} }
func (m *memLog) Close() error                  { return nil }

var _ eventstore.Log = (*memLog)(nil)
