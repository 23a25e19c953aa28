package esdbserver

import (
	"context"
	"sort"
	"sync"
	"sync/atomic"

	"minhbach/eventstore"
)

const (
	takenAtOnce = 64       // entries that a follower has in hand,
	bytesAtOnce = 64 << 10 // or as many bytes, so that a slow one pins little
	wokenEvery  = 64       // events, while the feed itself is behind
	entryWeight = 1 << 10  // of an entry besides its data, roughly
)

// feed reads the log once for all who follow it live. It runs while somebody follows.
type feed struct {
	s   *Server
	mu  sync.Mutex
	now *watch
}

// watch is one time that the feed runs. It keeps the newest events up to a number of
// bytes: every event of the log after floor, up to and including tip.
type watch struct {
	limit     int
	followers int // guarded by the feed
	stop      context.CancelFunc

	mu         sync.Mutex
	entries    []*entry
	bytes      int
	floor, tip eventstore.Position
	quiet      int           // events since followers were woken
	more       chan struct{} // closed when there is more
	bells      map[string]*bell
	rung       []*bell
	err        error // why it has ended
}

// bell wakes those who wait for one stream, so that the rest of the log does not.
type bell struct {
	more    chan struct{}       // closed when there is more
	behind  eventstore.Position // the first event is right behind it; set before
	waiting int
}

// entry is an event that all followers share. Nobody changes it.
type entry struct {
	*eventstore.Event
	sent [2]atomic.Pointer[frame] // as a client receives it, by the form of the id
}

func (e *entry) weight() int { return 2*(len(e.Data)+len(e.Metadata)) + entryWeight }

// join begins to follow; the returned function ends it.
func (f *feed) join(ctx context.Context) (*watch, func(), error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now == nil || f.now.ended() != nil {
		head, err := f.s.log.Head(ctx)
		if err != nil {
			return nil, nil, err
		}
		f.now = f.watch(head)
	}
	w := f.now
	w.followers++
	return w, func() { f.leave(w) }, nil
}

func (f *feed) leave(w *watch) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if w.followers--; w.followers > 0 {
		return
	}
	w.stop()
	if f.now == w {
		f.now = nil
	}
}

// watch begins behind the head.
func (f *feed) watch(head eventstore.Position) *watch {
	ctx, stop := context.WithCancel(f.s.ending)
	w := &watch{limit: f.s.opts.FeedBytes, stop: stop, floor: head, tip: head, more: make(chan struct{}), bells: map[string]*bell{}}
	go func() { w.end(f.s.log.Subscribe(ctx, head, eventstore.Filter{}, w.take)) }()
	return w
}

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

// wait hangs up a bell for a stream of which there is nothing after a position, or says
// that the feed is further by now.
func (w *watch) wait(stream string, after eventstore.Position) (b *bell, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if after < w.tip || w.err != nil {
		return nil, false
	}
	if b = w.bells[stream]; b == nil {
		b = &bell{more: make(chan struct{})}
		w.bells[stream] = b
	}
	b.waiting++
	return b, true
}

// waited takes the bell down when nobody waits for it any more, and says from where on
// there may be events of the stream.
func (w *watch) waited(stream string, b *bell) eventstore.Position {
	w.mu.Lock()
	defer w.mu.Unlock()
	if b.waiting--; b.waiting == 0 && w.bells[stream] == b {
		delete(w.bells, stream)
	}
	return b.behind
}

// following is where a follower stands that got no entry.
type following struct {
	behind    bool
	floor, at eventstore.Position
	more      <-chan struct{}
}
