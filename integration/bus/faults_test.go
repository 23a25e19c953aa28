package bus_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/integration/bus"
)

// shaky is a log whose subscriptions drop and whose appends to streams of groups fail,
// before or after they were recorded.
type shaky struct {
	eventstore.Log
	mu   sync.Mutex
	rand *rand.Rand
	off  bool
}

var errShaken = errors.New("shaken")

func (s *shaky) happens(oneIn int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.off && s.rand.IntN(oneIn) == 0
}

func (s *shaky) Append(ctx context.Context, stream string, expected eventstore.Expected, events ...eventstore.Draft) (eventstore.Appended, error) {
	if !strings.HasPrefix(stream, "group-") {
		return s.Log.Append(ctx, stream, expected, events...)
	}
	if s.happens(4) {
		return eventstore.Appended{}, errShaken
	}
	done, err := s.Log.Append(ctx, stream, expected, events...)
	if s.happens(4) {
		return eventstore.Appended{}, errShaken
	}
	return done, err
}

func (s *shaky) Subscribe(ctx context.Context, after eventstore.Position, filter eventstore.Filter, handle func(eventstore.Delivery) error) error {
	return s.Log.Subscribe(ctx, after, filter, func(d eventstore.Delivery) error {
		if s.happens(10) {
			return errShaken
		}
		return handle(d)
	})
}

// TestNothingIsSkipped: members begin, end and vanish at random, on a log that fails at
// random. Every message is acknowledged at least once, and each first time in order.
func TestNothingIsSkipped(t *testing.T) {
	const messages = 300
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			log := &shaky{Log: embedded(t), rand: rand.New(rand.NewPCG(seed, 1))}
			random := rand.New(rand.NewPCG(seed, 2))
			publish(t, log, "a.b", 1, messages)
			seen := map[string]bool{}
			var firsts []string
			cfg := bus.Config{
				Group: "g", From: bus.FromBeginning(), KeepEvery: 7, KeepWithin: 5 * time.Millisecond, Lease: 30 * time.Millisecond,
				Backoff: time.Millisecond, MaxBackoff: 2 * time.Millisecond, Drain: -1,
			}
			deadline := time.Now().Add(60 * time.Second)
			for len(seen) < messages {
				if time.Now().After(deadline) {
					t.Fatalf("%d of %d", len(seen), messages)
				}
				sub, err := bus.NewSubscriber(log, cfg)
				if err != nil {
					t.Fatal(err)
				}
				ctx, vanish := context.WithCancel(t.Context())
				in, err := sub.Subscribe(ctx, "a.b")
				if err != nil {
					t.Fatal(err)
				}
				last := 0
				for left := random.IntN(60); left > 0 && len(seen) < messages; left-- {
					msg := <-in
					var n int
					fmt.Sscanf(msg.UUID, "m%d", &n)
					if last != 0 && n > last+1 {
						t.Fatalf("m%d after m%d", n, last)
					}
					if random.IntN(5) == 0 {
						msg.Nack()
						continue
					}
					last = n
					if !seen[msg.UUID] {
						seen[msg.UUID] = true
						firsts = append(firsts, msg.UUID)
					}
					msg.Ack()
				}
				if random.IntN(2) == 0 {
					sub.Close()
				}
				vanish() // with what is not recorded yet, and perhaps the lease
			}
			log.mu.Lock()
			log.off = true
			log.mu.Unlock()
			want := make([]string, messages)
			for i := range want {
				want[i] = fmt.Sprint("m", i+1)
			}
			if !slices.Equal(firsts, want) {
				t.Errorf("not in order: %v", firsts)
			}
		})
	}
}
