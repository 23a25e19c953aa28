package tables

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// MostExports is how much room the files made of tables may take together. They can
// all be made again.
const MostExports = 8 << 30

// Sweep removes files that nobody asked for since before. What is in the making
// stays.
func (k *Keeper) Sweep(before time.Time) error {
	all, err := os.ReadDir(k.dir)
	if err != nil {
		return err
	}
	for _, e := range all {
		info, err := e.Info()
		if err != nil || strings.HasPrefix(e.Name(), making) || strings.HasSuffix(e.Name(), sumOf) {
			continue
		}
		k.mu.Lock()
		asked := k.used[e.Name()]
		k.mu.Unlock()
		if info.ModTime().Before(before) && asked.Before(before) {
			os.Remove(filepath.Join(k.dir, e.Name()))
			os.Remove(filepath.Join(k.dir, e.Name()+sumOf))
		}
	}
	return k.trim("")
}

// unmade removes what a crash left of files in the making.
func unmade(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, making+"*"))
	for _, name := range left {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}

// making begins the names of files that are not whole.
const making = "making-"

// trim removes the files that were asked for longest ago until the others have room.
// Whoever reads one of them goes on reading. The one just made stays.
func (k *Keeper) trim(stays string) error {
	all, err := os.ReadDir(k.dir)
	if err != nil {
		return err
	}
	type file struct {
		name string
		size int64
		last time.Time
	}
	var files []file
	var total int64
	k.mu.Lock()
	for _, e := range all {
		info, err := e.Info()
		if err != nil || strings.HasPrefix(e.Name(), making) || strings.HasSuffix(e.Name(), sumOf) {
			continue
		}
		f := file{e.Name(), info.Size(), info.ModTime()}
		if asked := k.used[f.name]; asked.After(f.last) {
			f.last = asked
		}
		files, total = append(files, f), total+f.size
	}
	k.mu.Unlock()
	slices.SortFunc(files, func(a, b file) int { return a.last.Compare(b.last) })
	for _, f := range files {
		if total <= k.Most {
			break
		}
		if f.name == stays {
			continue
		}
		if os.Remove(filepath.Join(k.dir, f.name)) == nil {
			os.Remove(filepath.Join(k.dir, f.name+sumOf))
			total -= f.size
			k.mu.Lock()
			delete(k.used, f.name)
			k.mu.Unlock()
		}
	}
	return nil
}
