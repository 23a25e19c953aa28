package ledger_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// tree reads all files of a ledger but partial tiles, whose widths depend on when
// checkpoints were signed, and those that have dates.
func (b *bench) tree(dir string) map[string]string {
	b.Helper()
	out := map[string]string{}
	b.must(filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, ".p"+string(filepath.Separator)) || d.Name() == ledger.HistoryPath || d.Name() == ledger.CheckpointPath {
			return err
		}
		raw, err := os.ReadFile(path)
		out[strings.TrimPrefix(path, dir)] = string(raw)
		return err
	}))
	return out
}

func same(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s is another one", name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s is too much", name)
		}
	}
}

// TestRestartsLeaveNoTrace: a ledger closed and opened at any point has the files of
// one that never was.
func TestRestartsLeaveNoTrace(t *testing.T) {
	b, m := newMemBench(t, 0)
	for _, n := range []int{1, 2, 255, 256, 257, 511, 512, 600, 1300, 1301, 2600} {
		m.record(b.n, n)
		b.n = n
		l := b.open()
		b.signed(l)
		b.must(l.Close())
	}
	other, _ := newMemBench(t, 0)
	other.log, other.key = m, b.key
	l := other.open()
	other.signed(l)
	if was := b.open().Checkpoint(); was != l.Checkpoint() {
		t.Errorf("roots differ: %+v, %+v", was, l.Checkpoint())
	}
	same(t, b.tree(b.dir), other.tree(other.dir))
	for _, gone := range []string{ledger.TilePath(0, 0, 1), ledger.EntriesPath(0, 1), ledger.TilePath(0, 4, 1)} {
		if _, err := os.Stat(filepath.Join(b.dir, gone)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the partial tile %s is there beside the full one: %v", gone, err)
		}
	}
}

// TestDamageIsMadeGood: whatever is lost, cut off or changed in the stored tree comes
// back from the log, with the root that was signed.
func TestDamageIsMadeGood(t *testing.T) {
	const leaves = 700
	for name, harm := range map[string]func(string) error{
		"removed": os.Remove,
		"emptied": func(p string) error { return os.Truncate(p, 0) },
		"cut":     func(p string) error { return os.Truncate(p, 33) },
		"flipped": func(p string) error {
			raw, err := os.ReadFile(p)
			raw[len(raw)/2] ^= 4
			return errors.Join(err, os.WriteFile(p, raw, 0o600))
		},
	} {
		for _, file := range []string{
			ledger.TilePath(0, 1, ledger.TileWidth), ledger.TilePath(0, 2, leaves%256), ledger.TilePath(1, 0, 2),
			ledger.EntriesPath(1, ledger.TileWidth), ledger.EntriesPath(2, leaves%256), "positions",
		} {
			t.Run(name+" "+file, func(t *testing.T) {
				b, m := newMemBench(t, leaves)
				l := b.open()
				before := b.signed(l)
				whole := b.tree(b.dir)
				b.must(l.Close())
				b.must(harm(filepath.Join(b.dir, file)))
				l = b.open()
				if got := l.Checkpoint(); got != before {
					t.Fatalf("checkpoint %+v, was %+v", got, before)
				}
				same(t, b.tree(b.dir), whole)
				m.record(leaves, leaves+10)
				b.signed(l)
				_, err := l.Consistency(b.ctx, before.Size, leaves+10)
				b.must(err)
			})
		}
	}
}

// TestLostHeadIsFoundAgain: the newest checkpoint is in two places.
func TestLostHeadIsFoundAgain(t *testing.T) {
	for name, harm := range map[string]func(b *bench) error{
		"checkpoint removed": func(b *bench) error { return os.Remove(filepath.Join(b.dir, ledger.CheckpointPath)) },
		"checkpoint forged": func(b *bench) error {
			return os.WriteFile(filepath.Join(b.dir, ledger.CheckpointPath), []byte("x\n"), 0o600)
		},
		"history removed": func(b *bench) error { return os.Remove(filepath.Join(b.dir, ledger.HistoryPath)) },
		"history torn": func(b *bench) error {
			f, err := os.OpenFile(filepath.Join(b.dir, ledger.HistoryPath), os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = f.WriteString(`{"size":9999,"root":"ab`)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, m := newMemBench(t, 300)
			l := b.open()
			b.signed(l)
			m.record(300, 310)
			before := b.signed(l)
			b.must(l.Close())
			b.must(harm(b))
			l = b.open()
			if got := l.Checkpoint(); got != before {
				t.Fatalf("%+v, was %+v", got, before)
			}
			m.record(310, 320)
			b.signed(l)
			if p, err := l.Covering(b.ctx, 315); err != nil || p.Size != 320 {
				t.Errorf("covering: %d, %v", p.Size, err)
			}
		})
	}
}

