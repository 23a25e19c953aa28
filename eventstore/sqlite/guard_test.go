package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"minhbach/eventstore"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func secondsOf(n *atomic.Int64) func() time.Time {
	return func() time.Time { return time.Unix(n.Load(), 0) }
}

func TestAppendOnly(t *testing.T) {
	dir := t.TempDir()
	l := openIn(t, dir, Options{})
	mustAppend(t, l, "a", 2)
	l.Close()
	c, err := connect(ctx, filepath.Join(dir, fileName), "rw", "recursive_triggers(1)")
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	for sql, want := range map[string]string{
		"UPDATE events SET data = x'00' WHERE position = 1": "events are never changed",
		"UPDATE events SET recorded = recorded":             "events are never changed",
		"DELETE FROM events":                                "events are never deleted",
		"REPLACE INTO events SELECT position, kind, stream, revision, recorded, checksum, id, metadata, x'00' FROM events": "events are never deleted",
		"UPDATE streams SET name = 'b'":                   "streams are never renamed",
		"DELETE FROM streams":                             "streams are never deleted",
		"REPLACE INTO streams (id, name) VALUES (1, 'b')": "streams are never deleted",
		"UPDATE kinds SET type = 'b'":                     "event types are never renamed",
		"DELETE FROM kinds":                               "event types are never deleted",
	} {
		if err := c.script(ctx, sql); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", sql, err, want)
		}
	}
	l = openIn(t, dir, Options{})
	mustCount(t, l, 2)
	if err := l.pool.with(ctx, func(c *conn) error { return c.exec("INSERT INTO kinds VALUES (9, 'a', 'b')") }); err == nil {
		t.Error("a connection for reading wrote")
	}
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	since := func() time.Time { return time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC) }
	l := openIn(t, dir, Options{Command: "minhbach serve", Now: since})
	_, err := Open(ctx, dir, Options{})
	if !errors.Is(err, ErrLocked) {
		t.Fatalf("the second open: %v", err)
	}
	host, _ := os.Hostname()
	for _, part := range []string{dir, fmt.Sprintf("process %d (minhbach serve)", os.Getpid()), "host " + host, "since 2026-02-03T04:05:06Z", "choose another directory"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
	l.Close()
	openIn(t, dir, Options{})
}

func TestForeignFiles(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, file string){
		"no database": func(t *testing.T, file string) {
			if err := os.WriteFile(file, []byte(strings.Repeat("no database at all\n", 100)), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"another program's":  func(t *testing.T, file string) { runSQL(t, file, "CREATE TABLE theirs (a)") },
		"another id":         func(t *testing.T, file string) { runSQL(t, file, "PRAGMA application_id = 7") },
		"a newer schema":     func(t *testing.T, file string) { ours(t, file, "PRAGMA user_version = 2") },
		"from before schema": func(t *testing.T, file string) { ours(t, file, "PRAGMA user_version = 0") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, fileName)
			prepare(t, file)
			before, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Open(ctx, dir, Options{}); !errors.Is(err, ErrForeign) {
				t.Fatalf("opened: %v", err)
			}
			if after, _ := os.ReadFile(file); !bytes.Equal(before, after) {
				t.Fatal("the foreign file was changed")
			}
			_, err = Open(ctx, dir, Options{})
			if errors.Is(err, ErrLocked) {
				t.Fatal("the refusal left the directory locked")
			}
		})
	}
}

func runSQL(t *testing.T, file, sql string) {
	t.Helper()
	c, err := connect(ctx, file, "rwc")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.script(ctx, sql), c.close()); err != nil {
		t.Fatal(err)
	}
}

func ours(t *testing.T, file, sql string) {
	t.Helper()
	openIn(t, filepath.Dir(file), Options{}).Close()
	runSQL(t, file, sql)
}

func TestOldLibrary(t *testing.T) {
	for v, older := range map[string]bool{
		"3.51.3": false, "3.51.2": true, "3.7.0": true, "3.52.0": false, "3.54.1": false, "4.0": false, "3.51": true, "2.99.99": true,
	} {
		if olderThan(v, oldestSQLite) != older {
			t.Errorf("%s older than %s: want %v", v, oldestSQLite, older)
		}
	}
}

func TestOptions(t *testing.T) {
	_, err := Open(ctx, t.TempDir(), Options{Readers: -1, MaxAppend: -5})
	if err == nil || !strings.Contains(err.Error(), "Readers") || !strings.Contains(err.Error(), "MaxAppend") {
		t.Fatalf("negative options: %v", err)
	}
}

// sample is a closed log of a few hundred events with the content it had.
func sample(t *testing.T) (file []byte, content []eventstore.Event) {
	t.Helper()
	dir := t.TempDir()
	l := openIn(t, dir, Options{tailLength: 100})
	for i := range 60 {
		mustAppend(t, l, fmt.Sprintf("stream-%d", i%12), 1+i%9)
	}
	content, err := eventstore.Collect(l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if file, err = os.ReadFile(filepath.Join(dir, fileName)); err != nil {
		t.Fatal(err)
	}
	return file, content
}

func openBytes(t *testing.T, file []byte, opts Options) (*Log, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName), file, 0o600); err != nil {
		t.Fatal(err)
	}
	return Open(ctx, dir, opts)
}

