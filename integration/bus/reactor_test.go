package bus_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"minhbach/domain/fault"
	"minhbach/eventstore"
	"minhbach/integration/bus"
)

// happened is the one event type of these tests.
type happened struct {
	N int `json:"n"`
}

func (happened) EventType() string { return "thing.happened" }
func (happened) EventVersion() int { return 1 }

func codec(t *testing.T) *eventstore.Codec {
	t.Helper()
	c, err := eventstore.NewCodec([]eventstore.Payload{happened{}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func happen(t *testing.T, log eventstore.Log, from, to int) {
	t.Helper()
	for n := from; n <= to; n++ {
		d, err := codec(t).Encode(eventstore.DeriveID("happened", fmt.Sprint(n)), happened{n}, eventstore.Metadata{Correlation: eventstore.ID{7}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Append(t.Context(), "thing-1", eventstore.Any(), d); err != nil {
			t.Fatal(err)
		}
	}
}

// heard is what a reactor was handed.
type heard struct {
	mu  sync.Mutex
	all []int
}

func (h *heard) add(n int) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.all = append(h.all, n)
	return len(h.all)
}

func (h *heard) list() []int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.all)
}

// running starts a bus with one reactor; end stops it.
func running(t *testing.T, log eventstore.Log, r bus.Reactor) (*bus.Bus, func()) {
	t.Helper()
	r.Topic, r.Pause = "thing.happened", time.Millisecond
	b, err := bus.New(log, codec(t), bus.Options{Backoff: time.Millisecond, MaxBackoff: 5 * time.Millisecond}, r)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	var once sync.Once
	end := func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(end)
	return b, end
}

func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(15 * time.Second); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never came to be: %s", what)
		}
	}
}

// TestPoisonIsParkedAndReplayed: a failing event is tried as often as it may be, then
// parked with its cause; the group goes on, and an order brings the event again.
func TestPoisonIsParkedAndReplayed(t *testing.T) {
	log := embedded(t)
	var (
		h      heard
		mended sync.Map
		code   = fault.Define(fault.Invalid, "bus.test", "Hỏng.", "Broken.")
	)
	b, end := running(t, log, bus.Reactor{Name: "r", From: bus.FromBeginning(), Tries: 3, Handle: func(_ context.Context, d *bus.Delivery) error {
		n := d.Payload().(happened).N
		h.add(n)
		if _, ok := mended.Load(n); ok {
			return nil
		}
		switch n {
		case 2:
			return errors.New("cannot reach lan@soctrang.gov.vn, call 0299 3822 333")
		case 3:
			panic("lan@soctrang.gov.vn")
		case 4:
			return code.New()
		}
		return nil
	}})
	happen(t, log, 1, 5)
	eventually(t, "five events", func() bool { return slices.Contains(h.list(), 5) })
	if got := h.list(); !slices.Equal(got, []int{1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5}) {
		t.Errorf("handed over: %v", got)
	}
	parked, err := bus.ParkedIn(t.Context(), log, "r")
	if err != nil {
		t.Fatal(err)
	}
	var causes []string
	for _, p := range parked {
		causes = append(causes, p.Cause)
	}
	if !slices.Equal(causes, []string{"cannot reach …, call …", "panic", "bus.test"}) {
		t.Errorf("parked because of %q", causes)
	}
	eventually(t, "counts", func() bool { s, err := b.Status(t.Context()); return err == nil && s[0].Here.Handled == 5 })
	s, err := b.Status(t.Context())
	if err != nil || s[0].Parked != 3 || s[0].Here.Parked != 3 || s[0].Here.Failed != 3 || s[0].Here.LastError != "" {
		t.Errorf("%+v, %v", s, err)
	}

	mended.Store(3, true)
	if n, err := bus.Replay(t.Context(), log, "r", parked[1].Event, "operator"); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	eventually(t, "the replay of 3", func() bool { return len(h.list()) == 12 })
	if n, err := bus.Replay(t.Context(), log, "r", parked[0].Event, "operator"); n != 1 || err != nil { // fails again
		t.Fatal(n, err)
	}
	eventually(t, "2 to be parked again", func() bool {
		p, err := bus.ParkedIn(t.Context(), log, "r")
		return err == nil && len(p) == 2 && p[1].Times == 2
	})
	if _, err := bus.Replay(t.Context(), log, "r", parked[1].Event, "operator"); !errors.Is(err, bus.ErrNotParked) {
		t.Error(err)
	}
	end()
	mended.Store(2, true)
	mended.Store(4, true)
	if n, err := bus.Replay(t.Context(), log, "r", "", "operator"); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	// Another node, later: the orders wait in the log.
	s2, err := bus.StatusOf(t.Context(), log, "r", "thing.happened", time.Now())
	if err != nil || s2.Events != 2 || s2.Parked != 0 {
		t.Errorf("%+v, %v", s2, err)
	}
	var again heard
	running(t, log, bus.Reactor{Name: "r", Handle: func(_ context.Context, d *bus.Delivery) error {
		if !d.Replayed() {
			t.Errorf("%d is no replay", d.Payload().(happened).N)
		}
		again.add(d.Payload().(happened).N)
		return nil
	}})
	eventually(t, "both", func() bool { return len(again.list()) == 2 })
}

