package node

import (
	"context"
	"strings"
	"testing"
	"time"

	"minhbach/domain/fault"
	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/app"
	"minhbach/internal/files"
)

// A disk that fills up refuses changes in time, serves readers, and takes changes
// again by itself.
func TestNearlyFullDisk(t *testing.T) {
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	store, err := files.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	now, left, asked := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC), uint64(minFree), 0
	s := &space{now: func() time.Time { return now }, warn: func(string, ...any) {}, free: func() (uint64, error) { asked++; return left, nil }}
	l, f := roomyLog{log, s}, roomyFiles{store, s}
	write := func() error {
		_, err := l.Append(context.Background(), "claim-a", eventstore.Any(), eventstore.Draft{ID: eventstore.NewID(now), Type: "claim.taken", Data: []byte("{}")})
		return err
	}
	for range 3 {
		if err := write(); err != nil {
			t.Fatalf("with room: %v", err)
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times in a second", asked)
	}
	left, now = minFree-1, now.Add(time.Second)
	if got := fault.Of(write()); got == nil || got.Code != app.ErrUnavailable {
		t.Errorf("a change: %v", got)
	}
	if _, err := f.Put(t.Context(), "a.txt", 100, strings.NewReader("xin chào")); fault.Of(err) == nil || fault.Of(err).Code != app.ErrUnavailable {
		t.Errorf("a file: %v", err)
	}
	if events, err := eventstore.Collect(l.ReadAll(t.Context(), 0, eventstore.Forwards, eventstore.Filter{}, 0)); err != nil || len(events) != 3 {
		t.Errorf("readers got %d events, %v", len(events), err)
	}
	if err := l.Health(); err != nil {
		t.Errorf("a node that serves readers is told to be restarted: %v", err)
	}
	left, now = minFree, now.Add(time.Second)
	if err := write(); err != nil {
		t.Errorf("with room again: %v", err)
	}
}
