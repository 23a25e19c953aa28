package logtest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"minhbach/eventstore"
)

// crowd runs n goroutines and waits for them.
func crowd(n int, work func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { work(i) })
	}
	all.Wait()
}

// concurrentTail: subscribers that begin before, during and after many
// concurrent appends see every position once and in order.
func concurrentTail(t *testing.T, l eventstore.Log) {
	const appenders, each = 16, 40
	ctx := within(t)
	full := errors.New("all seen")
	seen := make([][]eventstore.Position, 4)
	tail := func(i int) {
		err := l.Subscribe(ctx, 0, eventstore.Filter{}, func(d eventstore.Delivery) error {
			if d.Event == nil {
				return nil
			}
			if seen[i] = append(seen[i], d.Position); len(seen[i]) == appenders*each*2 {
				return full
			}
			return nil
		})
		if !errors.Is(err, full) {
			t.Errorf("subscriber %d ended after %d events: %v", i, len(seen[i]), err)
		}
	}
	var tails sync.WaitGroup
	tails.Go(func() { tail(0) })
	crowd(appenders, func(i int) {
		for n := range each {
			if n == each/2 && i < 2 {
				tails.Go(func() { tail(1 + i) })
			}
			if _, err := l.Append(ctx, fmt.Sprintf("s%d", (i+n)%7), eventstore.Any(), drafts(2)...); err != nil {
				t.Errorf("append: %v", err)
			}
		}
	})
	tails.Go(func() { tail(3) })
	tails.Wait()

	all := whole(t, l)
	next := map[string]eventstore.Revision{}
	for i, ev := range all {
		if ev.Revision != next[ev.Stream] {
			t.Fatalf("stream %s has revision %d, want %d", ev.Stream, ev.Revision, next[ev.Stream])
		}
		next[ev.Stream]++
		if i > 0 && (ev.Position <= all[i-1].Position || ev.Recorded.Before(all[i-1].Recorded) && !l.Features().LooseTimes) {
			t.Fatalf("position %d at %v after %d at %v", ev.Position, ev.Recorded, all[i-1].Position, all[i-1].Recorded)
		}
		if l.Features().DensePositions && ev.Position != eventstore.Position(i+1) {
			t.Fatalf("position %d is number %d", ev.Position, i+1)
		}
	}
	want := positions(all)
	for i := range seen {
		if !slices.Equal(seen[i], want) {
			t.Errorf("subscriber %d saw %d events in another order or number than the %d read", i, len(seen[i]), len(want))
		}
	}
}

// concurrentFiltered: new types and streams appear while a filter is in force.
func concurrentFiltered(t *testing.T, l eventstore.Log) {
	const appenders, each = 8, 40
	ctx := within(t)
	full := errors.New("all seen")
	var seen []eventstore.Position
	done := make(chan error, 1)
	go func() {
		done <- l.Subscribe(ctx, 0, eventstore.Filter{Types: []string{"even."}, Streams: []string{"keep-"}}, func(d eventstore.Delivery) error {
			if d.Event == nil {
				return nil
			}
			if seen = append(seen, d.Position); len(seen) == appenders*each/4 {
				return full
			}
			return nil
		})
	}()
	crowd(appenders, func(i int) {
		for n := range each {
			stream := []string{"keep", "drop"}[n/2%2] + fmt.Sprintf("-%d-%d", i, n)
			typ := []string{"even", "odd"}[n%2] + fmt.Sprintf(".%d.%d", i, n)
			if _, err := l.Append(ctx, stream, eventstore.None(), draft(typ)); err != nil {
				t.Errorf("append: %v", err)
			}
		}
	})
	wantError(t, <-done, full)
	want := positions(collect(t, l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{Types: []string{"even."}, Streams: []string{"keep-"}}, 0)))
	if len(want) != appenders*each/4 || !slices.Equal(seen, want) {
		t.Fatalf("saw %d events, read %d", len(seen), len(want))
	}
}

// concurrentWhole: every append has three events; no reading ends inside one.
func concurrentWhole(t *testing.T, l eventstore.Log) {
	const appenders, each = 8, 25
	ctx := within(t)
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				for _, events := range []eventstore.Events{
					l.ReadStream(ctx, "shared", 0, eventstore.Forwards, 0),
					l.ReadStream(ctx, "shared", eventstore.FromEnd, eventstore.Backwards, 0),
					l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0),
				} {
					got, err := eventstore.Collect(events)
					if err != nil && !errors.Is(err, eventstore.ErrNoStream) {
						t.Errorf("reading: %v", err)
						return
					}
					if len(got)%3 != 0 {
						t.Errorf("a reading of %d events saw a part of an append", len(got))
						return
					}
				}
			}
		})
	}
	crowd(appenders, func(int) {
		for range each {
			if _, err := l.Append(ctx, "shared", eventstore.Any(), drafts(3)...); err != nil {
				t.Errorf("append: %v", err)
			}
		}
	})
	close(stop)
	readers.Wait()
	all := stream(t, l, "shared")
	if len(all) != appenders*each*3 {
		t.Fatalf("%d events, want %d", len(all), appenders*each*3)
	}
}

// concurrentWinner: of those who expect the same revision exactly one wins, and
// the others learn where the stream is.
func concurrentWinner(t *testing.T, l eventstore.Log) {
	const rivals, rounds = 12, 25
	ctx := within(t)
	for round := range rounds {
		expected := eventstore.Exactly(eventstore.Revision(round - 1))
		var mu sync.Mutex
		wins := 0
		crowd(rivals, func(int) {
			a, err := l.Append(ctx, "prize", expected, draft("prize.won"))
			var wrong *eventstore.WrongRevision
			switch {
			case err == nil && a.First == eventstore.Revision(round) && !a.Repeated:
				mu.Lock()
				wins++
				mu.Unlock()
			case errors.As(err, &wrong) && wrong.Actual == eventstore.Revision(round):
			default:
				t.Errorf("round %d: %+v, %v", round, a, err)
			}
		})
		if wins != 1 {
			t.Fatalf("round %d has %d winners", round, wins)
		}
	}
	if n := len(stream(t, l, "prize")); n != rounds {
		t.Fatalf("%d events, want %d", n, rounds)
	}
}

// concurrentRepeat: the same append sent by many at once is written once.
func concurrentRepeat(t *testing.T, l eventstore.Log) {
	const senders, rounds = 12, 20
	ctx := within(t)
	for round := range rounds {
		same := drafts(2)
		expected := []eventstore.Expected{eventstore.Any(), eventstore.Exactly(eventstore.Revision(round*2 - 1))}[round%2]
		var mu sync.Mutex
		written := 0
		crowd(senders, func(int) {
			a, err := l.Append(ctx, "once", expected, same...)
			if err != nil || a.First != eventstore.Revision(round*2) || a.Last != a.First+1 {
				t.Errorf("round %d: %+v, %v", round, a, err)
			}
			if !a.Repeated {
				mu.Lock()
				written++
				mu.Unlock()
			}
		})
		if written != 1 && !l.Features().RepeatsUntold {
			t.Fatalf("round %d was written %d times", round, written)
		}
	}
	if n := len(stream(t, l, "once")); n != rounds*2 {
		t.Fatalf("%d events, want %d", n, rounds*2)
	}
}