// TestCrashBetweenTilesAndCheckpoint: tiles are newer than what was signed.
func TestCrashBetweenTilesAndCheckpoint(t *testing.T) {
	b, m := newMemBench(t, 500)
	l := b.open()
	first := b.signed(l)
	old, err := os.ReadFile(filepath.Join(b.dir, ledger.CheckpointPath))
	b.must(err)
	history, err := os.ReadFile(filepath.Join(b.dir, ledger.HistoryPath))
	b.must(err)
	m.record(500, 900)
	second := b.signed(l)
	b.must(l.Close())
	b.must(os.WriteFile(filepath.Join(b.dir, ledger.CheckpointPath), old, 0o600))
	b.must(os.WriteFile(filepath.Join(b.dir, ledger.HistoryPath), history, 0o600))
	l = b.open()
	if got := l.Checkpoint(); got != first {
		t.Fatalf("%+v, was %+v", got, first)
	}
	if got := b.signed(l); got != second {
		t.Errorf("signed %+v, was %+v", got, second)
	}
}

// forked opens a ledger whose log was changed and wants it to say so, to serve what
// was signed, and to sign nothing more.
func (b *bench) forked(m *memLog, before ledger.Checkpoint) *ledger.Fork {
	b.Helper()
	l := b.open()
	var fork *ledger.Fork
	err := l.ToEnd(b.ctx)
	if !errors.Is(err, ledger.ErrFork) || !errors.As(err, &fork) {
		b.Fatalf("signed over a fork: %v", err)
	}
	s, err := l.Status(b.ctx)
	b.must(err)
	if !s.Fork || s.Error == "" {
		b.Errorf("status %+v", s)
	}
	if got := l.Checkpoint(); got != before {
		b.Errorf("checkpoint %+v, was %+v", got, before)
	}
	if err := l.Wait(b.ctx, 1<<40); !errors.Is(err, ledger.ErrFork) {
		b.Errorf("waiting: %v", err)
	}
	if err := l.Rebuild(b.ctx); !errors.Is(err, ledger.ErrFork) {
		b.Errorf("rebuilding: %v", err)
	}
	looked, err := ledger.Inspect(b.ctx, b.dir, m, b.options())
	b.must(err)
	if !looked.Fork && looked.Error == "" {
		b.Errorf("doctor sees nothing: %+v", looked)
	}
	return fork
}

func TestALogThatLiesIsNotSigned(t *testing.T) {
	const leaves, victim = 700, 650
	for name, change := range map[string]func([]eventstore.Event) []eventstore.Event{
		"data":     func(all []eventstore.Event) []eventstore.Event { all[victim].Data = []byte(`{}`); return all },
		"envelope": func(all []eventstore.Event) []eventstore.Event { all[victim].Metadata = []byte(`{}`); return all },
		"type":     func(all []eventstore.Event) []eventstore.Event { all[victim].Type = "thing.undone"; return all },
		"removed":  func(all []eventstore.Event) []eventstore.Event { return append(all[:victim:victim], all[victim+1:]...) },
		"swapped": func(all []eventstore.Event) []eventstore.Event {
			a, b := &all[victim], &all[victim+1]
			a.Position, b.Position = b.Position, a.Position
			*a, *b = *b, *a
			return all
		},
		"cut": func(all []eventstore.Event) []eventstore.Event { return all[:victim] },
	} {
		t.Run(name, func(t *testing.T) {
			b, m := newMemBench(t, leaves)
			l := b.open()
			before := b.signed(l)
			b.must(l.Close())
			m.change(change)
			if fork := b.forked(m, before); fork.Index != victim {
				t.Errorf("found at leaf %d: %v", fork.Index, fork)
			}
		})
	}
}

// TestRewrittenHistoryIsNotSigned: even where the tiles are gone, so that only the
// signed root tells.
func TestRewrittenHistoryIsNotSigned(t *testing.T) {
	b, m := newMemBench(t, 2000)
	l := b.open()
	before := b.signed(l)
	b.must(l.Close())
	m.change(func(all []eventstore.Event) []eventstore.Event { all[3].Data = []byte(`{"n":"other"}`); return all })
	t.Run("by the stored tiles", func(t *testing.T) {
		// Too old for the self-check; a lost tile brings it to light, and the others name it.
		b.must(os.Remove(filepath.Join(b.dir, ledger.TilePath(0, 5, ledger.TileWidth))))
		if fork := b.forked(m, before); fork.Index != 3 || fork.Event.Position == 0 {
			t.Errorf("found %v", fork)
		}
	})
	t.Run("by the root alone", func(t *testing.T) {
		b.must(os.RemoveAll(filepath.Join(b.dir, "tile")))
		b.forked(m, before)
	})
}

func TestStrangeKeyIsNotContinued(t *testing.T) {
	b, _ := newMemBench(t, 10)
	l := b.open()
	before := b.signed(l)
	b.must(l.Close())
	b.key = testKey(t)
	l = b.open()
	if err := l.ToEnd(b.ctx); !errors.Is(err, ledger.ErrStrangeKey) {
		t.Fatal(err)
	}
	if p, ok := l.Latest(); !ok || p.Size != before.Size {
		t.Errorf("the old checkpoint is not served: %+v", p)
	}
}
