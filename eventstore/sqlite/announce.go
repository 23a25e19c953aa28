package sqlite

import (
	"sync"
	"sync/atomic"
)

// announced is the newest position that readers may see. Whoever has read up to
// it waits for the channel, which is closed when there is more.
type announced struct {
	position atomic.Int64
	mu       sync.Mutex
	more     chan struct{}
}

func (a *announced) get() int64 { return a.position.Load() }

// await returns the head and a channel that is closed once it has moved on.
func (a *announced) await() (int64, <-chan struct{}) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.more == nil {
		a.more = make(chan struct{})
	}
	return a.position.Load(), a.more
}

func (a *announced) set(position int64) { a.position.Store(position) }

// wake lets those who wait have a look.
func (a *announced) wake() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.more != nil {
		close(a.more)
		a.more = nil
	}
}
