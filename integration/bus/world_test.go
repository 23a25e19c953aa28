package bus_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"minhbach/eventstore"
	"minhbach/integration/bus"
)

// clock is moved by the test; what waits for it is woken by the moving.
type clock struct {
	mu      sync.Mutex
	now     time.Time
	waiting map[chan time.Time]time.Time
}

func newClock() *clock {
	return &clock{now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC), waiting: map[chan time.Time]time.Time{}}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	c.waiting[ch] = c.now.Add(d)
	return ch
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	for ch, at := range c.waiting {
		if !at.After(c.now) {
			ch <- c.now
			delete(c.waiting, ch)
		}
	}
}

// until moves the clock step by step until something is so.
func (c *clock) until(t *testing.T, step time.Duration, so func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !so() {
		if time.Now().After(deadline) {
			t.Fatal("it never came to be")
		}
		c.move(step)
		time.Sleep(time.Millisecond) // lets others run; nothing is measured by it
	}
}

// a publication of n events under a topic.
func publish(t *testing.T, log eventstore.Log, topic string, from, to int) {
	t.Helper()
	pub := bus.NewPublisher(log)
	for i := from; i <= to; i++ {
		if err := pub.Publish(topic, message.NewMessage(fmt.Sprint("m", i), fmt.Appendf(nil, "%d", i))); err != nil {
			t.Fatal(err)
		}
	}
}

// subscribed starts a member; end ends it in order.
func subscribed(t *testing.T, log eventstore.Log, cfg bus.Config, topic string) (in <-chan *message.Message, end func()) {
	t.Helper()
	cfg.Warn = t.Logf
	sub, err := bus.NewSubscriber(log, cfg)
	if err != nil {
		t.Fatal(err)
	}
	in, err = sub.Subscribe(t.Context(), topic)
	if err != nil {
		t.Fatal(err)
	}
	end = func() {
		if err := sub.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(end)
	return in, end
}

// next message, which must be this one.
func next(t *testing.T, in <-chan *message.Message, want string) *message.Message {
	t.Helper()
	select {
	case msg, open := <-in:
		if !open {
			t.Fatalf("the channel is closed, want %s", want)
		}
		if msg.UUID != want {
			t.Fatalf("got %s, want %s", msg.UUID, want)
		}
		return msg
	case <-time.After(15 * time.Second):
		t.Fatalf("nothing came, want %s", want)
		return nil
	}
}

// none: no message comes.
func none(t *testing.T, in <-chan *message.Message) {
	t.Helper()
	select {
	case msg, open := <-in:
		if open {
			t.Fatalf("got %s, want none", msg.UUID)
		}
	case <-time.After(30 * time.Millisecond):
	}
}

// words is how many events a stream has.
func words(t *testing.T, log eventstore.Log, stream string) int {
	t.Helper()
	all, err := eventstore.Collect(log.ReadStream(context.Background(), stream, 0, eventstore.Forwards, 0))
	if err != nil && len(all) > 0 {
		t.Fatal(err)
	}
	return len(all)
}
