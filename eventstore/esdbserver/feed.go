package esdbserver

import (
	"context"
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
