package follow

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"

	"minhbach/eventstore"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

// Rebuild builds the index anew beside the current one, and swaps it in when it has
// caught up. Queries go on all the while, on the old one until the swap; when it
// fails the old one stays.
func (f *Follower) Rebuild(ctx context.Context) error {
	f.mu.Lock()
	if f.rebuilding || f.shelf == nil {
		defer f.mu.Unlock()
		if f.shelf == nil {
			return search.ErrClosed
		}
		return errors.New("follow: the search index is being rebuilt already")
	}
	f.rebuilding = true
	next := f.generation + 1
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		f.rebuilding = false
		f.mu.Unlock()
	}()
	dir := f.path(next)
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	ix, err := f.engine.Open(dir)
	if err != nil {
		return fmt.Errorf("beginning a search index: %w", err)
	}
	drop := func(err error) error {
		ix.Close()
		return errors.Join(err, os.RemoveAll(dir))
	}
	unmade := map[item]error{}
	w := &writer{follower: f, index: ix, park: func(tried map[item]bool, failed map[item]error) error {
		for it := range tried {
			delete(unmade, it)
		}
		maps.Copy(unmade, failed)
		return nil
	}}
	if err := w.toEnd(ctx); err != nil {
		return drop(err)
	}
	// From here nothing is written to the old index; the last few go to the new one.
	f.work.Lock()
	defer f.work.Unlock()
	if err := w.toEnd(ctx); err != nil {
		return drop(err)
	}
	if err := f.replaceParked(unmade, true); err != nil {
		return drop(err)
	}
	// The new generation counts from the moment this is on disk.
	if err := f.setCurrent(next); err != nil {
		return drop(err)
	}
	f.mu.Lock()
	old := f.shelf
	f.shelf = &shelf{index: ix, dir: dir}
	f.lastError = ""
	f.mu.Unlock()
	f.advance(w.at)
	f.restart()
	if err := f.replaceParked(unmade, false); err != nil {
		f.opts.Warn("search index: %v", err)
	}
	if old == nil { // closed meanwhile
		return f.retire(&shelf{index: ix})
	}
	go func() {
		if err := f.retire(old); err != nil {
			f.opts.Warn("search index: removing the old one: %v", err)
		}
	}()
	return nil
}

// retire an index after its last query.
func (f *Follower) retire(s *shelf) error {
	err := s.close()
	if s.dir == "" {
		return err
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}

// Status tells how far the index is and what went wrong.
func (f *Follower) Status(ctx context.Context) (view.ProjectionStatus, error) {
	head, err := f.log.Head(ctx)
	if err != nil {
		return view.ProjectionStatus{}, err
	}
	f.mu.Lock()
	s := view.ProjectionStatus{
		Name: f.engine.Name, Version: f.engine.Version, Position: uint64(f.seen), Head: uint64(head),
		Parked: len(f.parked), LastError: f.lastError, Rebuilding: f.rebuilding, Updated: f.updated,
	}
	f.mu.Unlock()
	lag, err := eventstore.Behind(ctx, f.log, eventstore.Position(s.Position), nil)
	if err != nil {
		return s, err
	}
	if s.Behind = lag.Events; lag.Events > 0 {
		s.BehindSecs = max(0, f.opts.Now().Sub(lag.Oldest).Seconds())
	}
	return s, nil
}
