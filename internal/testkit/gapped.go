package testkit

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
)

// beginElsewhere gives a fresh directory a log that began on a server somewhere: a few
// events of strangers and of that server itself, positions far from 1 and far apart, and
// times to 100 ns.
func beginElsewhere(t testing.TB, dir string, at time.Time) {
	t.Helper()
	events := func(yield func(eventstore.Event, error) bool) {
		for i := range 40 {
			ev := eventstore.Event{
				Stream: fmt.Sprintf("sensor-%d", i%3), Revision: eventstore.Revision(i / 3), Position: eventstore.Position(1_000_003 + i*i*977),
				ID: eventstore.DeriveID("elsewhere", fmt.Sprint(i)), Type: "measured", ContentType: "application/octet-stream",
				Recorded: at.Add(-time.Hour).Truncate(time.Microsecond).Add(time.Duration(i)*time.Second + 700), Data: []byte{byte(i), 0xff}, Metadata: []byte("không phải JSON"),
			}
			switch i % 3 {
			case 1:
				ev.Stream, ev.Type, ev.ContentType = "$$sensor-0", "$metadata", "application/json"
				ev.Data, ev.Metadata = []byte(`{"$maxCount":1000}`), nil
			case 2:
				ev.Stream, ev.Type, ev.ContentType = "$stats-127.0.0.1:2113", "$statsCollected", "application/json"
				ev.Data, ev.Metadata = []byte(`{}`), []byte(`{}`)
			}
			if !yield(ev, nil) {
				return
			}
		}
	}
	if _, err := sqlite.Import(t.Context(), filepath.Join(dir, "log"), sqlite.Options{Now: func() time.Time { return at }}, events); err != nil {
		t.Fatal(err)
	}
}
