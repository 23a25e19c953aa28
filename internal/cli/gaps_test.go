package cli

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/archive"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/demo"
	"minhbach/internal/node"
)

// spread gives the events of a log places as a server somewhere would have: far from 1,
// far apart, with the server's own events between them, and times to 100 ns.
func spread(events []eventstore.Event) []eventstore.Event {
	var out []eventstore.Event
	for i, ev := range events {
		ev.Position = eventstore.Position(2_000_000 + 61*i + i%7*3)
		ev.Recorded = ev.Recorded.Add(300)
		out = append(out, ev)
		if i%10 == 9 {
			out = append(out, eventstore.Event{
				Stream: "$stats-127.0.0.1:2113", Revision: eventstore.Revision(i / 10), Position: ev.Position + 2, Recorded: ev.Recorded,
				ID: eventstore.DeriveID("stats", fmt.Sprint(i)), Type: "$statsCollected", ContentType: "application/json", Data: []byte(`{"proc":{}}`), Metadata: []byte{},
			})
		}
	}
	return out
}

// logOf makes a data directory with these events and what another one has beside its log.
func logOf(t *testing.T, beside string, events []eventstore.Event) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Import(t.Context(), filepath.Join(dir, "log"), sqlite.Options{MaxEventBytes: 64 << 20}, func(yield func(eventstore.Event, error) bool) {
		for _, ev := range events {
			if !yield(ev, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"keys", "vault", "files", "minhbach.json"} {
		if out, err := exec.Command("cp", "-a", filepath.Join(beside, name), dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	return dir
}

func eventsOf(t *testing.T, dir string) []eventstore.Event {
	t.Helper()
	log, err := sqlite.Open(t.Context(), filepath.Join(dir, "log"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	all, err := eventstore.Collect(log.ReadAll(t.Context(), 0, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// shownAt is what an installation shows of a publication and of its tree, without
// positions.
func shownAt(t *testing.T, dir string) (status []string, root string) {
	t.Helper()
	n, err := node.Open(t.Context(), node.Config{Data: dir, Command: "test", Now: func() time.Time { return demoDay }})
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := n.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	if err := n.Ledger.ToEnd(ctx); err != nil {
		t.Fatal(err)
	}
	models, err := n.Models.Status(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range models {
		status = append(status, fmt.Sprintf("%s: %d parked, %d behind, %s", m.Name, m.Parked, m.Behind, m.LastError))
	}
	s, err := n.Ledger.Status(ctx)
	if err != nil || s.EventsBehind != 0 || s.Error != "" {
		t.Errorf("%+v %v", s, err)
	}
	return append(status, fmt.Sprint(s.Size)), s.Root
}

var demoDay = time.Date(2026, 10, 14, 3, 0, 0, 0, time.UTC)

// Given the history of a whole installation on positions with gaps, with a server's own
// events between them and times to 100 ns, then every command that reads the log does
// what it does on dense positions, and the Merkle root is the same.
func TestCommandsOnALogWithGaps(t *testing.T) {
	if testing.Short() {
		t.Skip("seeds a whole demo")
	}
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	seeded := filepath.Join(t.TempDir(), "demo")
	if err := demo.Seed(t.Context(), seeded, demo.Options{Now: func() time.Time { return demoDay }}); err != nil {
		t.Fatal(err)
	}
	events := spread(eventsOf(t, seeded))
	var dense []eventstore.Event
	for _, ev := range events {
		if ledger.HasLeaf(&ev) {
			ev.Position = eventstore.Position(len(dense) + 1)
			dense = append(dense, ev)
		}
	}
	gapped, plain := logOf(t, seeded, events), logOf(t, seeded, dense)
	status, root := shownAt(t, gapped)
	wanted, same := shownAt(t, plain)
	if fmt.Sprint(status) != fmt.Sprint(wanted) || root != same || len(dense) == len(events) {
		t.Fatalf("%v %s\n%v %s", status, root, wanted, same)
	}
	key := keyOf(t, gapped)
	if r := minhbach(t, "doctor", "--data", gapped).want(t, OK, ""); !strings.Contains(r.out, "đến vị trí ") {
		t.Errorf("doctor counts events with positions: %s", r.out)
	}
	minhbach(t, "verify", "log", filepath.Join(gapped, "ledger"), "--key", key).want(t, OK, "")
	minhbach(t, "verify", "database", gapped, "--key", key).want(t, OK, "")
	replayed(t, gapped, events)

	bag := filepath.Join(t.TempDir(), "full")
	r := minhbach(t, "export", bag, "--full", "--data", gapped, "--json").want(t, OK, "")
	var sum archive.Summary
	if err := json.Unmarshal([]byte(r.out), &sum); err != nil || sum.Events != sum.Size || sum.Size < uint64(len(dense)) { // a start may release what is due
		t.Errorf("%s %v", r.out, err)
	}
	minhbach(t, "verify", "export", bag, "--key", key).want(t, OK, "")
	minhbach(t, "export", filepath.Join(t.TempDir(), "public"), "--data", gapped).want(t, OK, "")
	minhbach(t, "import", "archive", bag, "--data", filepath.Join(t.TempDir(), "imported"), "--keys", filepath.Join(gapped, "keys")).want(t, OK, "")

	backup := filepath.Join(t.TempDir(), "backup")
	minhbach(t, "backup", backup, "--data", gapped).want(t, OK, "")
	minhbach(t, "backup", "verify", backup, "--key", key).want(t, OK, "")
	at := len(events) / 2
	for !ledger.HasLeaf(&events[at]) || !ledger.HasLeaf(&events[at+1]) {
		at++
	}
	inGap := events[at].Position + 1
	r = minhbach(t, "restore", backup, "--data", filepath.Join(t.TempDir(), "restored"), "--keys", filepath.Join(gapped, "keys"), "--reason", "test", "--to", fmt.Sprint(inGap), "--json").want(t, OK, "")
	var restored node.Restored
	var g ledger.Growth
	for i := range events[:at+1] {
		if _, err := g.Add(&events[i]); err != nil {
			t.Fatal(err)
		}
	}
	half := g.Root()
	if err := json.Unmarshal([]byte(r.out), &restored); err != nil || restored.Position != uint64(events[at].Position) || restored.Size != g.Size() ||
		restored.Root != hex.EncodeToString(half[:]) || restored.LeftOut < uint64(len(dense))-g.Size() || restored.LeftOut > uint64(len(dense)) {
		t.Errorf("up to %d: %s %v", inGap, r.out, err)
	}
}

// replayed: the story of a publication is told up to a position in a gap.
func replayed(t *testing.T, dir string, events []eventstore.Event) {
	t.Helper()
	for i := range events {
		id, ok := strings.CutPrefix(events[i].Stream, "publication-")
		if !ok || events[i].Revision < 3 {
			continue
		}
		r := minhbach(t, "replay", "publication", id, "--data", dir, "--as-of", fmt.Sprint(events[i].Position+1), "--json").want(t, OK, "")
		if !strings.Contains(r.out, events[i].ID.String()) {
			t.Errorf("event %s is not told: %s", events[i].ID, r.out)
		}
		return
	}
	t.Error("no publication has three events")
}
