package follow

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Parked is an item whose document could not be made.
type Parked struct {
	Kind  string `json:"kind"`
	ID    string `json:"id"`
	Error string `json:"error"`
}

func compareItems(a, b item) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) }

// Parked lists what is asked for again with every reading that has something.
func (f *Follower) Parked() []Parked {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := []Parked{}
	for it, why := range f.parked {
		out = append(out, Parked{it.Kind, it.ID, why})
	}
	slices.SortFunc(out, func(a, b Parked) int { return compareItems(item{a.Kind, a.ID}, item{b.Kind, b.ID}) })
	return out
}

// Unpark asks now for what was parked.
func (f *Follower) Unpark(ctx context.Context) error {
	f.mu.Lock()
	f.again = true
	f.mu.Unlock()
	return f.ToEnd(ctx)
}

func (f *Follower) isParked(it item) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, parked := f.parked[it]
	return parked
}

// retryParked adds what was parked to a reading that has something to write, or to
// any when Unpark was called.
func (f *Follower) retryParked(w *writer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.parked) == 0 || len(w.pending) == 0 && !f.again {
		return
	}
	if w.pending == nil {
		w.pending = map[item]bool{}
	}
	for it := range f.parked {
		w.pending[it] = true
	}
	f.again = false
}

// park what could not be made of the items tried, and forget what now could.
func (f *Follower) park(tried map[item]bool, failed map[item]error) error {
	f.mu.Lock()
	changed := false
	for it := range tried {
		_, was := f.parked[it]
		err := failed[it]
		switch {
		case err != nil:
			f.parked[it], f.lastError, changed = err.Error(), err.Error(), true
			f.opts.Warn("search index: %s %s is parked: %v", it.Kind, it.ID, err)
		case was:
			delete(f.parked, it)
			changed = true
		}
	}
	f.mu.Unlock()
	if !changed {
		return nil
	}
	return f.saveParked()
}

// replaceParked by what a rebuild could not make. Before the swap both count.
func (f *Follower) replaceParked(by map[item]error, keep bool) error {
	f.mu.Lock()
	if !keep {
		f.parked = map[item]string{}
	}
	for it, err := range by {
		f.parked[it] = err.Error()
	}
	f.mu.Unlock()
	return f.saveParked()
}

func (f *Follower) saveParked() error {
	content, err := json.MarshalIndent(f.Parked(), "", "  ")
	if err != nil {
		return err
	}
	return replaceFile(f.parkedFile(), content)
}

func (f *Follower) parkedFile() string { return filepath.Join(f.dir, f.engine.Name+".parked.json") }

func (f *Follower) loadParked() error {
	content, err := os.ReadFile(f.parkedFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var list []Parked
	if err := json.Unmarshal(content, &list); err != nil {
		return err
	}
	for _, p := range list {
		f.parked[item{p.Kind, p.ID}] = p.Error
	}
	f.again = len(list) > 0
	return nil
}

// replaceFile in one step, on disk when it returns.
func replaceFile(name string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		return err
	}
	return syncDir(filepath.Dir(name))
}

func syncDir(name string) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