// TestWhatMustWaitIsNotParked: Later brings an event again and never parks it, and
// events behind it wait.
func TestWhatMustWaitIsNotParked(t *testing.T) {
	log := embedded(t)
	var h heard
	running(t, log, bus.Reactor{Name: "r", From: bus.FromBeginning(), Tries: 2, Handle: func(_ context.Context, d *bus.Delivery) error {
		if n := d.Payload().(happened).N; h.add(n) < 10 {
			return bus.Later(time.Now().Add(time.Millisecond), errors.New("the server is down"))
		}
		return nil
	}})
	happen(t, log, 1, 2)
	eventually(t, "the second", func() bool { return slices.Contains(h.list(), 2) })
	if got := h.list(); !slices.Equal(got, []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2}) {
		t.Errorf("%v", got)
	}
	if p, err := bus.ParkedIn(t.Context(), log, "r"); err != nil || len(p) != 0 {
		t.Errorf("%v, %v", p, err)
	}
}

// TestATryHasItsTime, and a node that stops parks nothing.
func TestATryHasItsTime(t *testing.T) {
	log := embedded(t)
	var h heard
	_, end := running(t, log, bus.Reactor{Name: "r", From: bus.FromBeginning(), Tries: 2, Timeout: 5 * time.Millisecond, Handle: func(ctx context.Context, d *bus.Delivery) error {
		if d.Fact().Meta.Correlation != (eventstore.ID{7}) {
			t.Error("the correlation is lost")
		}
		h.add(d.Payload().(happened).N)
		<-ctx.Done()
		return ctx.Err()
	}})
	happen(t, log, 1, 1)
	eventually(t, "parking", func() bool {
		p, err := bus.ParkedIn(t.Context(), log, "r")
		return err == nil && len(p) == 1 && p[0].Cause == "time-out"
	})
	end()

	started := make(chan struct{})
	var once sync.Once
	b, err := bus.New(log, codec(t), bus.Options{Drain: time.Millisecond}, bus.Reactor{Name: "stopped", Topic: "thing.happened", From: bus.FromBeginning(), Handle: func(ctx context.Context, d *bus.Delivery) error {
		once.Do(func() { close(started) })
		<-ctx.Done()
		return ctx.Err()
	}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	<-started
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	s, err := bus.StatusOf(t.Context(), log, "stopped", "thing.happened", time.Now())
	if err != nil || s.Parked != 0 || s.Events != 1 || s.Leased {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestReactorsAreChecked(t *testing.T) {
	log := embedded(t)
	handle := func(context.Context, *bus.Delivery) error { return nil }
	for name, reactors := range map[string][]bus.Reactor{
		"no name":   {{Topic: "a.b", Handle: handle}},
		"no topic":  {{Name: "a", Handle: handle}},
		"no handle": {{Name: "a", Topic: "a.b"}},
		"twice":     {{Name: "a", Topic: "a.b", Handle: handle}, {Name: "a", Topic: "a.c", Handle: handle}},
	} {
		if _, err := bus.New(log, codec(t), bus.Options{}, reactors...); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
