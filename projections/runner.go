package projections

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"minhbach/eventstore"
)

// Options of a runner; the zero value is useful.
type Options struct {
	Batch int                                        // events a commit at most; default 2,000
	Tries int                                        // before an event is parked; default 5
	Sleep func(ctx context.Context, d time.Duration) // between tries; default waits
	Now   func() time.Time                           // for the lag in seconds
	Warn  func(format string, args ...any)           // parked events and rebuilds
}

func (o *Options) setDefaults() {
	if o.Batch <= 0 {
		o.Batch = 2000
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

// Runner keeps one read model in step with the log. Its queries may be used from
// any goroutine; Run, ToEnd and Rebuild exclude each other.
type Runner struct {
	log   eventstore.Log
	codec *eventstore.Codec
	def   Definition
	dir   string
	opts  Options

	work sync.Mutex // held while applying or swapping

	mu         sync.Mutex // guards what follows
	file       *file
	seen       eventstore.Position // by this read model, filtered events included
	changes    uint64              // see Changes
	reworked   uint64              // see Reworked
	recorded   time.Time           // of the last event applied
	parked     map[string]bool     // streams that wait behind a parked event
	lastError  string
	updated    time.Time
	rebuilding bool
	generation int
	moved      chan struct{} // closed when seen grows
	state      State
	restart    chan struct{} // tells Run that the file was swapped
}

// Open opens the read model in dir, or begins an empty one. Files of other
// versions are not touched, so a program that is rolled back finds its own again.
func Open(ctx context.Context, dir string, def Definition, log eventstore.Log, codec *eventstore.Codec, opts Options) (*Runner, error) {
	opts.setDefaults()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	r := &Runner{log: log, codec: codec, def: def, dir: dir, opts: opts, moved: make(chan struct{}), restart: make(chan struct{}, 1)}
	generations, err := r.generations()
	if err != nil {
		return nil, err
	}
	// The newest finished generation serves; what a crash left behind goes.
	var f *file
	for _, g := range slices.Backward(generations) {
		if f == nil {
			f, err = openFile(ctx, r.path(g), def, false)
			if err == nil {
				r.generation = g
				continue
			}
			if !errors.Is(err, errForeign) {
				return nil, fmt.Errorf("opening read model %s: %w", def.Name, err)
			}
			opts.Warn("read model %s: %s is not usable and is removed: %v", def.Name, filepath.Base(r.path(g)), err)
		}
		if err := removeFiles(r.path(g)); err != nil {
			return nil, err
		}
	}
	if f == nil {
		r.generation++
		if f, err = openFile(ctx, r.path(r.generation), def, false); err != nil {
			return nil, fmt.Errorf("opening read model %s: %w", def.Name, err)
		}
	}
	if err := r.adopt(ctx, f); err != nil {
		f.close()
		return nil, err
	}
	return r, nil
}

// path of a generation of this version: each rebuild makes the next one.
func (r *Runner) path(generation int) string {
	return filepath.Join(r.dir, fmt.Sprintf("%s.v%d.%d.db", r.def.Name, r.def.Version, generation))
}

// generations on disk, ascending.
func (r *Runner) generations() ([]int, error) {
	entries, err := os.ReadDir(r.dir) // not a pattern: the directory may be named anything
	if err != nil {
		return nil, err
	}
	var out []int
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), fmt.Sprintf("%s.v%d.", r.def.Name, r.def.Version))
		number, whole := strings.CutSuffix(rest, ".db")
		if g, err := strconv.Atoi(number); ours && whole && err == nil {
			out = append(out, g)
		}
	}
	slices.Sort(out)
	return out, nil
}

