package esdbserver

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
)

// strategy chooses who gets a message.
type strategy interface {
	joined(*groupConsumer)
	left(*groupConsumer)
	// choose is the consumer for a message, nil when there is none at present; others
	// tells that later messages may find one all the same.
	choose(*groupMessage) (c *groupConsumer, others bool)
	sent(*groupMessage)
	returned(*groupMessage)
}

func newStrategy(name string) (strategy, error) {
	switch name {
	case dispatchToSingle:
		return &rotation{}, nil
	case roundRobin:
		return &rotation{always: true}, nil
	case pinned:
		return newPinning(sourceStream), nil
	case pinnedByCorrelation:
		return newPinning(correlation), nil
	}
	return nil, fmt.Errorf("the consumer strategy %q does not exist", name)
}

// rotation serves the consumers in turn: each gets one message, or as many as it takes.
type rotation struct {
	always bool
	queue  []*groupConsumer
}

func (r *rotation) joined(c *groupConsumer) { r.queue = append(r.queue, c) }

func (r *rotation) left(c *groupConsumer) {
	r.queue = slices.DeleteFunc(r.queue, func(other *groupConsumer) bool { return other == c })
}

func (r *rotation) choose(*groupMessage) (*groupConsumer, bool) {
	for range r.queue {
		c := r.queue[0]
		free := c.free()
		if r.always || !free {
			copy(r.queue, r.queue[1:])
			r.queue[len(r.queue)-1] = c
		}
		if free {
			return c, false
		}
	}
	return nil, false
}

func (*rotation) sent(*groupMessage)     {}
func (*rotation) returned(*groupMessage) {}

// buckets is how many parts the pinned strategies share out among the consumers.
const buckets = 1024

// pinning sends what belongs together to one consumer, as long as it stays.
type pinning struct {
	source    func(*groupMessage) string
	consumers []*groupConsumer
	owner     [buckets]*groupConsumer
	busy      [buckets]int // messages in flight
	owned     map[*groupConsumer]int
}

func newPinning(source func(*groupMessage) string) *pinning {
	return &pinning{source: source, owned: map[*groupConsumer]int{}}
}

// joined gives the consumer its share of the parts of which nothing is in flight.
func (p *pinning) joined(c *groupConsumer) {
	p.consumers = append(p.consumers, c)
	p.owned[c] = 0
	assigned := 0
	for _, n := range p.owned {
		assigned += n
	}
	share := assigned / len(p.consumers)
	for b, owner := range p.owner {
		if p.owned[c] >= share {
			return
		}
		if owner != nil && p.busy[b] == 0 && p.owned[owner] > share {
			p.owned[owner]--
			p.owned[c]++
			p.owner[b] = c
		}
	}
}

func (p *pinning) left(c *groupConsumer) {
	p.consumers = slices.DeleteFunc(p.consumers, func(other *groupConsumer) bool { return other == c })
	delete(p.owned, c)
	for b, owner := range p.owner {
		if owner == c {
			p.owner[b] = nil
		}
	}
}

func (p *pinning) choose(m *groupMessage) (*groupConsumer, bool) {
	if !slices.ContainsFunc(p.consumers, (*groupConsumer).free) {
		return nil, false
	}
	h := fnv.New32a()
	h.Write([]byte(p.source(m))) // a hash never fails
	m.bucket = int(h.Sum32() % buckets)
	c := p.owner[m.bucket]
	if c == nil {
		c = slices.MinFunc(p.consumers, func(a, b *groupConsumer) int { return p.owned[a] - p.owned[b] })
		p.owner[m.bucket] = c
		p.owned[c]++
	}
	if !c.free() {
		return nil, true
	}
	return c, false
}

func (p *pinning) sent(m *groupMessage)     { p.busy[m.bucket]++ }
func (p *pinning) returned(m *groupMessage) { p.busy[m.bucket]-- }

// sourceStream is the stream of an event, of a link the one that it points to.
func sourceStream(m *groupMessage) string {
	ev := m.event
	if ev == nil {
		ev = m.link
	}
	if stream, _, ok := linked(ev); ok {
		return stream
	}
	return ev.Stream
}

// correlation is the correlation id in an event's metadata, or else its stream.
func correlation(m *groupMessage) string {
	ev := m.event
	if ev == nil {
		ev = m.link
	}
	var known struct {
		ID string `json:"$correlationId"`
	}
	if err := json.Unmarshal(ev.Metadata, &known); err != nil || known.ID == "" {
		return sourceStream(m)
	}
	return known.ID
}
