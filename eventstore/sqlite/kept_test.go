package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"minhbach/eventstore"
	"minhbach/eventstore/sqlite/faultfs"
)

// one append and what became of it; err says that its outcome is unknown.
type one struct {
	stream   string
	drafts   []eventstore.Draft
	appended eventstore.Appended
	err      error
}

// diary is every append that was tried on a log, over several lives.
type diary struct {
	mu  sync.Mutex
	all []one
}

func (d *diary) append(ctx context.Context, l *Log, stream string, n, bytes int) error {
	ds := make([]eventstore.Draft, n)
	for i := range ds {
		ds[i] = event()
		ds[i].ContentType = defaultContent
		ds[i].Data = fmt.Appendf(nil, `{"text":"%0*d"}`, bytes, counter.Load())
	}
	a, err := l.Append(ctx, stream, eventstore.Any(), ds...)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.all = append(d.all, one{stream, ds, a, err})
	return err
}

func (d *diary) acknowledged() (appends, events int) {
	for _, o := range d.all {
		if o.err == nil {
			appends, events = appends+1, events+len(o.drafts)
		}
	}
	return appends, events
}

// holds says what the log has lost, changed, made up or done by half.
func (d *diary) holds(ctx context.Context, l *Log) error {
	all, err := eventstore.Collect(l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil {
		return err
	}
	places, revisions := map[eventstore.ID]int{}, map[string]eventstore.Revision{}
	for i, ev := range all {
		if int(ev.Position) != i+1 || ev.Revision != revisions[ev.Stream] {
			return fmt.Errorf("position %d, revision %d of %s stands at %d, %d", ev.Position, ev.Revision, ev.Stream, i+1, revisions[ev.Stream])
		}
		revisions[ev.Stream]++
		places[ev.ID] = i
	}
	known := 0
	for _, o := range d.all {
		first, there := places[o.drafts[0].ID]
		if !there && o.err == nil {
			return fmt.Errorf("lost: position %d of %s, acknowledged", o.appended.Position, o.stream)
		}
		for i, want := range o.drafts {
			at, found := places[want.ID]
			if found != there || found && at != first+i {
				return fmt.Errorf("half there: an append to %s of %d events", o.stream, len(o.drafts))
			}
			if !found {
				continue
			}
			known++
			got := all[at]
			if got.Stream != o.stream || got.Type != want.Type || got.ContentType != want.ContentType ||
				string(got.Data) != string(want.Data) || string(got.Metadata) != string(want.Metadata) {
				return fmt.Errorf("changed: position %d of %s", got.Position, o.stream)
			}
		}
		if o.err != nil {
			continue
		}
		last := all[first+len(o.drafts)-1]
		if last.Position != o.appended.Position || last.Revision != o.appended.Last || !last.Recorded.Equal(o.appended.Recorded) {
			return fmt.Errorf("moved: position %d of %s is at %d", o.appended.Position, o.stream, last.Position)
		}
	}
	if known != len(all) {
		return fmt.Errorf("made up: %d events", len(all)-known)
	}
	return nil
}

// survived opens the log as after a restart: it must hold the diary, be in order,
// and take the next event.
func (d *diary) survived(ctx context.Context, dir string) error {
	l, err := Open(ctx, dir, faultOptions)
	if err != nil {
		return fmt.Errorf("opening: %w", err)
	}
	defer l.Close()
	if err := l.Health(); err != nil {
		return fmt.Errorf("health: %w", err)
	}
	if err := d.holds(ctx, l); err != nil {
		return err
	}
	if err := l.Verify(ctx); err != nil {
		return fmt.Errorf("verifying: %w", err)
	}
	if err := d.append(ctx, l, "after", 1, 10); err != nil {
		return fmt.Errorf("appending: %w", err)
	}
	return d.holds(ctx, l)
}

// Small bounds, so that a short life has every kind of write.
var faultOptions = Options{CheckpointPages: 24, tailLength: 16}

// breakable is a disk for dir and the options that lay the log on it.
func breakable(t testing.TB, dir string, opts Options) (*faultfs.Disk, string, Options) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	d, err := faultfs.New(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	opts.openMark = func(path string) (markFile, error) {
		f, err := d.OpenFile(path)
		if err != nil {
			return nil, err
		}
		return f, nil
	}
	opts.syncDir = d.SyncDir
	return d, dir, opts
}
