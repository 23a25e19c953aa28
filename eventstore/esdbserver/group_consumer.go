package esdbserver

import (
	"sync/atomic"
	"time"

	"minhbach/eventstore"
)

const (
	// mostInFlight bounds what one consumer may hold, whatever it asks for.
	mostInFlight = 4096
	// mostPending bounds the bytes that wait for one consumer's connection.
	mostPending = 8 << 20
)

// departure is why a consumer was let go of.
type departure uint8

const (
	stays         departure = iota
	dropped                 // the group was changed or deleted, or the consumer asked for it
	endedByServer           // the server ends
	sourceFailed            // the group cannot read its source
)

// groupConsumer is one reader of a group. The group's lock guards it, but for what is
// said to be its connection's.
type groupConsumer struct {
	size                   int
	user, from, connection string

	out     chan delivery // to its connection; has room for all that may be in flight
	pending atomic.Int64  // bytes in out
	gone    chan struct{} // closed when the group lets go of it
	why     departure

	held  map[eventstore.ID][]*groupMessage // in flight; a stream may hold an id twice
	count int

	total, measured int64
	latencies       []time.Duration // of the newest messages, when the group wants them
}

func newGroupConsumer(size int32, user, from, connection string) *groupConsumer {
	n := min(int(size), mostInFlight)
	return &groupConsumer{
		size: n, user: user, from: from, connection: connection,
		out: make(chan delivery, n), gone: make(chan struct{}),
		held: map[eventstore.ID][]*groupMessage{},
	}
}

// free tells that it may have one more message.
func (c *groupConsumer) free() bool {
	return c.count < c.size && len(c.out) < cap(c.out) && c.pending.Load() < mostPending
}

// hand gives it a message; free was true under the same lock.
func (c *groupConsumer) hand(m *groupMessage) {
	d := delivery{event: m.event, link: m.link, retries: m.retries, bytes: m.bytes()}
	c.pending.Add(int64(d.bytes))
	c.out <- d
	m.event, m.link, m.consumer = nil, nil, c
	c.held[m.id] = append(c.held[m.id], m)
	c.count++
	c.total++
}

// sent is that its connection took a delivery; true when it may have more again.
func (c *groupConsumer) sent(d delivery) bool {
	left := c.pending.Add(-int64(d.bytes))
	return left < mostPending && left+int64(d.bytes) >= mostPending
}

// first is the oldest message in flight with the id; nil when there is none.
func (c *groupConsumer) first(id eventstore.ID) *groupMessage {
	if all := c.held[id]; len(all) > 0 {
		return all[0]
	}
	return nil
}

// release takes a message away from it.
func (c *groupConsumer) release(m *groupMessage) {
	all := c.held[m.id]
	for i, held := range all {
		if held == m {
			all = append(all[:i], all[i+1:]...)
			c.count--
			break
		}
	}
	if len(all) == 0 {
		delete(c.held, m.id)
	} else {
		c.held[m.id] = all
	}
	m.consumer = nil
}

// keptLatencies is how many measurements the statistics of a consumer are made of.
const keptLatencies = 1000

func (c *groupConsumer) measure(d time.Duration) {
	if len(c.latencies) == keptLatencies {
		c.latencies = append(c.latencies[:0], c.latencies[1:]...)
	}
	c.latencies = append(c.latencies, d)
}
