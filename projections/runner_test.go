package projections_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/projections"
)

type counted struct {
	By int `json:"by"`
}

func (counted) EventType() string { return "tally.counted" }
func (counted) EventVersion() int { return 1 }

type ignored struct{}

func (ignored) EventType() string { return "other.happened" }
func (ignored) EventVersion() int { return 1 }

// tally counts by stream. It refuses what its test tells it to.
type tally struct{ refuse func(eventstore.Fact) error }

func (tally) Flush(*projections.Tx) error { return nil }

func (s tally) Reduce(tx *projections.Tx, f eventstore.Fact) error {
	if s.refuse != nil {
		if err := s.refuse(f); err != nil {
			return err
		}
	}
	return tx.Exec(`INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT (stream) DO UPDATE SET n = n + excluded.n, last = excluded.last`,
		f.Stream, f.Payload.(counted).By, int64(f.Position))
}

func definition(refuse func(eventstore.Fact) error) projections.Definition {
	return projections.Definition{
		Name: "tally", Version: 1, Types: []string{"tally."},
		Schema: `CREATE TABLE tally (stream TEXT PRIMARY KEY, n INTEGER NOT NULL, last INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
		New:    func() projections.State { return tally{refuse} },
	}
}

type world struct {
	log   eventstore.Log
	codec *eventstore.Codec
	dir   string
	n     int
}

func newWorld(t testing.TB) *world {
	t.Helper()
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	codec, err := eventstore.NewCodec([]eventstore.Payload{counted{}, ignored{}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &world{log: log, codec: codec, dir: t.TempDir()}
}

func (w *world) append(t testing.TB, stream string, payloads ...eventstore.Payload) {
	t.Helper()
	var drafts []eventstore.Draft
	for _, p := range payloads {
		w.n++
		d, err := w.codec.Encode(eventstore.NewID(time.Now()), p, eventstore.Metadata{})
		if err != nil {
			t.Fatal(err)
		}
		drafts = append(drafts, d)
	}
	if _, err := w.log.Append(t.Context(), stream, eventstore.Any(), drafts...); err != nil {
		t.Fatal(err)
	}
}

func (w *world) open(t testing.TB, def projections.Definition) *projections.Runner {
	t.Helper()
	r, err := projections.Open(t.Context(), w.dir, def, w.log, w.codec, projections.Options{
		Batch: 3, Sleep: func(context.Context, time.Duration) {},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func totals(t testing.TB, r *projections.Runner) string {
	t.Helper()
	var out []string
	err := r.Read(t.Context(), func(db *sql.DB) error {
		rows, err := db.Query(`SELECT stream, n FROM tally ORDER BY stream`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			var n int
			if err := rows.Scan(&s, &n); err != nil {
				return err
			}
			out = append(out, fmt.Sprintf("%s=%d", s, n))
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, " ")
}

func mustEnd(t testing.TB, r *projections.Runner) {
	t.Helper()
	if err := r.ToEnd(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestRunnerGoesOnFromItsCheckpoint(t *testing.T) {
	w := newWorld(t)
	for range 7 {
		w.append(t, "tally-a", counted{1}, counted{2})
		w.append(t, "other-a", ignored{})
	}
	r := w.open(t, definition(nil))
	mustEnd(t, r)
	if got := totals(t, r); got != "tally-a=21" {
		t.Fatalf("totals %q", got)
	}
	if r.Seen() != 21 {
		t.Errorf("seen %d: events of other types count as seen", r.Seen())
	}
	hash, err := r.StateHash(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// Opened again it neither forgets nor applies anything twice.
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	r = w.open(t, definition(nil))
	mustEnd(t, r)
	again, _ := r.StateHash(t.Context())
	if again != hash || totals(t, r) != "tally-a=21" {
		t.Errorf("after reopening: %q", totals(t, r))
	}
}

func TestRunnerFollowsAndWakesWhoWaits(t *testing.T) {
	w := newWorld(t)
	r := w.open(t, definition(nil))
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	w.append(t, "tally-a", counted{5})
	w.append(t, "other-a", ignored{})
	if err := r.Wait(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	if got := totals(t, r); got != "tally-a=5" {
		t.Errorf("totals %q", got)
	}
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("run ended with %v", err)
	}
	expired, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Wait(expired, 99); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting for what never comes: %v", err)
	}
}

func TestPoisonEventIsParkedAndOtherStreamsGoOn(t *testing.T) {
	w := newWorld(t)
	poisoned := true
	tries := 0
	refuse := func(f eventstore.Fact) error {
		if f.Stream == "tally-bad" && f.Revision == 1 && poisoned {
			tries++
			return errors.New("no such luck")
		}
		return nil
	}
	w.append(t, "tally-good", counted{1})
	w.append(t, "tally-bad", counted{1}, counted{10}, counted{100})
	w.append(t, "tally-good", counted{1})
	r := w.open(t, definition(refuse))
	mustEnd(t, r)
	if got := totals(t, r); got != "tally-bad=1 tally-good=2" {
		t.Fatalf("totals %q", got)
	}
	if tries != 6 { // once in the batch, then five on its own
		t.Errorf("tried %d times", tries)
	}
	parked, err := r.Parked(t.Context())
	if err != nil || len(parked) != 2 || parked[0].Position != 3 || !strings.Contains(parked[0].Error, "no such luck") || parked[1].Position != 4 {
		t.Fatalf("parked %+v, %v", parked, err)
	}
	status, err := r.Status(t.Context())
	if err != nil || status.Parked != 2 || status.Behind != 0 {
		t.Errorf("status %+v, %v", status, err)
	}
	// What comes later in the stream waits, also after a restart.
	r.Close()
	r = w.open(t, definition(refuse))
	w.append(t, "tally-bad", counted{1000})
	mustEnd(t, r)
	if got := totals(t, r); got != "tally-bad=1 tally-good=2" {
		t.Errorf("order of the stream was broken: %q", got)
	}
	if _, err := r.Unpark(t.Context(), "tally-bad"); err == nil {
		t.Error("unparked what still fails")
	}
	poisoned = false
	if n, err := r.Unpark(t.Context(), "tally-bad"); err != nil || n != 3 {
		t.Errorf("unparked %d, %v", n, err)
	}
	if got := totals(t, r); got != "tally-bad=1111 tally-good=2" {
		t.Errorf("after unparking %q", got)
	}
	w.append(t, "tally-bad", counted{1})
	mustEnd(t, r)
	if got := totals(t, r); got != "tally-bad=1112 tally-good=2" {
		t.Errorf("the stream does not go on: %q", got)
	}
}

func TestPanickingReducerIsAFailingOne(t *testing.T) {
	w := newWorld(t)
	w.append(t, "tally-a", counted{1})
	w.append(t, "tally-b", counted{1})
	r := w.open(t, definition(func(f eventstore.Fact) error {
		if f.Stream == "tally-a" {
			panic("boom")
		}
		return nil
	}))
	mustEnd(t, r)
	if got := totals(t, r); got != "tally-b=1" {
		t.Errorf("totals %q", got)
	}
}

func TestRebuildTakesOverWithTheSameRows(t *testing.T) {
	w := newWorld(t)
	for i := range 40 {
		w.append(t, fmt.Sprintf("tally-%d", i%5), counted{i})
	}
	r := w.open(t, definition(nil))
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	if err := r.Wait(t.Context(), 40); err != nil {
		t.Fatal(err)
	}
	before, _ := r.StateHash(t.Context())
	// A reading that began before the swap sees its rows to the end.
	err := r.Read(t.Context(), func(db *sql.DB) error {
		if err := r.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		var n int
		return db.QueryRow(`SELECT sum(n) FROM tally`).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	after, _ := r.StateHash(t.Context())
	if before != after {
		t.Error("the rebuilt read model differs")
	}
	w.append(t, "tally-0", counted{1000})
	if err := r.Wait(t.Context(), 41); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(totals(t, r), "tally-0=1140 ") {
		t.Errorf("the new file does not follow the log: %s", totals(t, r))
	}
	stop()
	<-done
	r.Close()
	r = w.open(t, definition(nil))
	if !strings.HasPrefix(totals(t, r), "tally-0=1140 ") {
		t.Errorf("the old file came back: %s", totals(t, r))
	}
}

func TestDamagedFileIsBuiltAgain(t *testing.T) {
	w := newWorld(t)
	w.append(t, "tally-a", counted{1})
	other := definition(nil)
	other.Name = "tally"
	r := w.open(t, other)
	mustEnd(t, r)
	r.Close()
	ruin(t, w.dir)
	r = w.open(t, definition(nil))
	mustEnd(t, r)
	if got := totals(t, r); got != "tally-a=1" {
		t.Errorf("totals %q", got)
	}
}

// Who keeps answers asks whether rows may have changed; no two states may look alike.
func TestChangesTellEveryState(t *testing.T) {
	w := newWorld(t)
	w.append(t, "tally-bad", counted{1})
	broken := true
	r := w.open(t, definition(func(f eventstore.Fact) error {
		if broken {
			return errors.New("no")
		}
		return nil
	}))
	mustEnd(t, r)
	changes, reworked := r.Changes(), r.Reworked()
	broken = false
	if _, err := r.Unpark(t.Context(), "tally-bad"); err != nil {
		t.Fatal(err)
	}
	if r.Changes() == changes || r.Reworked() == reworked {
		t.Error("an event that was parked changed rows and it does not show")
	}
	changes, reworked = r.Changes(), r.Reworked()
	w.append(t, "tally-a", counted{1})
	mustEnd(t, r)
	if r.Changes() == changes || r.Reworked() != reworked {
		t.Errorf("a new event: changes %d after %d, reworked %d after %d", r.Changes(), changes, r.Reworked(), reworked)
	}
	changes, reworked = r.Changes(), r.Reworked()
	if err := r.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r.Changes() == changes || r.Reworked() == reworked {
		t.Error("a rebuild does not show")
	}
}

// A full disk is not an event's fault: nothing is parked, and it goes on when there
// is room.
func TestFullDiskParksNothing(t *testing.T) {
	w := newWorld(t)
	w.append(t, "tally-a", counted{1})
	w.append(t, "tally-b", counted{2})
	full := true
	def := definition(nil)
	def.New = func() projections.State { return crowded{full: &full} }
	r := w.open(t, def)
	if err := r.ToEnd(t.Context()); err == nil {
		t.Fatal("it wrote to a full file")
	}
	if parked, err := r.Parked(t.Context()); err != nil || len(parked) != 0 {
		t.Errorf("parked %+v, %v", parked, err)
	}
	full = false
	mustEnd(t, r)
	if got := totals(t, r); got != "tally-a=1 tally-b=2" {
		t.Error(got)
	}
}

// crowded is a tally in a file that may not grow while full.
type crowded struct {
	tally
	full *bool
}

func (s crowded) Reduce(tx *projections.Tx, f eventstore.Fact) error {
	var pages int
	if _, err := tx.Row(`PRAGMA page_count`, nil, &pages); err != nil {
		return err
	}
	most := 1 << 30
	if *s.full {
		most = pages
	}
	var now int
	if _, err := tx.Row(fmt.Sprintf(`PRAGMA max_page_count = %d`, most), nil, &now); err != nil {
		return err
	}
	if *s.full {
		if err := tx.Exec(`INSERT INTO tally VALUES (hex(randomblob(20000)), 0, 0)`); err != nil {
			return err
		}
	}
	return s.tally.Reduce(tx, f)
}

// The directory may have any name, patterns included.
func TestDirectoryNamedLikeAPattern(t *testing.T) {
	w := newWorld(t)
	w.dir = filepath.Join(w.dir, "dữ liệu [1]*")
	w.append(t, "tally-a", counted{1})
	r := w.open(t, definition(nil))
	mustEnd(t, r)
	if err := r.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	again := w.open(t, definition(nil))
	if got := again.Seen(); got != 1 {
		t.Errorf("opened at %d: the rebuilt file was not found", got)
	}
}
