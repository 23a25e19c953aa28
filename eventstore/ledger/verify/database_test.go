package verify_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/verify"
	"minhbach/eventstore/ledger/verify/testlog"
	"minhbach/eventstore/sqlite"
)

func TestRowsAgainstLeaves(t *testing.T) {
	const n, covered = 700, 650
	events := testlog.Events(n, 1)
	dir, key := t.TempDir(), testlog.Key(t, origin)
	testlog.Write(t, dir, key, events[:covered])
	src, err := verify.Open(ctx, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	judge := func(events []eventstore.Event) verify.Report {
		t.Helper()
		r, err := verify.FromRows(ctx, verify.Rows{Events: testlog.Seq(events)}, src, trust(t, key), verify.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := judge(events); !r.Sound || r.Database.Rows != covered || r.Database.Uncovered != n-covered || r.Database.Head != n {
		t.Fatal(r.Problem, r.Database)
	}
	for name, c := range map[string]struct {
		code, part string
		leaf       uint64
		change     func(all []eventstore.Event) []eventstore.Event
	}{
		"data": {verify.BadData, "data", 321, func(a []eventstore.Event) []eventstore.Event { a[321].Data = []byte(`{}`); return a }},
		"actor": {verify.BadEnvelope, "envelope", 321, func(a []eventstore.Event) []eventstore.Event {
			a[321].Metadata = []byte(strings.Replace(string(a[321].Metadata), "system", "nobody", 1))
			return a
		}},
		"salt":         {verify.BadEnvelope, "envelope", 0, func(a []eventstore.Event) []eventstore.Event { a[0].Metadata = a[1].Metadata; return a }},
		"stream":       {verify.BadHeader, "header: stream", 255, func(a []eventstore.Event) []eventstore.Event { a[255].Stream += "x"; return a }},
		"revision":     {verify.BadHeader, "header: revision", 256, func(a []eventstore.Event) []eventstore.Event { a[256].Revision++; return a }},
		"id":           {verify.BadHeader, "header: id", 649, func(a []eventstore.Event) []eventstore.Event { a[649].ID[3]++; return a }},
		"type":         {verify.BadHeader, "header: type", 3, func(a []eventstore.Event) []eventstore.Event { a[3].Type = "publication.withdrawn"; return a }},
		"content type": {verify.BadHeader, "header: content type", 3, func(a []eventstore.Event) []eventstore.Event { a[3].ContentType = "text/plain"; return a }},
		"time": {verify.BadHeader, "header: recorded", 4, func(a []eventstore.Event) []eventstore.Event {
			a[4].Recorded = a[4].Recorded.Add(-time.Microsecond)
			return a
		}},
		"removed":   {verify.RowMissing, "", 300, func(a []eventstore.Event) []eventstore.Event { return slices.Delete(a, 300, 301) }},
		"cut short": {verify.RowMissing, "", 600, func(a []eventstore.Event) []eventstore.Event { return a[:600] }},
		"put in":    {verify.RowInserted, "", 300, func(a []eventstore.Event) []eventstore.Event { return slices.Insert(a, 300, testlog.Events(1, 9)[0]) }},
		"order":     {verify.RowMissing, "", 10, func(a []eventstore.Event) []eventstore.Event { a[10], a[11] = a[11], a[10]; return a }},
	} {
		r := judge(c.change(slices.Clone(events)))
		p := r.Problem
		if r.Sound || p.Code != c.code || p.Leaf == nil || *p.Leaf != c.leaf || c.part != "" && !slices.Contains(p.Parts, c.part) {
			t.Errorf("%s: %v", name, p)
			continue
		}
		if c.code != verify.RowInserted && (p.ID != events[c.leaf].ID.String() || p.Stream != events[c.leaf].Stream || *p.Revision != events[c.leaf].Revision) {
			t.Errorf("%s: another event is named: %v", name, p)
		}
	}
	t.Run("the store's own events are in no leaf", func(t *testing.T) {
		all := slices.Insert(slices.Clone(events), 5, eventstore.Event{Type: "$metadata", Stream: "$$$stats-1", Position: 5})
		if r := judge(all); !r.Sound {
			t.Error(r.Problem)
		}
	})
	t.Run("with one checkpoint only", func(t *testing.T) {
		signed, err := src.ReadFile(ctx, ledger.CheckpointPath)
		if err != nil {
			t.Fatal(err)
		}
		r, err := verify.AgainstCheckpoint(ctx, verify.Rows{Events: testlog.Seq(events)}, signed, trust(t, key))
		if err != nil || !r.Sound || r.Database.Rows != covered || r.Database.Uncovered != n-covered {
			t.Error(err, r.Problem)
		}
		changed := slices.Clone(events)
		changed[649].Data = []byte("{}")
		if r, err := verify.AgainstCheckpoint(ctx, verify.Rows{Events: testlog.Seq(changed)}, signed, trust(t, key)); err != nil || r.Sound || r.Problem.Code != verify.BadRoot {
			t.Error(err, r.Problem)
		}
		if r, err := verify.AgainstCheckpoint(ctx, verify.Rows{Events: testlog.Seq(events[:600])}, signed, trust(t, key)); err != nil || r.Sound || r.Problem.Code != verify.RowMissing || *r.Problem.Leaf != 600 {
			t.Error(err, r.Problem)
		}
	})
}

// database of real rows, with the ledger of its events.
func database(t testing.TB, n int) (file, tree string, key ledger.Key, events []eventstore.Event) {
	t.Helper()
	dir := t.TempDir()
	events = testlog.Events(n, 1)
	if _, err := sqlite.Import(ctx, filepath.Join(dir, "log"), sqlite.Options{}, testlog.Seq(events)); err != nil {
		t.Fatal(err)
	}
	tree, key = filepath.Join(dir, "ledger"), testlog.Key(t, origin)
	testlog.Write(t, tree, key, events)
	return filepath.Join(dir, "log", "log.db"), tree, key, events
}

// judgeFile inspects a database file.
func judgeFile(ctx context.Context, file string, src verify.Source, tr verify.Trust) (verify.Report, error) {
	db, err := sqlite.Inspect(ctx, file)
	if err != nil {
		return verify.Report{}, err
	}
	defer db.Close()
	return verify.FromRows(ctx, verify.Rows{Events: db.Events(ctx), Around: db.Around}, src, tr, verify.Options{Workers: 2})
}

// TestRowChangedByHand: somebody with the file drops the triggers, changes a row and
// mends its checksum. The engine is content; the ledger is not.
func TestRowChangedByHand(t *testing.T) {
	for _, mend := range []bool{false, true} {
		t.Run(fmt.Sprintf("checksum mended %v", mend), func(t *testing.T) {
			file, tree, key, events := database(t, 600)
			src, err := verify.Open(ctx, tree, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer src.Close()
			if r, err := judgeFile(ctx, file, src, trust(t, key)); err != nil || !r.Sound || r.Database.Rows != 600 {
				t.Fatal(err, r.Problem)
			}
			victim := events[432]
			victim.Data = []byte(strings.Replace(string(victim.Data), "2026-03-02", "2025-03-02", 1))
			change(t, file, victim, mend)
			if mend { // as far as the engine knows all is well
				l, err := sqlite.Open(ctx, filepath.Dir(file), sqlite.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if err := l.Verify(ctx); err != nil {
					t.Error("the checksum was not mended:", err)
				}
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
			}
			r, err := judgeFile(ctx, file, src, trust(t, key))
			if err != nil || r.Sound {
				t.Fatal("not found", err)
			}
			p := r.Problem
			if p.Code != verify.BadData || *p.Leaf != 432 || p.Position != 433 || p.ID != victim.ID.String() || p.Stream != victim.Stream || *p.Revision != victim.Revision || p.Type != victim.Type {
				t.Error(p)
			}
		})
	}
}

// change the data of an event behind the log's back.
func change(t *testing.T, file string, ev eventstore.Event, mend bool) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`DROP TRIGGER events_are_never_changed`); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE events SET data = ? WHERE position = ?`, ev.Data, int64(ev.Position)); err != nil {
		t.Fatal(err)
	}
	if mend {
		if _, err := db.Exec(`UPDATE events SET checksum = ? WHERE position = ?`, int64(checksum(ev)), int64(ev.Position)); err != nil {
			t.Fatal(err)
		}
	}
}

// checksum as the engine makes it, for a forger.
func checksum(ev eventstore.Event) uint32 {
	le := func(n, size int) []byte {
		b := make([]byte, size)
		for i := range b {
			b[i] = byte(n >> (8 * i))
		}
		return b
	}
	var b []byte
	for _, s := range []string{ev.Stream, ev.Type, ev.ContentType} {
		b = append(append(b, le(len(s), 4)...), s...)
	}
	b = append(b, ev.ID[:]...)
	b = append(append(b, le(len(ev.Data), 4)...), le(len(ev.Metadata), 4)...)
	b = append(append(b, ev.Data...), ev.Metadata...)
	b = append(append(append(b, le(int(ev.Position), 8)...), le(int(ev.Revision), 8)...), le(int(ev.Recorded.UnixMicro()), 8)...)
	return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))
}

// TestDatabaseInUse: the rows of a log that is being written are read beside it.
func TestDatabaseInUse(t *testing.T) {
	file, tree, key, events := database(t, 300)
	l, err := sqlite.Open(ctx, filepath.Dir(file), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	draft := eventstore.Draft{ID: eventstore.NewID(testlog.Day), Type: "publication.drafted", Data: []byte("{}")}
	if _, err := l.Append(ctx, events[0].Stream, eventstore.Any(), draft); err != nil {
		t.Fatal(err)
	}
	src, err := verify.Open(ctx, tree, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	r, err := judgeFile(ctx, filepath.Dir(filepath.Dir(file)), src, trust(t, key))
	if err != nil || !r.Sound || r.Database.Rows != 300 || r.Database.Uncovered != 1 {
		t.Fatal(err, r.Problem, r.Database)
	}
	for name, text := range map[string]string{"empty": "", "letter": strings.Repeat("Kính gửi Ủy ban nhân dân ", 100)} {
		other := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(other, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := sqlite.Inspect(ctx, other); !errors.Is(err, sqlite.ErrForeign) {
			t.Error(name, err)
		}
	}
	if _, err := sqlite.Inspect(ctx, t.TempDir()); !errors.Is(err, sqlite.ErrForeign) {
		t.Error(err)
	}
	if _, err := sqlite.Inspect(ctx, filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
