package ledger_test

import (
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// TestBehindIsCountedInEvents: positions of this log have gaps.
func TestBehindIsCountedInEvents(t *testing.T) {
	b, m := newMemBench(t, 10)
	l := b.open()
	b.signed(l)
	m.record(10, 40)
	m.change(func(all []eventstore.Event) []eventstore.Event {
		all[39].Stream = "$stats-1" // has no leaf
		for i := 20; i < 40; i++ {
			all[i].Position += 1 << 40
		}
		return all
	})
	b.now = began.Add(time.Minute)
	s, err := l.Status(b.ctx)
	if err != nil || s.EventsBehind != 29 || s.SecsBehind != (time.Minute-10*time.Millisecond).Seconds() || s.Head < 1<<40 {
		t.Errorf("%+v %v", s, err)
	}
	lag, err := eventstore.Behind(b.ctx, m, s.Position, nil)
	if err != nil || lag.Events != 30 || !lag.Oldest.Equal(began.Add(10*time.Millisecond)) {
		t.Errorf("%+v %v", lag, err)
	}
	m.record(40, 3000)
	if lag, err := eventstore.Behind(b.ctx, m, s.Position, nil); err != nil || lag.Events != eventstore.LagCounted {
		t.Errorf("%+v %v", lag, err)
	}
	b.signed(l)
	if s, err = l.Status(b.ctx); err != nil || s.EventsBehind != 0 || s.SecsBehind != 0 {
		t.Errorf("%+v %v", s, err)
	}
	looked, err := ledger.Inspect(b.ctx, b.dir, m, b.options())
	if err != nil || looked.EventsBehind != 0 || looked.Error != "" {
		t.Errorf("%+v %v", looked, err)
	}
}
