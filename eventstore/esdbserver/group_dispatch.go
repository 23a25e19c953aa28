package esdbserver

import (
	"context"
	"errors"
	"fmt"
	"time"

	"minhbach/eventstore"
)

// dispatch hands messages to consumers for as long as one has room: those that are
// tried again, then parked ones that are replayed, then new ones. The caller holds the
// lock.
func (g *group) dispatch() {
	g.stuck = false
	g.retry = g.offer(g.retry)
	for len(g.retry) == 0 && !g.stuck && g.parked.replay < g.parked.until && g.anyFree() {
		if err := g.fetchParked(); err != nil {
			g.fault("reading parked events", err)
			break
		}
		g.retry = g.offer(g.retry)
	}
	was := len(g.fresh)
	g.fresh = g.offer(g.fresh)
	if len(g.fresh) < was && !g.full() {
		select {
		case g.room <- struct{}{}:
		default:
		}
	}
}

func (g *group) anyFree() bool {
	for _, c := range g.consumers {
		if c.free() {
			return true
		}
	}
	return false
}

// offer hands out a queue from its head and returns what stays of it.
func (g *group) offer(queue []*groupMessage) []*groupMessage {
	if len(queue) == 0 || g.stuck || !g.anyFree() {
		return queue
	}
	var kept []*groupMessage // those that wait for their own consumer
	for i, m := range queue {
		if err := g.fetch(m); err != nil {
			g.fault("reading an event again", err)
			return append(kept, queue[i:]...)
		}
		c, others := g.strategy.choose(m)
		switch {
		case c != nil:
			g.send(m, c)
		case others:
			kept = append(kept, m)
		case kept == nil:
			return queue[i:]
		default:
			return append(kept, queue[i:]...)
		}
	}
	return kept
}

func (g *group) send(m *groupMessage, c *groupConsumer) {
	if m.fresh {
		g.size -= m.bytes()
		m.fresh = false
	}
	g.given = max(g.given, m.seq)
	c.hand(m)
	g.strategy.sent(m)
	m.sent = time.Now()
	m.flight = g.flights.PushBack(m)
	g.total++
}

// fault is a message that cannot be read: it stays where it is, and is tried again.
func (g *group) fault(doing string, err error) {
	g.stuck = true
	g.s.opts.Warn("persistent subscription %s: %s: %v", g.id, doing, err)
}

// fetch reads a message's event again that was handed out before.
func (g *group) fetch(m *groupMessage) error {
	if m.event != nil || m.link != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), stateTimeout)
	defer cancel()
	ev, err := g.s.eventAt(ctx, m.stream, m.revision)
	switch {
	case err != nil:
		return err
	case m.replay:
		m.link = ev
		m.event, err = g.s.parkedTarget(ctx, ev)
	case g.entry.ResolveLinks:
		m.event, m.link, err = g.s.resolve(ctx, ev)
	default:
		m.event = ev
	}
	return err
}

// eventAt reads one event, hidden or not.
func (s *Server) eventAt(ctx context.Context, stream string, revision eventstore.Revision) (*eventstore.Event, error) {
	for ev, err := range s.log.ReadStream(ctx, stream, revision, eventstore.Forwards, 1) {
		switch {
		case err != nil:
			return nil, err
		case ev.Revision != revision:
			return nil, fmt.Errorf("%w: revision %d of %s", errGap, revision, stream)
		}
		return &ev, nil
	}
	return nil, fmt.Errorf("%w: revision %d of %s", errGap, revision, stream)
}

var errGap = errors.New("esdbserver: the log does not hold an event")

// parkedTarget is what a parked link stands for. To park is a promise, so it is given
// out even where its stream has hidden it since; nil when the log never held it.
func (s *Server) parkedTarget(ctx context.Context, link *eventstore.Event) (*eventstore.Event, error) {
	stream, revision, ok := linked(link)
	if !ok {
		return nil, nil
	}
	ev, err := s.eventAt(ctx, stream, revision)
	if errors.Is(err, errGap) || errors.Is(err, eventstore.ErrNoStream) {
		return nil, nil
	}
	return ev, err
}

// fetchParked queues the next parked events that are to be delivered again.
func (g *group) fetchParked() error {
	ctx, cancel := context.WithTimeout(context.Background(), stateTimeout)
	defer cancel()
	p := &g.parked
	most, before := min(p.until-p.replay, eventstore.Revision(g.entry.ReadBatch)), p.replay
	for ev, err := range g.s.log.ReadStream(ctx, parkedStream(g.id), p.replay, eventstore.Forwards, int(most)) {
		if err != nil && !errors.Is(err, eventstore.ErrNoStream) {
			return err
		}
		if err != nil || ev.Revision >= p.until {
			break
		}
		m := &groupMessage{id: ev.ID, stream: ev.Stream, revision: ev.Revision, replay: true, link: &ev}
		if m.event, err = g.s.parkedTarget(ctx, &ev); err != nil {
			return err
		}
		p.replay = ev.Revision + 1
		if m.event == nil {
			g.s.opts.Warn("persistent subscription %s: what was parked as %d points to no event", g.id, ev.Revision)
			continue
		}
		m.open = p.open.PushBack(m)
		g.retry = append(g.retry, m)
	}
	if p.replay == before {
		p.replay = p.until
	}
	return nil
}
