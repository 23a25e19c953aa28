package esdbserver

import (
	"container/list"
	"context"
	"errors"
	"sync"
	"time"

	"minhbach/eventstore"
)

// group is one persistent subscription. Its lock orders everything that happens to it;
// what it writes to the log it writes under it, so that nothing is acknowledged before
// it is kept. While it has consumers, one goroutine reads its source.
type group struct {
	s                *Server
	stream, name, id string

	mu       sync.Mutex
	entry    groupEntry
	filter   *eventFilter
	strategy strategy
	replaced bool // it is no more, or is another one now
	ready    bool // what the log knows of it was read

	// The source: how far it was taken, how far known, and whether nothing follows.
	taken groupPlace
	seq   uint64 // of what was taken
	given uint64 // the highest of what a consumer had
	known groupPlace
	live  bool
	turn  int                // of reading; an earlier one has no say any more
	stop  context.CancelFunc // ends the reading; nil when there is none
	room  chan struct{}      // of this reading; has a token when the buffer may have room again

	open    *list.List // messages with a place in the source that are not done with, in order
	fresh   []*groupMessage
	size    int // of fresh, in bytes
	retry   []*groupMessage
	flights *list.List // messages with consumers, by the time they were sent

	saved    groupPlace // of the last checkpoint, if hasSaved
	hasSaved bool
	savedSeq uint64
	savedAt  time.Time

	parked parkedState

	consumers       []*groupConsumer
	timer           *time.Timer
	stuck           bool // a message could not be read; it is tried again
	total, measured int64
	measuredAt      time.Time
}

// parkedState is about the stream of parked events.
type parkedState struct {
	next   eventstore.Revision // the next event parked gets it
	from   eventstore.Revision // what lies before is done with, as the log says
	replay eventstore.Revision // the next to be delivered again
	until  eventstore.Revision // and those before it are to be
	open   *list.List          // messages delivered again that are not done with
}

func newGroup(s *Server, e groupEntry) (*group, error) {
	g := &group{
		s: s, stream: e.Stream, name: e.Group, id: e.id(),
		open: list.New(), flights: list.New(),
	}
	g.parked.open = list.New()
	g.measuredAt = time.Now()
	return g, g.adopt(e)
}

// adopt takes over settings.
func (g *group) adopt(e groupEntry) error {
	filter, err := e.Filter.compile()
	if err != nil {
		return err
	}
	how, err := newStrategy(e.Strategy)
	if err != nil {
		return err
	}
	g.entry, g.filter, g.strategy = e, filter, how
	return nil
}

func (g *group) settings() groupEntry {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.entry
}

// prepare reads what the log knows of the group. The caller holds the lock.
func (g *group) prepare(ctx context.Context) error {
	if g.ready {
		return nil
	}
	at, ok, err := g.s.groupCheckpoint(ctx, g.stream, g.id)
	if err != nil {
		return err
	}
	if g.hasSaved = ok; ok {
		g.saved = at
	} else if at, err = g.begin(ctx); err != nil {
		return err
	}
	from, err := g.s.stateFrom(ctx, parkedStream(g.id))
	if err != nil {
		return err
	}
	head, err := g.s.headOf(ctx, parkedStream(g.id))
	if err != nil {
		return err
	}
	g.parked.next, g.parked.from = head+1, min(from, head+1)
	g.parked.replay, g.parked.until = g.parked.from, g.parked.from
	g.taken, g.known, g.ready = at, at, true
	return nil
}

// begin is where the group starts that has no checkpoint.
func (g *group) begin(ctx context.Context) (groupPlace, error) {
	at, end, err := g.entry.start()
	switch {
	case err != nil || !end:
		return at, err
	case g.entry.Behind != nil:
		return *g.entry.Behind, nil
	}
	return g.s.endOf(ctx, g.stream)
}

// endOf is the place of the last event of a source.
func (s *Server) endOf(ctx context.Context, stream string) (groupPlace, error) {
	if stream == allLog {
		head, err := s.log.Head(ctx)
		return groupPlace(head), err
	}
	head, err := s.headOf(ctx, stream)
	return groupPlace(head + 1), err
}

// errGroupReplaced: look for the group anew.
var errGroupReplaced = errors.New("esdbserver: the group was replaced")

// join adds a consumer, and begins to read for the first one.
func (g *group) join(ctx context.Context, c *groupConsumer) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.replaced {
		return errGroupReplaced
	}
	if most := int(g.entry.MaxSubscribers); most > 0 && len(g.consumers) >= most {
		return groupFull(ctx, g.stream, g.name)
	}
	if err := g.s.ending.Err(); err != nil {
		return failed(ctx, eventstore.ErrClosed)
	}
	if err := g.prepare(ctx); err != nil {
		return failed(ctx, err)
	}
	g.consumers = append(g.consumers, c)
	g.strategy.joined(c)
	if g.stop == nil {
		g.savedAt = time.Now()
		g.read()
	}
	g.dispatch()
	g.arm()
	return nil
}
