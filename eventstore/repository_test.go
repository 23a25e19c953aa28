package eventstore_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
)

type counter struct{ n int }

func newCounter() *counter { return &counter{} }

func (c *counter) Apply(p eventstore.Payload) {
	if _, ok := p.(opened); ok {
		c.n++
	}
}

func newRepository(t *testing.T) (*eventstore.Repository, eventstore.Log) {
	t.Helper()
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	codec, err := eventstore.NewCodec(append(eventstore.ClaimEvents(), opened{}, closed{}), upcasts)
	if err != nil {
		t.Fatal(err)
	}
	return eventstore.NewRepository(log, codec), log
}

func command() eventstore.Envelope {
	return eventstore.Envelope{Command: eventstore.NewID(time.Now()), Actor: "a1"}
}

func open(n int) func(*counter, eventstore.Revision) ([]eventstore.Payload, error) {
	return func(*counter, eventstore.Revision) ([]eventstore.Payload, error) {
		var out []eventstore.Payload
		for i := range n {
			out = append(out, opened{Name: fmt.Sprint(i)})
		}
		return out, nil
	}
}

func TestExecuteRepeatsACommandOnlyOnce(t *testing.T) {
	repo, log := newRepository(t)
	env := command()
	first, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, env, open(2))
	if err != nil {
		t.Fatal(err)
	}
	again, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, env, open(2))
	if err != nil {
		t.Fatal(err)
	}
	if !again.Repeated || again.Position != first.Position || again.Revision != first.Revision || again.Events != 2 {
		t.Errorf("repeated command: %+v, first %+v", again, first)
	}
	// Also behind other people's events, and with the revision it first named.
	if _, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, command(), open(1)); err != nil {
		t.Fatal(err)
	}
	named := eventstore.NoRevision
	late, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, &named, env, open(2))
	if err != nil || !late.Repeated || late.Position != first.Position {
		t.Errorf("late repetition: %+v, %v", late, err)
	}
	if head, _ := log.Head(t.Context()); head != 3 {
		t.Errorf("head %d, want 3", head)
	}
}

func TestExecuteRefusesAStaleRevisionWithoutDeciding(t *testing.T) {
	repo, _ := newRepository(t)
	if _, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, command(), open(2)); err != nil {
		t.Fatal(err)
	}
	named := eventstore.Revision(0)
	_, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, &named, command(), func(*counter, eventstore.Revision) ([]eventstore.Payload, error) {
		t.Error("decided on a stale revision")
		return nil, nil
	})
	var stale *eventstore.Stale
	if !errors.As(err, &stale) || stale.Named != 0 || stale.Actual != 1 {
		t.Errorf("got %v", err)
	}
}

func TestExecuteDecidesAnewAfterALostRace(t *testing.T) {
	repo, log := newRepository(t)
	raced := false
	var seen []int
	_, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, command(), func(c *counter, at eventstore.Revision) ([]eventstore.Payload, error) {
		seen = append(seen, c.n)
		if !raced {
			raced = true
			if _, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, command(), open(1)); err != nil {
				return nil, err
			}
		}
		return []eventstore.Payload{opened{Name: "late"}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(seen) != "[0 1]" {
		t.Errorf("decided on states %v, want 0 and then 1", seen)
	}
	if head, _ := log.Head(t.Context()); head != 2 {
		t.Errorf("head %d", head)
	}
}

func TestExecutePassesRefusalsOnAndRecordsNothing(t *testing.T) {
	repo, log := newRepository(t)
	no := errors.New("no")
	_, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, command(), func(*counter, eventstore.Revision) ([]eventstore.Payload, error) {
		return []eventstore.Payload{opened{}}, no
	})
	if err != no {
		t.Errorf("got %v", err)
	}
	if head, _ := log.Head(t.Context()); head != 0 {
		t.Errorf("head %d", head)
	}
}

