package logtest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"minhbach/eventstore"
)

func mustClose(t *testing.T, l eventstore.Log) {
	t.Helper()
	if err := l.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
}

func closeLater(t *testing.T, l eventstore.Log) {
	mustAppend(t, l, "a", drafts(2)...)
	mustClose(t, l)
	ctx := context.Background()
	_, err := l.Append(ctx, "a", eventstore.Any(), drafts(1)...)
	wantError(t, err, eventstore.ErrClosed)
	_, err = l.Append(ctx, "a", eventstore.Any())
	wantError(t, err, eventstore.ErrClosed)
	_, err = eventstore.Collect(l.ReadStream(ctx, "a", 0, eventstore.Forwards, 0))
	wantError(t, err, eventstore.ErrClosed)
	_, err = eventstore.Collect(l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0))
	wantError(t, err, eventstore.ErrClosed)
	_, err = l.Head(ctx)
	wantError(t, err, eventstore.ErrClosed)
	err = l.Subscribe(ctx, 0, eventstore.Filter{}, func(eventstore.Delivery) error { return nil })
	wantError(t, err, eventstore.ErrClosed)
}

func closeSubscriptions(t *testing.T, l eventstore.Log) {
	a := mustAppend(t, l, "a", drafts(3)...)
	live, behind := follow(t, l, 0, eventstore.Filter{}), follow(t, l, 0, eventstore.Filter{})
	live.caughtUp(t, a.Position)
	behind.next(t)
	closed := make(chan error, 1)
	go func() { closed <- l.Close() }()
	wantError(t, live.end(t), eventstore.ErrClosed)
	wantError(t, behind.end(t), eventstore.ErrClosed)
	if err := <-closed; err != nil {
		t.Fatalf("close: %v", err)
	}
}

// closeDuringAppends: each append either succeeded or says that the log is
// closed, and Close returns.
func closeDuringAppends(t *testing.T, l eventstore.Log) {
	ctx := within(t)
	var acknowledged atomic.Int64
	var all sync.WaitGroup
	started := make(chan struct{}, 8)
	for i := range 8 {
		all.Go(func() {
			for n := 0; ; n++ {
				_, err := l.Append(ctx, fmt.Sprintf("s%d", i), eventstore.Exactly(eventstore.Revision(n-1)), draft("thing.happened"))
				if errors.Is(err, eventstore.ErrClosed) {
					return
				}
				if err != nil {
					t.Errorf("append: %v", err)
					return
				}
				acknowledged.Add(1)
				if n == 5 {
					started <- struct{}{}
				}
			}
		})
	}
	for range 8 {
		select {
		case <-started:
		case <-ctx.Done():
			t.Fatal("the appends did not get going")
		}
	}
	mustClose(t, l)
	all.Wait()
	if acknowledged.Load() < 8*6 {
		t.Fatalf("%d appends were acknowledged", acknowledged.Load())
	}
}

// closeDuringReading: a reading whose consumer is at work does not hold Close
// up, and goes on to ErrClosed or to its end, never to anything else.
func closeDuringReading(t *testing.T, l eventstore.Log) {
	n := min(900, l.Features().MaxAppend)
	for range 3 {
		mustAppend(t, l, "a", drafts(n)...)
	}
	seen := 0
	for _, err := range l.ReadAll(context.Background(), 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		if err != nil {
			wantError(t, err, eventstore.ErrClosed)
			return
		}
		if seen++; seen == 10 {
			mustClose(t, l)
		}
	}
	if seen != 3*n {
		t.Fatalf("the reading ended without error after %d of %d events", seen, 3*n)
	}
}
