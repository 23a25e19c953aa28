package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

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
		"REPLACE INTO events SELECT position, kind, stream, revision, recorded, checksum, id, skipped, ticks, again, metadata, x'00' FROM events": "events are never deleted",
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
		"a newer schema":     func(t *testing.T, file string) { ours(t, file, "PRAGMA user_version = 3") },
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
