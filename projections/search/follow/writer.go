package follow

import (
	"context"
	"errors"
	"slices"
	"time"

	"minhbach/eventstore"
	"minhbach/projections/search"
)

// idle positions are written although nothing of ours happened, so that a start
// does not read a long stretch of other events again.
const idle = 50_000

// writer brings what changed into an index.
type writer struct {
	follower *Follower
	index    search.Index
	at       eventstore.Position // seen
	stored   eventstore.Position // written last by this writer
	pending  map[item]bool
	park     func(tried map[item]bool, unmade map[item]error) error // nil: the follower's
}

func (w *writer) add(ev eventstore.Event) {
	for _, it := range w.follower.touched(ev) {
		if w.pending == nil {
			w.pending = map[item]bool{}
		}
		w.pending[it] = true
	}
}

// toEnd reads to the head of the log as it is now, and writes.
func (w *writer) toEnd(ctx context.Context) error {
	for {
		head, err := w.follower.log.Head(ctx)
		if err != nil {
			return err
		}
		end, full := head, false
		for ev, err := range w.follower.log.ReadAll(ctx, w.at, eventstore.Forwards, w.follower.filter(), 0) {
			if err != nil {
				return err
			}
			w.add(ev)
			end = max(end, ev.Position)
			if full = len(w.pending) >= w.follower.opts.Batch; full {
				end = ev.Position
				break
			}
		}
		if err := w.flush(ctx, end); err != nil {
			return err
		}
		if !full {
			return nil
		}
	}
}

// flush writes the pending items. Only the last chunk carries the position: after
// a crash before it all of them are written once more.
func (w *writer) flush(ctx context.Context, position eventstore.Position) error {
	f := w.follower
	if w.park == nil {
		f.retryParked(w)
	}
	if len(w.pending) == 0 {
		if position > w.at && position-w.stored >= idle {
			if err := w.index.Apply(ctx, nil, nil, uint64(position)); err != nil {
				return err
			}
			w.stored = position
		}
		w.at = max(w.at, position)
		return nil
	}
	before, err := w.index.Position(ctx)
	if err != nil {
		return err
	}
	var put []search.Document
	var remove []string
	unmade := map[item]error{}
	chunks := f.chunks(w.pending)
	for i, items := range chunks {
		public, gone, err := w.ask(ctx, items, position, unmade)
		if err != nil {
			return err
		}
		put, remove = append(put, public...), append(remove, gone...)
		if i+1 < len(chunks) && len(put) >= f.opts.Chunk {
			if err := w.index.Apply(ctx, put, remove, before); err != nil {
				return err
			}
			put, remove = nil, nil
		}
	}
	// What could not be made is on disk before the position passes it.
	park := w.park
	if park == nil {
		park = f.park
	}
	if err := park(w.pending, unmade); err != nil {
		return err
	}
	if err := w.index.Apply(ctx, put, remove, max(before, uint64(position))); err != nil {
		return err
	}
	w.pending, w.at, w.stored = nil, max(w.at, position), position
	return nil
}

// chunks of items of one kind, in an order that is always the same; what was
// parked comes by itself, so that it holds up nothing else.
func (f *Follower) chunks(pending map[item]bool) [][]item {
	items := make([]item, 0, len(pending))
	for it := range pending {
		items = append(items, it)
	}
	slices.SortFunc(items, compareItems)
	f.mu.Lock()
	defer f.mu.Unlock()
	var out [][]item
	var chunk []item
	for _, it := range items {
		if _, parked := f.parked[it]; parked {
			out = append(out, []item{it})
			continue
		}
		if len(chunk) > 0 && (len(chunk) == f.opts.Chunk || chunk[0].Kind != it.Kind) {
			out, chunk = append(out, chunk), nil
		}
		chunk = append(chunk, it)
	}
	if len(chunk) > 0 {
		out = append(out, chunk)
	}
	return out
}

// outage is how many items one by one the source may refuse from the first on
// before it counts as out of order as a whole, which parks nothing.
const outage = 3

// ask the source for documents; what it cannot give together, one by one.
func (w *writer) ask(ctx context.Context, items []item, position eventstore.Position, unmade map[item]error) (put []search.Document, gone []string, err error) {
	tries := w.follower.opts.Tries
	if len(items) == 1 && w.follower.isParked(items[0]) {
		tries = 1
	}
	put, gone, err = w.tries(ctx, tries, items, position)
	if err == nil || final(ctx, err) {
		return put, gone, err
	}
	if len(items) == 1 {
		unmade[items[0]] = err
		return nil, nil, nil
	}
	refused := 0
	for i, it := range items {
		p, g, err := w.once(ctx, []item{it}, position)
		if err == nil {
			put, gone = append(put, p...), append(gone, g...)
			continue
		}
		if refused++; final(ctx, err) || refused == i+1 && refused == min(outage, len(items)) {
			return nil, nil, err
		}
		unmade[it] = err
	}
	return put, gone, nil
}

// final errors are no fault of an item.
func final(ctx context.Context, err error) bool {
	return ctx.Err() != nil || errors.Is(err, eventstore.ErrClosed)
}

func (w *writer) tries(ctx context.Context, most int, items []item, position eventstore.Position) (put []search.Document, gone []string, err error) {
	f := w.follower
	for n, delay := 0, 20*time.Millisecond; n < most; n, delay = n+1, 2*delay {
		if n > 0 {
			f.opts.Sleep(ctx, delay)
		}
		if put, gone, err = w.once(ctx, items, position); err == nil || final(ctx, err) {
			return put, gone, err
		}
	}
	return nil, nil, err
}

func (w *writer) once(ctx context.Context, items []item, position eventstore.Position) ([]search.Document, []string, error) {
	ids := make([]string, len(items))
	for i, it := range items {
		ids[i] = it.ID
	}
	put, gone, err := w.follower.source.Documents(ctx, items[0].Kind, ids, uint64(position))
	if err != nil {
		return nil, nil, err
	}
	public := map[string]bool{}
	for _, d := range put {
		public[d.ID] = true
	}
	gone = slices.Clone(gone)
	for _, id := range ids {
		if !public[id] && !slices.Contains(gone, id) {
			gone = append(gone, id)
		}
	}
	return put, gone, nil
}
