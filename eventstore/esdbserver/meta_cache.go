package esdbserver

import (
	"container/list"
	"context"
	"errors"
	"sync"
	"time"

	"minhbach/eventstore"
)

// metaCache remembers the metadata of the streams used last. What this server records
// counts at once; what others record in the log, as soon as a follower hears of it.
type metaCache struct {
	s       *Server
	writing writing
	begin   sync.Once

	mu      sync.Mutex
	hears   bool // the follower runs; without it nothing is remembered
	changes uint64
	entries map[string]*list.Element
	used    list.List // of *metaEntry, the one used last at the front
}

type metaEntry struct {
	stream string
	meta   streamMeta
}

func newMetaCache(s *Server) *metaCache {
	return &metaCache{s: s, entries: map[string]*list.Element{}}
}

// get is the metadata of a stream; one without any has the zero value. A stream that
// holds metadata has none itself: it shows its last event and ends with the stream that
// it is about.
func (c *metaCache) get(ctx context.Context, stream string) (streamMeta, error) {
	if about, ok := describedBy(stream); ok {
		m, err := c.get(ctx, about)
		return streamMeta{Tombstoned: m.Tombstoned, MaxCount: 1}, err
	}
	c.begin.Do(func() { go c.follow() })
	c.mu.Lock()
	if e, ok := c.entries[stream]; ok {
		c.used.MoveToFront(e)
		defer c.mu.Unlock()
		return e.Value.(*metaEntry).meta, nil
	}
	before := c.changes
	c.mu.Unlock()
	m, err := c.load(ctx, stream)
	if err != nil {
		return m, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hears && c.changes == before {
		c.put(stream, m)
	}
	return m, nil
}

// load asks the log.
func (c *metaCache) load(ctx context.Context, stream string) (streamMeta, error) {
	var m streamMeta
	about, err := c.s.last(ctx, metaOf(stream))
	if err != nil {
		return m, err
	}
	if about != nil {
		m = parseMeta(about.Data)
		m.position, m.revision = about.Position, about.Revision
	}
	if stream == allLog {
		return m, nil
	}
	end, err := c.s.last(ctx, stream)
	m.Tombstoned = end != nil && end.Type == eventstore.TypeStreamDeleted
	return m, err
}

// last is a stream's last event, nil when there is none.
func (s *Server) last(ctx context.Context, stream string) (*eventstore.Event, error) {
	for ev, err := range s.log.ReadStream(ctx, stream, eventstore.FromEnd, eventstore.Backwards, 1) {
		if errors.Is(err, eventstore.ErrNoStream) {
			return nil, nil
		}
		return &ev, err
	}
	return nil, nil
}

// put remembers; the caller holds the lock.
func (c *metaCache) put(stream string, m streamMeta) {
	if e, ok := c.entries[stream]; ok {
		e.Value.(*metaEntry).meta = m
		c.used.MoveToFront(e)
		return
	}
	c.entries[stream] = c.used.PushFront(&metaEntry{stream, m})
	if c.used.Len() > c.s.opts.CachedStreams {
		c.remove(c.used.Back())
	}
}

func (c *metaCache) remove(e *list.Element) {
	delete(c.entries, e.Value.(*metaEntry).stream)
	c.used.Remove(e)
}

// learn takes over what was recorded a moment ago.
func (c *metaCache) learn(stream string, m streamMeta) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	if c.hears {
		c.put(stream, m)
	}
}

// forget drops a stream that changed, unless what is remembered is as new.
func (c *metaCache) forget(stream string, at eventstore.Position) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.entries[stream]; ok {
		if m := e.Value.(*metaEntry).meta; m.position >= at {
			return
		}
		c.remove(e)
	}
	c.changes++
}

// follow hears what others record until the server ends.
func (c *metaCache) follow() {
	ctx := c.s.ending
	for {
		err := c.listen(ctx)
		c.deaf()
		if ctx.Err() != nil || errors.Is(err, eventstore.ErrClosed) {
			return
		}
		c.s.opts.Warn("esdbserver: changes of metadata are not heard of for a moment: %v", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
	}
}

// listen may begin at the head each time: what came before is in the log for load to see.
func (c *metaCache) listen(ctx context.Context) error {
	head, err := c.s.log.Head(ctx)
	if err != nil {
		return err
	}
	return c.s.log.Subscribe(ctx, head, eventstore.Filter{Types: []string{typeMetadata, eventstore.TypeStreamDeleted}}, func(d eventstore.Delivery) error {
		c.heard(d.Event)
		return nil
	})
}

func (c *metaCache) heard(ev *eventstore.Event) {
	if ev == nil {
		c.mu.Lock()
		c.hears = true
		c.mu.Unlock()
		return
	}
	if about, ok := describedBy(ev.Stream); ok {
		c.forget(about, ev.Position)
	} else {
		c.forget(ev.Stream, ev.Position)
	}
}

// deaf forgets everything, and remembers nothing for now.
func (c *metaCache) deaf() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hears = false
	c.changes++
	clear(c.entries)
	c.used.Init()
}
