package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/internal/demo"
	"minhbach/internal/node"
)

// RestoreOptions of BenchRestore.
type RestoreOptions struct {
	Events  int64  // of the history; default 1,000,000
	Dir     string // where a directory is made and removed
	Version string
	Tell    func(Words)
	Now     func() time.Time
}

// Restore measures a disaster: a history of many events is backed up beside the
// running node, verified, restored and served. The history is the demo's, whose items
// are repeated under other ids until there are enough events.
func Restore(ctx context.Context, o RestoreOptions) (_ *Report, err error) {
	if o.Events == 0 {
		o.Events = 1_000_000
	}
	if o.Tell == nil {
		o.Tell = func(Words) {}
	}
	dir, err := os.MkdirTemp(o.Dir, "minhbach-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	b := &restoring{RestoreOptions: o, dir: dir, report: &Report{Program: o.Version, Began: o.Now(), Machine: thisMachine(dir), Postgres: "–"}}
	b.report.lookAtLoad()
	for _, step := range []func(context.Context) error{b.history, b.backup, b.verify, b.restore} {
		if err := step(ctx); err != nil {
			b.report.Faults = append(b.report.Faults, err.Error())
			break
		}
	}
	b.report.peak("restore")
	b.report.Seconds = o.Now().Sub(b.report.Began).Seconds()
	return b.report, nil
}

type restoring struct {
	RestoreOptions
	dir    string
	events int64
	report *Report
}

func (b *restoring) path(name string) string { return filepath.Join(b.dir, name) }

func (b *restoring) tell(vi, en string) { b.Tell(Words{vi, en}) }

// figure keeps how long something took.
func (b *restoring) figure(vi, en string, goal *Goal, do func() error) error {
	b.tell(vi, en)
	start, cpu := time.Now(), processorTime()
	err := do()
	b.report.add(once("restore", Words{vi, en}, b.events, time.Since(start), processorTime()-cpu, goal))
	return err
}

// history makes a data directory of as many events as asked for.
func (b *restoring) history(ctx context.Context) error {
	b.tell("tạo lịch sử", "making a history")
	if err := demo.Seed(ctx, b.path("demo"), demo.Options{Now: b.Now}); err != nil {
		return err
	}
	seed, err := sqlite.Open(ctx, filepath.Join(b.path("demo"), "log"), sqlite.Options{Now: b.Now})
	if err != nil {
		return err
	}
	all, err := eventstore.Collect(seed.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0))
	if err = errors.Join(err, seed.Close()); err != nil {
		return err
	}
	if err := os.Rename(b.path("demo"), b.path("data")); err != nil {
		return err
	}
	for _, made := range []string{"log", "read", "search", "ledger", "tables", "exports"} {
		if err := os.RemoveAll(filepath.Join(b.path("data"), made)); err != nil {
			return err
		}
	}
	b.events = max(b.Events, int64(len(all)))
	return b.figure("ghi lịch sử bằng Import", "writing the history by Import", nil, func() error {
		_, err := sqlite.Import(ctx, filepath.Join(b.path("data"), "log"), sqlite.Options{Now: b.Now}, repeated(all, b.events))
		return err
	})
}

// repeated is a history, and then its publications again under other ids, event by
// event as they happened, until there are n events.
func repeated(all []eventstore.Event, n int64) eventstore.Events {
	var items []eventstore.Event
	for _, ev := range all {
		if strings.HasPrefix(ev.Stream, "publication-") {
			items = append(items, ev)
		}
	}
	last := all[len(all)-1]
	return func(yield func(eventstore.Event, error) bool) {
		for _, ev := range all {
			if !yield(ev, nil) {
				return
			}
		}
		for at := int64(len(all)); at < n; at++ {
			round, ev := (at-int64(len(all)))/int64(len(items)), items[(at-int64(len(all)))%int64(len(items))]
			old := strings.TrimPrefix(ev.Stream, "publication-")
			id := eventstore.DeriveID(old, fmt.Sprint(round)).String()
			ev.Stream, ev.ID = "publication-"+id, eventstore.DeriveID(ev.ID.String(), fmt.Sprint(round))
			ev.Data = bytes.ReplaceAll(ev.Data, []byte(old), []byte(id))
			ev.Position, ev.Recorded = eventstore.Position(at+1), last.Recorded
			if !yield(ev, nil) {
				return
			}
		}
	}
}

// backup is taken while the node serves.
func (b *restoring) backup(ctx context.Context) error {
	n, err := node.Open(ctx, node.Config{Data: b.path("data"), Rate: -1, Now: b.Now, Command: "minhbach bench", Version: b.Version})
	if err != nil {
		return err
	}
	err = b.figure("dựng bảng chiếu, chỉ mục, sổ cái từ sự kiện đầu tiên", "read models, index and ledger from the first event", nil, func() error {
		return errors.Join(n.Ready(ctx), n.Ledger.ToEnd(ctx))
	})
	if err == nil {
		err = b.figure("sao lưu cạnh máy chủ đang chạy", "backup beside the running node", nil, func() error {
			_, err := n.Backup(ctx, node.BackupOptions{Dir: b.path("backup"), Vault: b.path("vault"), Tell: b.tell})
			return err
		})
	}
	if err = errors.Join(err, n.Close()); err != nil {
		return err
	}
	for _, of := range []struct {
		what Words
		dir  string
	}{{Words{"bản sao lưu trên đĩa", "backup on disk"}, b.path("backup")}, {Words{"thư mục dữ liệu trên đĩa", "data directory on disk"}, b.path("data")}, {Words{"  trong đó sổ cái", "  of which ledger"}, filepath.Join(b.path("data"), "ledger")}} {
		size, err := sizeOf(of.dir)
		if err != nil {
			return err
		}
		mib := float64(size) / (1 << 20)
		b.report.add(Figure{Step: "restore", What: of.what, Size: b.events, Unit: "MiB", Count: 1, P50: mib, P95: mib})
	}
	return nil
}

func (b *restoring) verify(ctx context.Context) error {
	return b.figure("kiểm tra bản sao lưu", "verifying the backup", nil, func() error {
		_, err := node.VerifyBackup(ctx, b.path("backup"), node.VerifyOptions{})
		return err
	})
}

// restore ends when the restored node answers and its read models are at the head.
func (b *restoring) restore(ctx context.Context) error {
	goal := &Goal{Limit: 600, Size: 1_000_000}
	err := b.figure("khôi phục đến khi phục vụ được", "restoring until it serves", goal, func() error {
		r, err := node.Restore(ctx, node.RestoreOptions{
			Backup: b.path("backup"), Data: b.path("restored"), Keys: filepath.Join(b.path("data"), "keys"), Vault: b.path("vault"),
			Now: b.Now, Version: b.Version, Tell: b.tell, Reason: "test",
		})
		if err != nil {
			return err
		}
		for _, s := range r.States {
			if s.Verdict != node.StateEqual {
				return fmt.Errorf("read model %s: %s", s.Name, s.Verdict)
			}
		}
		n, err := node.Open(ctx, node.Config{Data: r.Data, Listen: "127.0.0.1:0", Rate: -1, Now: b.Now, Command: "minhbach bench", Version: b.Version})
		if err != nil {
			return err
		}
		serving, stop := context.WithCancel(ctx)
		defer stop()
		err = n.Serve(serving, func(string) { stop() })
		return errors.Join(err, n.Close())
	})
	return err
}

// sizeOf a folder, in bytes.
func sizeOf(dir string) (size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	return size, err
}
