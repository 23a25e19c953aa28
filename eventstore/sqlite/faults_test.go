package sqlite

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/sqlite/faultfs"
)

// story is what a log does in these tests: commits of all sizes, and with small
// bounds checkpoints in between. It goes on until something fails.
func story(d *diary, l *Log) error {
	for i := range 24 {
		if err := d.append(ctx, l, fmt.Sprintf("stream-%d", i%5), 1+i%4, 100+i*97); err != nil {
			return err
		}
	}
	return nil
}

// TestEveryWriteFails lets each write, cut, deletion and sync of a log's life fail,
// one a life, in each way: nothing more is written, what was acknowledged can be
// read, and a restart finds it all – also one after a power cut.
func TestEveryWriteFails(t *testing.T) {
	every := os.Getenv("MINHBACH_FAULTS") == "all"
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 2))
	lives, atOpen := 0, 0
	for _, checkpoints := range []bool{false, true} {
		opts := faultOptions
		if !checkpoints {
			opts.CheckpointPages = 1 << 20
		}
		changes := 0
		{
			disk, dir, opts := breakable(t, t.TempDir(), opts)
			l := openIn(t, dir, opts)
			if err := story(&diary{}, l); err != nil {
				t.Fatal(err)
			}
			l.Close()
			changes = disk.Changes()
			disk.Close()
		}
		for _, fault := range []faultfs.Fault{faultfs.EIO, faultfs.Full, faultfs.Short} {
			step := 1
			if !every {
				step = changes/20 + random.IntN(3)
			}
			for n := 1 + random.IntN(step); n <= changes; n += step {
				lives++
				if !failedLife(t, opts, fault, n, checkpoints, random) {
					atOpen++
				}
				if t.Failed() {
					t.Fatalf("fault %d at change %d of %d, checkpoints %v", fault, n, changes, checkpoints)
				}
			}
		}
	}
	t.Logf("%d lives with a fault, %d of them while opening", lives, atOpen)
	if atOpen == 0 || atOpen == lives {
		t.Error("the faults came at one time only")
	}
}

// failedLife lets the n-th change fail, and tells whether the log was open then.
func failedLife(t *testing.T, opts Options, fault faultfs.Fault, n int, checkpoints bool, random *rand.Rand) bool {
	disk, dir, opts := breakable(t, t.TempDir(), opts)
	defer disk.Close()
	var seen, late atomic.Int64
	var failed, told atomic.Bool
	var where atomic.Value
	disk.Fail(func(op faultfs.Op) faultfs.Fault {
		if !op.Changes() {
			return faultfs.None
		}
		// A checkpoint may be under way; it writes nothing new.
		if told.Load() && (!checkpoints || op.Kind == faultfs.Write && strings.HasSuffix(op.Path, "-wal")) {
			late.Add(1)
			where.Store(op)
		}
		if seen.Add(1) != int64(n) {
			return faultfs.None
		}
		failed.Store(true)
		return fault
	})
	d := &diary{}
	l, err := Open(ctx, dir, opts)
	if err == nil {
		if err := story(d, l); err != nil {
			told.Store(true)
			refused(t, d, l, err)
		}
		if got := d.holds(ctx, l); got != nil && l.Health() != nil {
			t.Errorf("read after the fault: %v", got)
		}
		l.Close()
		if late.Load() > 0 {
			t.Errorf("%d changes after the refusal, such as %v", late.Load(), where.Load())
		}
	}
	cut := t.TempDir()
	if err := disk.Image(cut, random, 512); err != nil {
		t.Fatal(err)
	}
	disk.Close()
	before := len(d.all)
	if err := d.survived(ctx, cut); err != nil {
		t.Errorf("after a power cut: %v", err)
	}
	d.all = d.all[:before]
	if err := d.survived(ctx, dir); err != nil {
		t.Errorf("after a restart: %v", err)
	}
	return err == nil
}

