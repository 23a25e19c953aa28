package sqlite

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"minhbach/eventstore/sqlite/faultfs"
)

// TestPowerCut takes the power away at any write, cut, deletion or sync, and goes
// on with one of the disks that may be left: what was not synced is there, not
// there, or in shreds.
func TestPowerCut(t *testing.T) {
	cuts := 40
	if n, err := strconv.Atoi(os.Getenv("MINHBACH_POWER_CUTS")); err == nil {
		cuts = n
	}
	random := seeded(t)
	var d *diary
	dir, appends, events, opening := "", 0, 0, 0
	for cut := range cuts {
		if cut%8 == 0 { // keep the log short
			d, dir = &diary{}, t.TempDir()
		}
		before, eventsBefore := d.acknowledged()
		limit := 1500
		if cut%8 < 2 {
			limit = 80 // while the log is being made or opened
		}
		image, opened := unpowered(t, d, dir, 1+random.IntN(limit), random, false)
		if dir = image; !opened {
			opening++
		}
		if err := d.survived(ctx, dir); err != nil {
			t.Fatalf("cut %d: %v", cut+1, err)
		}
		after, eventsAfter := d.acknowledged()
		appends, events = appends+after-before, events+eventsAfter-eventsBefore
	}
	t.Logf("%d power cuts, %d of them while opening; %d acknowledged appends of %d events, 0 lost", cuts, opening, appends, events)
	if appends < cuts {
		t.Error("hardly anything was acknowledged: the cuts come too early to show anything")
	}
}

// TestPowerCutOnADiskThatLies shows that the test above can fail: where a sync does
// nothing, events get lost.
func TestPowerCutOnADiskThatLies(t *testing.T) {
	random := seeded(t)
	for cut := range 60 {
		d := &diary{}
		image, _ := unpowered(t, d, t.TempDir(), 200+random.IntN(1000), random, true)
		if err := d.survived(ctx, image); err != nil {
			t.Logf("cut %d: %v", cut+1, err)
			return
		}
	}
	t.Error("no loss in 60 power cuts on a disk that syncs nothing")
}

func seeded(t *testing.T) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	if n, err := strconv.ParseUint(os.Getenv("MINHBACH_CRASH_SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("MINHBACH_CRASH_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 3))
}

// unpowered is a life on dir that a power cut ends at the n-th change, and the disk
// that is left.
func unpowered(t *testing.T, d *diary, dir string, n int, random *rand.Rand, lies bool) (image string, opened bool) {
	t.Helper()
	disk, dir, opts := breakable(t, dir, faultOptions)
	defer disk.Close()
	if lies {
		disk.Lie()
	}
	disk.CutAt(n)
	l, err := Open(ctx, dir, opts)
	if err == nil {
		var all sync.WaitGroup
		for worker := range 5 {
			all.Go(func() {
				for i := 0; !disk.Off(); i++ {
					if d.append(ctx, l, fmt.Sprintf("stream-%d", (worker+i)%9), 1+(worker+i)%4, 10+(i*331)%3000) != nil {
						return
					}
				}
			})
		}
		all.Wait()
		l.Close()
	} else if !disk.Off() {
		t.Fatal(err)
	}
	image = t.TempDir()
	if err := disk.Image(image, random, []int{512, 4096}[random.IntN(2)]); err != nil {
		t.Fatal(err)
	}
	if random.IntN(2) == 0 { // shared memory is whatever it was
		noise := make([]byte, 32<<10)
		for i := range noise {
			noise[i] = byte(random.Uint32())
		}
		if err := os.WriteFile(filepath.Join(image, fileName+"-shm"), noise, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return image, err == nil
}

var _ markFile = (*faultfs.File)(nil)
