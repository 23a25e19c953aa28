package follow

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"minhbach/eventstore"
	"minhbach/projections/search"
)

// Source makes the present public documents of things.
type Source interface {
	// Documents of a kind as they are at a position of the log or later: those that
	// are public, and the ids of those that are not. It waits until it knows that
	// position. An id that is in neither answer is taken as gone.
	Documents(ctx context.Context, kind string, ids []string, position uint64) (public []search.Document, gone []string, err error)
}

// Kind of documents, and the events that say which of them may have changed.
type Kind struct {
	Name    string   // search.Publication, …
	Streams []string // prefixes
	// IDs that an event touches; nil: the stream's name after its prefix.
	IDs func(eventstore.Event) []string
}

// Engine opens indexes.
type Engine struct {
	Name    string // of its directories
	Version int    // of its fields; another version is built anew
	Open    func(dir string) (search.Index, error)
}

// Options; the zero value is useful.
type Options struct {
	Chunk int                                        // documents asked for and written at once; default 200
	Batch int                                        // ids touched in a reading at most; default 20,000
	Tries int                                        // before documents are parked; default 5
	Sleep func(ctx context.Context, d time.Duration) // between tries; default waits
	Now   func() time.Time
	Warn  func(format string, args ...any)
}

func (o *Options) setDefaults() {
	if o.Chunk <= 0 {
		o.Chunk = 200
	}
	if o.Batch <= 0 {
		o.Batch = 20000
	}
	if o.Tries <= 0 {
		o.Tries = 5
	}
	if o.Sleep == nil {
		o.Sleep = func(ctx context.Context, d time.Duration) {
			t := time.NewTimer(d)
			defer t.Stop()
			select {
			case <-ctx.Done():
			case <-t.C:
			}
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Warn == nil {
		o.Warn = func(string, ...any) {}
	}
}

// Follower keeps an index and answers from it. Its queries may be used from any
// goroutine; Run, ToEnd and Rebuild exclude each other where they write.
type Follower struct {
	log    eventstore.Log
	kinds  []Kind
	source Source
	engine Engine
	dir    string
	opts   Options

	work sync.Mutex // held while applying or swapping

	mu         sync.Mutex // guards what follows
	shelf      *shelf
	generation int
	seen       eventstore.Position // by this follower, other events included
	parked     map[item]string     // with the last error
	lastError  string
	updated    time.Time
	rebuilding bool
	again      bool          // parked items wait to be asked for
	moved      chan struct{} // closed when seen grows
	changed    chan error    // tells Run to look at the index again
	waiting    atomic.Int32  // those who wait: then it writes without gathering
	hurry      chan struct{}
}

// item that may have changed.
type item struct{ Kind, ID string }

// Open opens the newest whole index of this engine and version in dir, or begins
// an empty one; what is damaged is removed and built anew by Run.
func Open(ctx context.Context, dir string, log eventstore.Log, kinds []Kind, source Source, engine Engine, opts Options) (*Follower, error) {
	opts.setDefaults()
	if len(kinds) == 0 {
		return nil, errors.New("follow: no kinds of documents")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	f := &Follower{log: log, kinds: kinds, source: source, engine: engine, dir: dir, opts: opts,
		parked: map[item]string{}, moved: make(chan struct{}), changed: make(chan error, 1), hurry: make(chan struct{}, 1)}
	if err := f.openShelf(); err != nil {
		return nil, err
	}
	position, err := f.shelf.index.Position(ctx)
	if err == nil {
		err = f.loadParked()
	}
	if err != nil {
		f.shelf.index.Close()
		return nil, err
	}
	f.seen, f.updated = eventstore.Position(position), opts.Now()
	return f, nil
}

func (f *Follower) filter() eventstore.Filter {
	var out eventstore.Filter
	for _, k := range f.kinds {
		out.Streams = append(out.Streams, k.Streams...)
	}
	return out
}

// touched are the items that an event may have changed.
func (f *Follower) touched(ev eventstore.Event) []item {
	var out []item
	for _, k := range f.kinds {
		for _, prefix := range k.Streams {
			rest, ours := strings.CutPrefix(ev.Stream, prefix)
			if !ours {
				continue
			}
			if k.IDs == nil {
				out = append(out, item{k.Name, rest})
				break
			}
			for _, id := range k.IDs(ev) {
				out = append(out, item{k.Name, id})
			}
			break
		}
	}
	return out
}

// Run follows the log until ctx ends. What fails is tried again from the position
// that the index has; a damaged index is built anew.
func (f *Follower) Run(ctx context.Context) error {
	for delay := 50 * time.Millisecond; ; delay = min(2*delay, 5*time.Second) {
		begun := f.opts.Now()
		err := f.follow(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, eventstore.ErrClosed):
			return err
		case errors.Is(err, errSwapped):
			delay = 25 * time.Millisecond
			continue
		case errors.Is(err, search.ErrBroken):
			f.fail(err)
			if err := f.Rebuild(ctx); err == nil {
				continue
			} else if ctx.Err() == nil {
				f.fail(err)
			}
		default:
			f.fail(err)
		}
		if f.opts.Now().Sub(begun) > time.Minute {
			delay = 50 * time.Millisecond
		}
		f.opts.Sleep(ctx, delay)
	}
}

// gather is how long the follower waits for further events before it writes, so many
// times in a row at most: what is published is found within a quarter of a second.
const (
	gather     = 40 * time.Millisecond
	gatherMost = 5
)

func (f *Follower) gather(ctx context.Context) {
	if f.waiting.Load() > 0 {
		return
	}
	t := time.NewTimer(gather)
	defer t.Stop()
	select {
	case <-t.C:
	case <-f.hurry:
	case <-ctx.Done():
	}
}

var errSwapped = errors.New("follow: the index was swapped")

func (f *Follower) follow(ctx context.Context) error {
	f.mu.Lock()
	after, s := f.seen, f.shelf
	f.mu.Unlock()
	if s == nil {
		return search.ErrClosed
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case err := <-f.changed:
			cancel(err)
		case <-ctx.Done():
		}
	}()
	w, waited := &writer{follower: f, index: s.index, at: after}, 0
	err := f.log.Subscribe(ctx, after, f.filter(), func(d eventstore.Delivery) error {
		if d.Event != nil {
			if w.add(*d.Event); len(w.pending) < f.opts.Batch {
				return nil
			}
			waited = 0
			return f.write(ctx, s, w, d.Event.Position)
		}
		// Deeds come in rows, and each writing syncs the disk several times.
		if waited < gatherMost && len(w.pending) > 0 {
			waited++
			f.gather(ctx)
			if head, err := f.log.Head(ctx); err == nil && head > d.Position {
				return nil
			}
		}
		waited = 0
		return f.write(ctx, s, w, d.Position)
	})
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// restart Run, because the index was swapped.
func (f *Follower) restart() {
	select {
	case <-f.changed: // about the old one
	default:
	}
	f.notice(errSwapped)
}

func (f *Follower) notice(err error) {
	select {
	case f.changed <- err:
	default:
	}
}

// write what a reading touched, and count as seen.
func (f *Follower) write(ctx context.Context, s *shelf, w *writer, position eventstore.Position) error {
	f.work.Lock()
	defer f.work.Unlock()
	f.mu.Lock()
	current := f.shelf == s
	f.mu.Unlock()
	if !current {
		return errSwapped
	}
	if err := w.flush(ctx, position); err != nil {
		return err
	}
	f.advance(position)
	return nil
}

// ToEnd brings the index to the head of the log and returns.
func (f *Follower) ToEnd(ctx context.Context) error {
	f.work.Lock()
	defer f.work.Unlock()
	f.mu.Lock()
	w, open := &writer{follower: f, at: f.seen}, f.shelf
	f.mu.Unlock()
	if open == nil {
		return search.ErrClosed
	}
	w.index = open.index
	if err := w.toEnd(ctx); err != nil {
		return err
	}
	f.advance(w.at)
	return nil
}

func (f *Follower) advance(position eventstore.Position) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen = max(f.seen, position)
	f.updated = f.opts.Now()
	close(f.moved)
	f.moved = make(chan struct{})
}

func (f *Follower) fail(err error) {
	f.mu.Lock()
	f.lastError = err.Error()
	f.mu.Unlock()
	f.opts.Warn("search index: %v", err)
}

// Wait returns once the index reflects the position, or ctx's error.
func (f *Follower) Wait(ctx context.Context, position eventstore.Position) error {
	f.waiting.Add(1)
	defer f.waiting.Add(-1)
	for {
		f.mu.Lock()
		seen, moved := f.seen, f.moved
		f.mu.Unlock()
		if seen >= position {
			return nil
		}
		select {
		case f.hurry <- struct{}{}:
		default:
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-moved:
		}
	}
}

// Close ends the use of the index. End Run first; queries under way end.
func (f *Follower) Close() error {
	f.work.Lock()
	defer f.work.Unlock()
	f.mu.Lock()
	s := f.shelf
	f.shelf = nil
	f.mu.Unlock()
	if s == nil {
		return nil
	}
	if err := s.close(); err != nil {
		return fmt.Errorf("closing the search index: %w", err)
	}
	return nil
}
