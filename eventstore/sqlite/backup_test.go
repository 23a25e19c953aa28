package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"minhbach/eventstore"
)

// opened puts a copy into a directory of its own.
func opened(t *testing.T, file string) *Log {
	t.Helper()
	dir := t.TempDir()
	if err := os.Rename(file, filepath.Join(dir, fileName)); err != nil {
		t.Fatal(err)
	}
	return openIn(t, dir, Options{})
}

func TestBackupEndsWhereAsked(t *testing.T) {
	l := openIn(t, t.TempDir(), Options{})
	want := history(t, l, 300)
	for upto, holds := range map[eventstore.Position]int{0: 0, 1: 1, 299: 299, 300: 300, eventstore.EndOfLog: 300} {
		file := filepath.Join(t.TempDir(), "copy.db")
		at, err := l.Backup(ctx, file, upto)
		if err != nil || int(at) != holds {
			t.Fatalf("up to %d: %d, %v", upto, at, err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Error("others may read the copy:", info.Mode(), err)
		}
		c := opened(t, file)
		if got := whole(t, c); len(got) != holds || holds > 0 && !reflect.DeepEqual(got, want[:holds]) {
			t.Errorf("up to %d: other events", upto)
		}
		if err := c.Verify(ctx); err != nil {
			t.Error(err)
		}
	}
}

func TestBackupRefuses(t *testing.T) {
	l := openIn(t, t.TempDir(), Options{})
	history(t, l, 10)
	file := filepath.Join(t.TempDir(), "copy.db")
	if _, err := l.Backup(ctx, file, 11); !errors.Is(err, eventstore.ErrInvalid) {
		t.Error("beyond the head:", err)
	}
	if _, err := l.Backup(ctx, file, 10); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Backup(ctx, file, 10); !errors.Is(err, ErrNotFresh) {
		t.Error("over a copy:", err)
	}
	other := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(other+unfinished, []byte("of somebody"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Backup(ctx, other, 10); !errors.Is(err, os.ErrExist) {
		t.Error("beside one under way:", err)
	}
	if text, _ := os.ReadFile(other + unfinished); string(text) != "of somebody" {
		t.Error("the one under way was touched")
	}
	l.Close()
	if _, err := l.Backup(ctx, filepath.Join(t.TempDir(), "c.db"), 10); !errors.Is(err, eventstore.ErrClosed) {
		t.Error("of a closed log:", err)
	}
}

// Appends go on at full speed while copies are made; each copy is a beginning of the
// log as it is at the end.
func TestBackupWhileAppending(t *testing.T) {
	l := openIn(t, t.TempDir(), Options{CheckpointPages: 64, tailLength: 64})
	history(t, l, 200)
	stop := make(chan struct{})
	var appenders sync.WaitGroup
	for _, stream := range []string{"left", "right"} {
		appenders.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					mustAppend(t, l, stream, 3)
				}
			}
		})
	}
	var copies [][]eventstore.Event
	for range 5 {
		file := filepath.Join(t.TempDir(), "copy.db")
		before, _ := l.Head(ctx)
		at, err := l.Backup(ctx, file, eventstore.EndOfLog)
		if err != nil || at < before {
			t.Error(at, before, err)
			break
		}
		copies = append(copies, whole(t, opened(t, file)))
		if len(copies[len(copies)-1]) != int(at) {
			t.Errorf("%d events up to position %d", len(copies[len(copies)-1]), at)
		}
	}
	close(stop)
	appenders.Wait()
	all := whole(t, l)
	for _, c := range copies {
		if !reflect.DeepEqual(c, all[:len(c)]) {
			t.Error("a copy is no beginning of the log")
		}
	}
}

func TestBackupStopsAtDamage(t *testing.T) {
	dir := t.TempDir()
	l := openIn(t, dir, Options{})
	history(t, l, 50)
	l.Close()
	c, err := connect(ctx, filepath.Join(dir, fileName), "rw")
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{"DROP TRIGGER events_are_never_changed", "UPDATE events SET recorded = recorded + 1 WHERE position = 33"} {
		if err := c.script(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	c.close()
	l = openIn(t, dir, Options{})
	file := filepath.Join(t.TempDir(), "copy.db")
	if _, err := l.Backup(ctx, file, eventstore.EndOfLog); !errors.Is(err, ErrCorrupt) {
		t.Error(err)
	}
	if left, _ := filepath.Glob(file + "*"); len(left) > 0 {
		t.Error("left", left)
	}
}

// BenchmarkBackup compares with VACUUM INTO, which reads in one transaction.
func BenchmarkBackup(b *testing.B) {
	l := openIn(b, b.TempDir(), Options{})
	for range 100 {
		mustAppendLarge(b, l, 1000)
	}
	b.Run("events", func(b *testing.B) {
		for b.Loop() {
			if _, err := l.Backup(ctx, filepath.Join(b.TempDir(), "c.db"), eventstore.EndOfLog); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	})
	b.Run("vacuum", func(b *testing.B) {
		for b.Loop() {
			file := filepath.Join(b.TempDir(), "c.db")
			c, err := connect(ctx, l.file, "ro")
			if err != nil {
				b.Fatal(err)
			}
			if err := c.script(ctx, "VACUUM INTO '"+file+"'"); err != nil {
				b.Fatal(err)
			}
			if err := syncFile(file); err != nil {
				b.Fatal(err)
			}
			c.close()
		}
		b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	})
}

func mustAppendLarge(t testing.TB, l *Log, n int) {
	t.Helper()
	ds := make([]eventstore.Draft, n)
	for i := range ds {
		ds[i] = event()
		ds[i].Data = make([]byte, 900)
	}
	if _, err := l.Append(ctx, "s-"+ds[0].ID.String()[:3], eventstore.Any(), ds...); err != nil {
		t.Fatal(err)
	}
}

func TestCopyIsReadWithoutTouchingIt(t *testing.T) {
	dir := t.TempDir()
	l := openIn(t, t.TempDir(), Options{})
	want := history(t, l, 120)
	file := filepath.Join(dir, "copy.db")
	if _, err := l.Backup(ctx, file, eventstore.EndOfLog); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)
	c, err := OpenCopy(ctx, file)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(ctx); err != nil {
		t.Error(err)
	}
	if got, err := eventstore.Collect(c.ReadAll(ctx, 0)); err != nil || c.Head() != 120 || !reflect.DeepEqual(got, want) {
		t.Error("the copy is read otherwise:", len(got), c.Head(), err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if after, _ := os.ReadFile(file); !reflect.DeepEqual(after, before) {
		t.Error("reading changed the copy")
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Error("reading left", left)
	}
}

func TestCopyRefuses(t *testing.T) {
	dir := t.TempDir()
	l := openIn(t, dir, Options{})
	history(t, l, 10)
	if _, err := OpenCopy(ctx, filepath.Join(dir, fileName)); !errors.Is(err, ErrForeign) {
		t.Error("a log in use:", err)
	}
	for name, text := range map[string]string{"empty": "", "letter": strings.Repeat("Kính gửi… ", 100)} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenCopy(ctx, file); !errors.Is(err, ErrForeign) {
			t.Error(name, err)
		}
	}
	if _, err := OpenCopy(ctx, filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
