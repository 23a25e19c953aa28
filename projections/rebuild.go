package projections

import (
	"context"
	"fmt"
)

// Rebuild builds the read model anew beside the current one, from the first event
// on, and swaps it in when it has caught up. Queries go on all the while, on the
// old rows until the swap. When it fails the current file stays.
func (r *Runner) Rebuild(ctx context.Context) error {
	r.mu.Lock()
	if r.rebuilding {
		r.mu.Unlock()
		return fmt.Errorf("projections: %s is being rebuilt already", r.def.Name)
	}
	r.rebuilding = true
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		r.rebuilding = false
		r.mu.Unlock()
	}()
	r.mu.Lock()
	next := r.generation + 1
	r.mu.Unlock()
	if err := removeFiles(r.path(next)); err != nil {
		return err
	}
	beside := &Runner{log: r.log, codec: r.codec, def: r.def, dir: r.dir, opts: r.opts, moved: make(chan struct{}), restart: make(chan struct{}, 1)}
	f, err := openFile(ctx, r.path(next), r.def, true)
	if err != nil {
		return err
	}
	if err := beside.adopt(ctx, f); err != nil {
		f.remove()
		return err
	}
	if err := beside.ToEnd(ctx); err != nil {
		f.remove()
		return err
	}
	// From here no event is applied to the old file; the last few go to the new one.
	r.work.Lock()
	defer r.work.Unlock()
	if err := beside.ToEnd(ctx); err != nil {
		f.remove()
		return err
	}
	// The flag makes the new generation count; until it is on disk the old one does.
	if err := f.finish(ctx); err != nil {
		f.remove()
		return err
	}
	r.mu.Lock()
	old := r.file
	r.generation = next
	r.mu.Unlock()
	if err := r.adopt(ctx, f); err != nil {
		return err
	}
	select {
	case r.restart <- struct{}{}:
	default:
	}
	if old != nil {
		go old.remove() // after the last reading has ended
	}
	return nil
}