// adopt makes f the current file.
func (r *Runner) adopt(ctx context.Context, f *file) error {
	position, recorded, err := f.checkpoint(ctx)
	if err != nil {
		return err
	}
	parked := map[string]bool{}
	rows, err := f.conn.QueryContext(ctx, `SELECT DISTINCT stream FROM meta_parked`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var stream string
		if err := rows.Scan(&stream); err != nil {
			return err
		}
		parked[stream] = true
	}
	if err := rows.Err(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.file, r.parked, r.state = f, parked, r.def.New()
	r.changes++
	r.reworked++
	r.advanceLocked(eventstore.Position(position), time.UnixMicro(recorded).UTC())
	return nil
}

func (r *Runner) advanceLocked(position eventstore.Position, recorded time.Time) {
	if recorded.After(r.recorded) {
		r.recorded = recorded
	}
	r.seen = position
	r.updated = r.opts.Now()
	close(r.moved)
	r.moved = make(chan struct{})
}

// Run follows the log until ctx ends. A subscription that breaks is taken up
// again from the checkpoint.
func (r *Runner) Run(ctx context.Context) error {
	for delay := 50 * time.Millisecond; ; delay = min(2*delay, 5*time.Second) {
		started := r.opts.Now()
		err := r.follow(ctx, false)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, eventstore.ErrClosed):
			return err
		case errors.Is(err, errSwapped):
			delay = 50 * time.Millisecond
			continue
		}
		r.fail(err)
		if r.opts.Now().Sub(started) > time.Minute {
			delay = 50 * time.Millisecond
		}
		r.opts.Sleep(ctx, delay)
	}
}

// ToEnd applies everything up to the head of the log and returns.
func (r *Runner) ToEnd(ctx context.Context) error {
	for {
		switch err := r.follow(ctx, true); {
		case errors.Is(err, errCaughtUp):
			return nil
		case !errors.Is(err, errSwapped) || ctx.Err() != nil:
			return err
		}
	}
}

var (
	errCaughtUp = errors.New("projections: caught up")
	errSwapped  = errors.New("projections: file was swapped")
)

// item is an event on its way into the tables, decoded by the reading side so
// that decoding and applying use two processors.
type item struct {
	event eventstore.Event
	fact  eventstore.Fact
	err   error // of decoding
}

// step is what the reading side hands over: a batch, or how far it has seen.
type step struct {
	batch    []item
	caughtUp bool
	position eventstore.Position
}

func (r *Runner) follow(ctx context.Context, toEnd bool) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r.mu.Lock()
	after, f := r.seen, r.file
	r.mu.Unlock()
	go func() {
		select {
		case <-r.restart:
			cancel(errSwapped)
		case <-ctx.Done():
		}
	}()
	steps := make(chan step, 2)
	applied := make(chan error, 1)
	go func() {
		err := r.applyAll(ctx, f, steps, toEnd)
		if err != nil {
			cancel(err)
		}
		applied <- err
	}()
	err := r.read(ctx, after, steps)
	close(steps)
	if fault := <-applied; fault != nil {
		return fault
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// read subscribes and hands decoded batches over.
func (r *Runner) read(ctx context.Context, after eventstore.Position, steps chan<- step) error {
	var batch []item
	hand := func(s step) error {
		select {
		case steps <- s:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return r.log.Subscribe(ctx, after, eventstore.Filter{Types: r.def.Types}, func(d eventstore.Delivery) error {
		if d.Event != nil {
			it := item{event: *d.Event}
			it.fact, it.err = r.codec.Decode(it.event)
			if errors.Is(it.err, eventstore.ErrStranger) {
				return nil // and so is its position, until more is seen
			}
			if batch = append(batch, it); len(batch) < r.opts.Batch {
				return nil
			}
		}
		s := step{batch: batch, caughtUp: d.CaughtUp, position: d.Position}
		batch = nil
		return hand(s)
	})
}

// applyAll commits what comes until there is no more, or with toEnd until the
// reading side has caught up.
func (r *Runner) applyAll(ctx context.Context, f *file, steps <-chan step, toEnd bool) error {
	for s := range steps {
		if len(s.batch) > 0 {
			if err := r.apply(ctx, f, s.batch); err != nil {
				return err
			}
		}
		if s.caughtUp {
			r.mu.Lock()
			current := r.file == f
			if current && s.position > r.seen {
				r.advanceLocked(s.position, r.recorded)
			}
			r.mu.Unlock()
			if !current {
				return errSwapped
			}
			if toEnd {
				return errCaughtUp
			}
		}
	}
	return nil
}

func (r *Runner) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lastError = err.Error()
	r.opts.Warn("read model %s: %v", r.def.Name, err)
}

// Close ends the use of the file after running readings. End Run first.
func (r *Runner) Close() error {
	r.mu.Lock()
	f := r.file
	r.file = nil
	r.mu.Unlock()
	if f == nil {
		return nil
	}
	return f.close()
}
