package esdbserver

import (
	"sort"

	"minhbach/eventstore"
)

// take adds what the log delivers, and drops the oldest entries for it.
func (w *watch) take(d eventstore.Delivery) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if d.Event == nil {
		w.tip = max(w.tip, d.Position)
		if w.quiet > 0 {
			w.wake()
		}
		return nil
	}
	e := &entry{Event: d.Event}
	w.entries = append(w.entries, e)
	w.bytes += e.weight()
	w.tip = d.Event.Position
	for w.bytes > w.limit {
		w.bytes -= w.entries[0].weight()
		w.floor = w.entries[0].Position
		w.entries[0] = nil
		w.entries = w.entries[1:]
	}
	if b := w.bells[e.Stream]; b != nil {
		delete(w.bells, e.Stream)
		b.behind, w.rung = e.Position-1, append(w.rung, b)
	}
	if w.quiet++; w.quiet == wokenEvery {
		w.wake()
	}
	return nil
}

func (w *watch) wake() {
	close(w.more)
	w.more, w.quiet = make(chan struct{}), 0
	for _, b := range w.rung {
		close(b.more)
	}
	w.rung = nil
}

func (w *watch) end(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.err = err
	for _, b := range w.bells {
		w.rung = append(w.rung, b)
	}
	w.bells = nil
	w.wake()
}

func (w *watch) ended() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// seen is how far the feed is.
func (w *watch) seen() eventstore.Position {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tip
}

// next gives the entries after a position, as far as one takes at once. When they are
// no longer all there, behind is set and floor is where those that are begin. When
// there are none yet, the channel tells of more, and at is how far there are none.
func (w *watch) next(after eventstore.Position, into []*entry) (taken []*entry, n following, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case after < w.floor:
		return into, following{behind: true, floor: w.floor}, nil
	case after >= w.tip:
		return into, following{at: max(after, w.tip), more: w.more}, w.err
	}
	i := sort.Search(len(w.entries), func(i int) bool { return w.entries[i].Position > after })
	size := 0
	for _, e := range w.entries[i:] {
		into = append(into, e)
		if size += e.weight(); len(into) == takenAtOnce || size >= bytesAtOnce {
			return into, following{}, nil
		}
	}
	if len(into) == 0 { // the rest of the way holds no event
		return into, following{at: w.tip, more: w.more}, w.err
	}
	return into, following{}, nil
}

// following is where a follower stands that got no entry.
type following struct {
	behind    bool
	floor, at eventstore.Position
	more      <-chan struct{}
}
