package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/logtest"
)

// openVersion1 opens a directory whose file was made with the schema of version 1.
func openVersion1(t testing.TB, dir string, opts Options) *Log {
	t.Helper()
	schema, err := os.ReadFile(filepath.Join("testdata", "schema_v1.sql"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := connect(ctx, filepath.Join(dir, fileName), "rwc", "page_size(8192)")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.script(ctx, string(schema)+"\nPRAGMA application_id = 0x4d424c47; PRAGMA user_version = 1"), c.close()); err != nil {
		t.Fatal(err)
	}
	return openIn(t, dir, opts)
}

func TestContractOnAFileOfVersion1(t *testing.T) {
	logtest.Run(t, func(t *testing.T) eventstore.Log {
		return openVersion1(t, t.TempDir(), Options{Readers: 2, CachedStreams: 2, CheckpointPages: 8,
			MaxBatchEvents: 3, MaxBatchBytes: 2048, MaxEventBytes: 10_000, MaxAppend: 900, tailLength: 8, scanWindow: 100})
	})
}

func TestVersion1StaysVersion1(t *testing.T) {
	dir := t.TempDir()
	l := openVersion1(t, dir, Options{tailLength: 16})
	all := history(t, l, 300)
	if !l.Features().DensePositions || len(all) != 300 {
		t.Errorf("%+v, %d events", l.Features(), len(all))
	}
	d := event()
	for _, c := range []struct {
		expected eventstore.Expected
		ds       []eventstore.Draft
		repeated bool
		err      error
	}{
		{em1(), []eventstore.Draft{d}, false, nil},
		{em1(), []eventstore.Draft{d}, true, nil},
		{anyState(), []eventstore.Draft{d}, true, nil},
		{e(0), []eventstore.Draft{d}, false, eventstore.ErrIDReused}, // there is no room for the second one
		{anyState(), []eventstore.Draft{{ID: eventstore.ID{1}, Type: "t"}, {ID: eventstore.ID{1}, Type: "t"}}, false, eventstore.ErrIDReused},
	} {
		if a, err := l.AppendForeign(ctx, "foreign", c.expected, c.ds...); !errors.Is(err, c.err) || a.Repeated != c.repeated {
			t.Errorf("%s: %+v, %v", c.expected, a, err)
		}
	}
	all = whole(t, l)
	file := filepath.Join(t.TempDir(), "copy.db")
	if at, err := l.Backup(ctx, file, eventstore.EndOfLog); err != nil || at != 301 {
		t.Fatal(at, err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for name, version := range map[string]int64{filepath.Join(dir, fileName): 1, file: 2} {
		c, err := connect(ctx, name, immutable)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.number(ctx, "PRAGMA user_version", 0); err != nil || got != version {
			t.Errorf("%s is of version %d, want %d: %v", name, got, version, err)
		}
		c.close()
		looked, err := Inspect(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := eventstore.Collect(looked.Events(ctx))
		if err = errors.Join(err, looked.Around(ctx), looked.Close()); err != nil || !reflect.DeepEqual(got, all) {
			t.Errorf("an inspection sees %d events: %v", len(got), err)
		}
		copied, err := OpenCopy(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := eventstore.Collect(copied.ReadAll(ctx, 0)); err != nil || !reflect.DeepEqual(got, all) {
			t.Errorf("the copy holds %d events: %v", len(got), err)
		}
		copied.Close()
	}
	l = openIn(t, dir, Options{})
	reads(t, l, all)
	if err := l.Verify(ctx); err != nil {
		t.Error(err)
	}
	if a := mustAppend(t, l, "s-1", 1); a.Position != 302 {
		t.Errorf("appended at %d", a.Position)
	}
}

// A file of version 1 that was cut off is refused, and says what is left of it.
func TestVersion1IsSurveyed(t *testing.T) {
	dir := t.TempDir()
	l := openVersion1(t, dir, Options{tailLength: 16})
	history(t, l, 300)
	l.Close()
	file := filepath.Join(dir, fileName)
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, info.Size()/pageSize/2*pageSize); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, dir, Options{}); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "of 300 events cannot be read") {
		t.Error(err)
	}
}

// later is a log as one sees it who begins behind what an import brought.
type later struct {
	*Log
	start eventstore.Position
}

func (l later) ReadAll(c context.Context, after eventstore.Position, dir eventstore.Direction, f eventstore.Filter, limit int) eventstore.Events {
	if dir == eventstore.Forwards {
		after = max(after, l.start)
	}
	return func(yield func(eventstore.Event, error) bool) {
		for ev, err := range l.Log.ReadAll(c, after, dir, f, limit) {
			if err == nil && ev.Position <= l.start || !yield(ev, err) {
				return
			}
		}
	}
}

func (l later) Subscribe(c context.Context, after eventstore.Position, f eventstore.Filter, handle func(eventstore.Delivery) error) error {
	return l.Log.Subscribe(c, max(after, l.start), f, func(d eventstore.Delivery) error {
		if d.Position == l.start {
			d.Position = 0
		}
		return handle(d)
	})
}

func (l later) Head(c context.Context) (eventstore.Position, error) {
	head, err := l.Log.Head(c)
	if head == l.start {
		head = 0
	}
	return head, err
}

func TestContractBehindAnImportWithGaps(t *testing.T) {
	all := gappy(120)
	for i := range all {
		all[i].Type = "imported." + all[i].Type
	}
	logtest.Run(t, func(t *testing.T) eventstore.Log {
		dir := t.TempDir()
		head, err := Import(ctx, dir, Options{}, from(all))
		if err != nil {
			t.Fatal(err)
		}
		l := openIn(t, dir, Options{Readers: 2, CachedStreams: 2, CheckpointPages: 8,
			MaxBatchEvents: 3, MaxBatchBytes: 2048, MaxEventBytes: 10_000, MaxAppend: 900, tailLength: 8, scanWindow: 30})
		if l.Features().DensePositions || l.Features().TimeResolution != time.Microsecond {
			t.Errorf("%+v", l.Features())
		}
		return later{l, head}
	})
}
