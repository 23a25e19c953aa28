package sqlite

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"minhbach/eventstore"
)

// TestFailedCommit: from the first failure on nothing is written, everything is
// read, and a restart recovers.
func TestFailedCommit(t *testing.T) {
	dir := t.TempDir()
	broken := errors.New("fsync: input/output error")
	var fail atomic.Bool
	l := openIn(t, dir, Options{beforeCommit: func(*conn) error {
		if fail.Load() {
			return broken
		}
		return nil
	}})
	mustAppend(t, l, "a", 3)
	if err := l.Health(); err != nil {
		t.Fatalf("health before: %v", err)
	}
	fail.Store(true)
	lost := event()
	lost.Type = "thing.lost"
	_, err := l.Append(ctx, "b", eventstore.Any(), lost)
	if !errors.Is(err, eventstore.ErrReadOnly) || !errors.Is(err, broken) {
		t.Fatalf("the failed append: %v", err)
	}
	fail.Store(false) // a retry that would work now must not be made
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := l.Append(ctx, "a", eventstore.Any(), event()); !errors.Is(err, eventstore.ErrReadOnly) || !errors.Is(err, broken) {
				t.Errorf("an append after the failure: %v", err)
			}
		})
	}
	all.Wait()
	if err := l.Health(); !errors.Is(err, broken) {
		t.Fatalf("health after: %v", err)
	}
	mustCount(t, l, 3)
	_, err = eventstore.Collect(l.ReadStream(ctx, "b", 0, eventstore.Forwards, 0))
	if !errors.Is(err, eventstore.ErrNoStream) {
		t.Fatalf("the lost stream: %v", err)
	}
	file := filepath.Join(dir, fileName)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Fatalf("closing wrote to the file after the failure: %v", err)
	}
	l = openIn(t, dir, Options{})
	mustCount(t, l, 3)
	if a, err := l.Append(ctx, "b", eventstore.None(), lost); err != nil || a.Position != 4 || a.Repeated {
		t.Fatalf("the retry after the restart: %+v, %v", a, err)
	}
	if err := l.Verify(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	var full atomic.Bool
	l := openIn(t, dir, Options{beforeCommit: func(c *conn) error {
		if full.Load() {
			_, err := c.one(ctx, "PRAGMA max_page_count = 1") // what there is now is the limit
			return err
		}
		return nil
	}})
	mustAppend(t, l, "a", 5)
	full.Store(true)
	written := 5
	var err error
	for i := 0; err == nil; i++ {
		if _, err = l.Append(ctx, "a", eventstore.Any(), event()); err == nil {
			written++
		}
		if i > 10_000 {
			t.Fatal("the disk never got full")
		}
	}
	if !errors.Is(err, eventstore.ErrReadOnly) || code(err) != sqlite3.SQLITE_FULL {
		t.Fatalf("on a full disk: %v", err)
	}
	mustCount(t, l, written)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = openIn(t, dir, Options{})
	mustCount(t, l, written)
	mustAppend(t, l, "a", 1)
}

// TestClockBackwards: recorded times never decrease, whatever the clock does.
func TestClockBackwards(t *testing.T) {
	dir := t.TempDir()
	now := atomic.Int64{}
	clock := func(second int64) Options {
		now.Store(second)
		return Options{Now: func() time.Time { return time.Unix(now.Load(), 0) }}
	}
	l := openIn(t, dir, clock(2_000_000_000))
	first := mustAppend(t, l, "a", 1)
	now.Store(1_000_000_000)
	if a := mustAppend(t, l, "a", 1); !a.Recorded.Equal(first.Recorded) {
		t.Fatalf("recorded %v after %v", a.Recorded, first.Recorded)
	}
	l.Close()
	l = openIn(t, dir, clock(1_500_000_000))
	if a := mustAppend(t, l, "a", 1); !a.Recorded.Equal(first.Recorded) {
		t.Fatalf("recorded %v after %v and a restart", a.Recorded, first.Recorded)
	}
	now.Store(2_000_000_001)
	if a := mustAppend(t, l, "a", 1); a.Recorded.Unix() != 2_000_000_001 {
		t.Fatalf("recorded %v, want the clock's time", a.Recorded)
	}
}
