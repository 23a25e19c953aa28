package esdbserver

import "minhbach/eventstore"

// bell wakes those who wait for one stream, so that the rest of the log does not.
type bell struct {
	more    chan struct{}       // closed when there is more
	behind  eventstore.Position // the first event is right behind it; set before
	waiting int
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