func TestClaimsHoldUnderConcurrency(t *testing.T) {
	repo, _ := newRepository(t)
	claims := eventstore.NewClaims(repo)
	var won atomic.Int32
	var all sync.WaitGroup
	for i := range 24 {
		all.Go(func() {
			err := claims.Take(context.Background(), command(), "slug", "kesach/ke-hoach", fmt.Sprint("p", i))
			var held *eventstore.Held
			switch {
			case err == nil:
				won.Add(1)
			case !errors.As(err, &held):
				t.Errorf("claimant %d: %v", i, err)
			case held.Holder == "" || held.Since.IsZero():
				t.Errorf("refusal does not say who holds it since when: %+v", held)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d claimants won", won.Load())
	}
}

func TestClaimsReleaseTakeOverAndRepeat(t *testing.T) {
	repo, log := newRepository(t)
	claims := eventstore.NewClaims(repo)
	ctx := t.Context()
	take := func(holder string) error { return claims.Take(ctx, command(), "login", "lan", holder) }
	if err := take("a"); err != nil {
		t.Fatal(err)
	}
	if err := take("a"); err != nil {
		t.Errorf("taking what one holds: %v", err)
	}
	if err := claims.Release(ctx, command(), "login", "lan", "b"); err != nil {
		t.Fatal(err)
	}
	if holder, _ := claims.Holder(ctx, "login", "lan"); holder != "a" {
		t.Errorf("a stranger released it: %q", holder)
	}
	if err := claims.TakeOver(ctx, command(), "login", "lan", "b", "z"); err == nil {
		t.Error("taken over from somebody who does not hold it")
	}
	if err := claims.TakeOver(ctx, command(), "login", "lan", "b", "a"); err != nil {
		t.Error(err)
	}
	if err := claims.Release(ctx, command(), "login", "lan", "b"); err != nil {
		t.Error(err)
	}
	if err := take("c"); err != nil {
		t.Errorf("after release: %v", err)
	}
	for ev, err := range log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if string(ev.Data) == "lan" || len(ev.Stream) != len("claim-")+32 {
			t.Errorf("the key shows in %s %s", ev.Stream, ev.Data)
		}
	}
}

// telling is a log that keeps less than the contract: it takes few events at once and tells
// neither repeats nor times.
type telling struct {
	eventstore.Log
	appends atomic.Int32
	fail    func(n int32) error
}

func (l *telling) Features() eventstore.Features {
	f := l.Log.Features()
	f.MaxAppend, f.MaxAppendBytes, f.RepeatsUntold, f.TimeUntold = 4, 3000, true, true
	return f
}

func (l *telling) Append(ctx context.Context, stream string, expected eventstore.Expected, events ...eventstore.Draft) (eventstore.Appended, error) {
	if err := l.fail; err != nil {
		if err := err(l.appends.Add(1)); err != nil {
			return eventstore.Appended{}, err
		}
	}
	if len(events) > 4 {
		return eventstore.Appended{}, eventstore.ErrTooLarge
	}
	a, err := l.Log.Append(ctx, stream, expected, events...)
	a.Repeated, a.Recorded = false, time.Time{}
	return a, err
}

func newTelling(t *testing.T) (*eventstore.Repository, *telling) {
	t.Helper()
	_, log := newRepository(t)
	codec, err := eventstore.NewCodec([]eventstore.Payload{opened{}, closed{}}, upcasts)
	if err != nil {
		t.Fatal(err)
	}
	l := &telling{Log: log}
	return eventstore.NewRepository(l, codec), l
}

func TestExecuteReadsBackWhatIsNotTold(t *testing.T) {
	repo, l := newTelling(t)
	env := command()
	first, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, env, open(2))
	if err != nil || first.Recorded.IsZero() || first.Repeated || first.Revision != 1 {
		t.Fatalf("%+v, %v", first, err)
	}
	// The same command at the same time elsewhere: both decide, one of them records.
	env = command()
	raced := false
	second, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, env, func(s *counter, at eventstore.Revision) ([]eventstore.Payload, error) {
		if !raced {
			raced = true
			if out, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, env, open(1)); err != nil || out.Repeated {
				t.Fatalf("the other one: %+v, %v", out, err)
			}
		}
		return open(1)(s, at)
	})
	if err != nil || !second.Repeated || second.Revision != 2 {
		t.Errorf("%+v, %v; want it to be told that the other one recorded it", second, err)
	}
	if head, _ := l.Head(t.Context()); head != 3 {
		t.Errorf("head %d, want 3", head)
	}
}

// TestExecuteInParts: a decision that is larger than an append, cut short in the middle.
func TestExecuteInParts(t *testing.T) {
	repo, l := newTelling(t)
	upTo := func(n int) func(*counter, eventstore.Revision) ([]eventstore.Payload, error) {
		return func(s *counter, at eventstore.Revision) ([]eventstore.Payload, error) { return open(n-s.n)(s, at) }
	}
	env := command()
	if _, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, env, upTo(10)); !errors.Is(err, eventstore.ErrTooLarge) {
		t.Fatalf("not in parts: %v", err)
	}
	env.InParts = true
	down := errors.New("down")
	l.fail = func(n int32) error {
		if n == 3 {
			return down
		}
		return nil
	}
	if _, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, env, upTo(10)); !errors.Is(err, down) {
		t.Fatalf("cut short: %v", err)
	}
	nothing := eventstore.NoRevision
	out, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, &nothing, env, upTo(10)) // sent again as it was
	if err != nil || out.Revision != 9 {
		t.Fatalf("%+v, %v", out, err)
	}
	out, err = eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, env, upTo(10))
	if err != nil || !out.Repeated || out.Events != 10 || out.Revision != 9 {
		t.Errorf("once more: %+v, %v", out, err)
	}
}

// TestExecutePassesOverStrangers: what others append to a stream counts for its revision
// and for nothing else.
func TestExecutePassesOverStrangers(t *testing.T) {
	repo, log := newRepository(t)
	if _, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, command(), open(1)); err != nil {
		t.Fatal(err)
	}
	for i, metadata := range []string{"", "none", `{"$correlationId":"x"}`} {
		d := eventstore.Draft{ID: eventstore.DeriveID(fmt.Sprint("stranger", i)), Type: "thing.opened", Data: []byte("[]"), Metadata: []byte(metadata)}
		if _, err := log.Append(t.Context(), "thing-1", eventstore.Any(), d); err != nil {
			t.Fatal(err)
		}
	}
	out, err := eventstore.Execute(t.Context(), repo, "thing-1", newCounter, nil, command(), func(s *counter, at eventstore.Revision) ([]eventstore.Payload, error) {
		if s.n != 1 || at != 3 {
			t.Errorf("%d counted at revision %d", s.n, at)
		}
		return open(1)(s, at)
	})
	if err != nil || out.Revision != 4 {
		t.Errorf("%+v, %v", out, err)
	}
	if facts, err := repo.History(t.Context(), "thing-1"); err != nil || len(facts) != 2 {
		t.Errorf("%d facts, %v", len(facts), err)
	}
}
