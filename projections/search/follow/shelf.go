package follow

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"minhbach/projections/search"
)

// shelf is an index in use, and who uses it.
type shelf struct {
	index search.Index
	dir   string
	users sync.WaitGroup
}

// close after the last query under way.
func (s *shelf) close() error {
	s.users.Wait()
	return s.index.Close()
}

// Directories are named <engine>.v<version>.<generation>; the file <engine>.v<version>.current
// holds the generation that is whole. Other versions are not touched, so a program
// that is rolled back finds its own again.
func (f *Follower) path(generation int) string {
	return filepath.Join(f.dir, fmt.Sprintf("%s.v%d.%d", f.engine.Name, f.engine.Version, generation))
}

func (f *Follower) currentFile() string {
	return filepath.Join(f.dir, fmt.Sprintf("%s.v%d.current", f.engine.Name, f.engine.Version))
}

func (f *Follower) openShelf() error {
	current := 0
	content, err := os.ReadFile(f.currentFile())
	if err == nil {
		current, _ = strconv.Atoi(strings.TrimSpace(string(content))) // anything else: none
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	highest, err := f.sweep(current)
	if err != nil {
		return err
	}
	if current > 0 {
		ix, err := f.engine.Open(f.path(current))
		if err == nil {
			f.shelf, f.generation = &shelf{index: ix, dir: f.path(current)}, current
			return nil
		}
		if !errors.Is(err, search.ErrBroken) {
			return fmt.Errorf("opening the search index: %w", err)
		}
		f.opts.Warn("search index: %v", err)
		if err := os.RemoveAll(f.path(current)); err != nil {
			return err
		}
	}
	next := highest + 1
	ix, err := f.engine.Open(f.path(next))
	if err != nil {
		return fmt.Errorf("beginning a search index: %w", err)
	}
	if err := f.setCurrent(next); err != nil {
		ix.Close()
		return err
	}
	f.shelf = &shelf{index: ix, dir: f.path(next)}
	return nil
}

func (f *Follower) setCurrent(generation int) error {
	if err := replaceFile(f.currentFile(), []byte(strconv.Itoa(generation)+"\n")); err != nil {
		return err
	}
	f.mu.Lock()
	f.generation = generation
	f.mu.Unlock()
	return nil
}

// sweep removes what a crash left behind: generations that are not current. The
// highest number in use is returned.
func (f *Follower) sweep(current int) (int, error) {
	highest := current
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), fmt.Sprintf("%s.v%d.", f.engine.Name, f.engine.Version))
		g, err := strconv.Atoi(rest)
		if !ours || err != nil || !e.IsDir() {
			continue
		}
		highest = max(highest, g)
		if g != current {
			if err := os.RemoveAll(filepath.Join(f.dir, e.Name())); err != nil {
				return 0, err
			}
		}
	}
	return highest, nil
}

// use lends the index of the moment; a swap waits for its users before it removes
// it, not before it swaps.
func (f *Follower) use(do func(ix search.Index, seen uint64) error) error {
	f.mu.Lock()
	s, seen := f.shelf, f.seen
	if s == nil {
		f.mu.Unlock()
		return search.ErrClosed
	}
	s.users.Add(1)
	f.mu.Unlock()
	defer s.users.Done()
	err := do(s.index, uint64(seen))
	if errors.Is(err, search.ErrBroken) {
		f.mu.Lock()
		current := f.shelf == s
		f.mu.Unlock()
		if current {
			f.notice(err) // Run builds it anew
		}
	}
	return err
}

// Search answers from the index of the moment.
func (f *Follower) Search(ctx context.Context, q search.Query) (*search.Result, error) {
	var out *search.Result
	err := f.use(func(ix search.Index, seen uint64) (err error) {
		if out, err = ix.Search(ctx, q); err == nil {
			// Nothing of ours happened between what is written and what was seen.
			out.Position = max(out.Position, seen)
		}
		return err
	})
	return out, err
}

// Suggest answers from the index of the moment.
func (f *Follower) Suggest(ctx context.Context, text string, limit int) ([]search.Suggestion, error) {
	var out []search.Suggestion
	err := f.use(func(ix search.Index, _ uint64) (err error) {
		out, err = ix.Suggest(ctx, text, limit)
		return err
	})
	return out, err
}