// refused: the log says why, and keeps saying so although the disk would work again.
func refused(t *testing.T, d *diary, l *Log, err error) {
	t.Helper()
	for range 3 {
		if !errors.Is(err, eventstore.ErrReadOnly) {
			t.Errorf("refused with %v", err)
		}
		var path *os.PathError
		if code(err) == 0 && !errors.As(err, &path) {
			t.Errorf("%v does not name the cause", err)
		}
		if l.Health() == nil {
			t.Error("healthy after a refusal")
		}
		err = d.append(ctx, l, "stream-1", 1, 10)
	}
}

// TestFailedSync is the failure that must not be tried again: what the sync was for
// may be gone from the page cache (fsync gate), and a second one would succeed.
func TestFailedSync(t *testing.T) {
	for _, victim := range []string{"-wal", ".db", markName} {
		t.Run(victim, func(t *testing.T) {
			opts := faultOptions
			if victim == "-wal" {
				opts.CheckpointPages = 1 << 20 // a checkpoint syncs it too, at its own time
			}
			disk, dir, opts := breakable(t, t.TempDir(), opts)
			l := openIn(t, dir, opts)
			d := &diary{}
			if err := d.append(ctx, l, "before", 3, 100); err != nil {
				t.Fatal(err)
			}
			var syncs atomic.Int64
			disk.Fail(func(op faultfs.Op) faultfs.Fault {
				if op.Kind == faultfs.Sync && strings.HasSuffix(op.Path, victim) {
					if syncs.Add(1) == 1 {
						return faultfs.EIO
					}
				}
				return faultfs.None
			})
			for i := 0; i < 500 && l.Health() == nil; i++ {
				d.append(ctx, l, "during", 2, 2000)
			}
			if l.Health() == nil {
				t.Fatal("the log does not know of the failed sync")
			}
			refused(t, d, l, d.append(ctx, l, "after", 1, 1))
			if err := d.holds(ctx, l); err != nil {
				t.Errorf("reading: %v", err)
			}
			l.Close()
			if syncs.Load() != 1 {
				t.Errorf("synced %d times after the failure", syncs.Load()-1)
			}
			disk.Close()
			if err := d.survived(ctx, dir); err != nil {
				t.Errorf("after a restart: %v", err)
			}
		})
	}
}

// TestFailedDirectorySync: a log whose name may be lost is no log.
func TestFailedDirectorySync(t *testing.T) {
	disk, dir, opts := breakable(t, t.TempDir(), Options{})
	opts.syncDir = func(string) error { return errors.New("input/output error") }
	if _, err := Open(ctx, dir, opts); err == nil || !strings.Contains(err.Error(), dir) {
		t.Fatalf("opened: %v", err)
	}
	if _, err := Open(ctx, dir+"/below/there", opts); err == nil || !strings.Contains(err.Error(), "input/output") {
		t.Fatalf("opened in a new directory: %v", err)
	}
	disk.Close()
	openIn(t, dir, Options{})
}

// TestFailedRead: a page that cannot be read fails one reading, not the log.
func TestFailedRead(t *testing.T) {
	disk, dir, opts := breakable(t, t.TempDir(), Options{Readers: 1})
	l := openIn(t, dir, opts)
	d := &diary{}
	for i := range 40 {
		if err := d.append(ctx, l, "stream-"+strconv.Itoa(i), 4, 3000); err != nil {
			t.Fatal(err)
		}
	}
	disk.Fail(func(op faultfs.Op) faultfs.Fault {
		if op.Kind == faultfs.Read {
			return faultfs.EIO
		}
		return faultfs.None
	})
	if err := d.holds(ctx, l); code(err) == 0 {
		t.Fatalf("read from a disk that does not: %v", err)
	}
	disk.Fail(nil)
	if err := d.holds(ctx, l); err != nil {
		t.Fatal(err)
	}
	if err := d.append(ctx, l, "more", 1, 1); err != nil {
		t.Fatal(err)
	}
}