func TestQuickCheck(t *testing.T) {
	file, _ := sample(t)
	for page := 2; page < len(file)/pageSize; page += 5 {
		clear(file[page*pageSize : page*pageSize+64]) // the head of a b-tree page
	}
	if _, err := openBytes(t, file, Options{}); !errors.Is(err, ErrCorrupt) {
		t.Fatalf("opening a damaged file: %v", err)
	}
	l, err := openBytes(t, file, Options{SkipQuickCheck: true})
	if err == nil { // what is asked for may be in order; the whole is not
		defer l.Close()
		err = l.Verify(ctx)
	}
	if !errors.Is(err, ErrCorrupt) {
		t.Fatalf("verifying a damaged file: %v", err)
	}
}

// TestDamagedPayload: the structure is in order, so only the checksum tells.
func TestDamagedPayload(t *testing.T) {
	file, content := sample(t)
	victim := content[len(content)/2]
	at := bytes.Index(file, victim.ID[:])
	for bytes.Index(file[at+1:], victim.ID[:]) >= 0 && !bytes.HasPrefix(file[at+16+len(victim.Metadata):], victim.Data) {
		at += 1 + bytes.Index(file[at+1:], victim.ID[:])
	}
	file[at+16+len(victim.Metadata)+10] ^= 1
	l, err := openBytes(t, file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	seen := 0
	for ev, err := range l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		if err != nil {
			if !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), fmt.Sprintf("position %d ", victim.Position)) {
				t.Fatalf("reading the damaged event: %v", err)
			}
			break
		}
		if ev.ID != content[seen].ID {
			t.Fatalf("event %d is another one", seen)
		}
		seen++
	}
	if seen != int(victim.Position)-1 {
		t.Fatalf("read %d events before the damaged one, want %d", seen, victim.Position-1)
	}
	if err := l.Verify(ctx); !errors.Is(err, ErrCorrupt) {
		t.Fatalf("verify: %v", err)
	}
	rest, err := eventstore.Collect(l.ReadAll(ctx, victim.Position, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil || len(rest) != len(content)-seen-1 {
		t.Fatalf("%d events behind the damaged one: %v", len(rest), err)
	}
}

// TestBitFlips: whatever bit is wrong, a reading of the log never yields
// something else than what was written, and Verify notices or nothing is lost.
func TestBitFlips(t *testing.T) {
	file, content := sample(t)
	flips := 150
	if n, err := strconv.Atoi(os.Getenv("MINHBACH_BIT_FLIPS")); err == nil {
		flips = n
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	noticed := 0
	for range flips {
		at, bit := random.IntN(len(file)), byte(1)<<random.IntN(8)
		file[at] ^= bit
		if !harmless(t, file, content) {
			noticed++
		}
		file[at] ^= bit
		if t.Failed() {
			t.Fatalf("bit %#x of byte %d", bit, at)
		}
	}
	t.Logf("%d of %d flips noticed; the others changed nothing that is read", noticed, flips)
	if noticed == 0 {
		t.Error("no flip at all was noticed")
	}
}

// harmless tells that the damage was not noticed, which is fine if everything
// reads as it was.
func harmless(t *testing.T, file []byte, content []eventstore.Event) bool {
	l, err := openBytes(t, file, Options{})
	if err != nil {
		return false
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	seen := 0
	for ev, err := range l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		if err != nil {
			return false
		}
		if seen >= len(content) || !same(ev, content[seen]) {
			t.Errorf("position %d reads as something else", ev.Position)
			return false
		}
		seen++
	}
	if l.Verify(ctx) != nil {
		return false
	}
	if seen != len(content) {
		t.Errorf("%d events instead of %d, and no error", seen, len(content))
	}
	for i := range 12 {
		var want []eventstore.Event
		name := fmt.Sprintf("stream-%d", i)
		for _, ev := range content {
			if ev.Stream == name {
				want = append(want, ev)
			}
		}
		got, err := eventstore.Collect(l.ReadStream(ctx, name, 0, eventstore.Forwards, 0))
		if err != nil || len(got) != len(want) {
			t.Errorf("stream %s has %d events instead of %d, and Verify is content: %v", name, len(got), len(want), err)
		}
	}
	return true
}

func same(a, b eventstore.Event) bool {
	data, metadata := bytes.Equal(a.Data, b.Data), bytes.Equal(a.Metadata, b.Metadata)
	return data && metadata && a.ID == b.ID && a.Stream == b.Stream && a.Revision == b.Revision && a.Position == b.Position &&
		a.Type == b.Type && a.ContentType == b.ContentType && a.Recorded.Equal(b.Recorded)
}
