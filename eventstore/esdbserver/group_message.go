package esdbserver

import (
	"container/list"
	"time"

	"minhbach/eventstore"
)

// groupMessage is an event that a group has taken from its source, or a parked one that
// it delivers again, until it is acknowledged, skipped or parked.
type groupMessage struct {
	id       eventstore.ID // of the event in the source, or of the parked link: what clients name
	stream   string        // where that one is
	revision eventstore.Revision

	at, before groupPlace // in the source, and of what was taken before it
	seq        uint64
	replay     bool // it comes from the parked ones, and has no place in the source
	fresh      bool // no consumer had it yet

	// What is delivered. Both are nil once it was handed to a consumer, and read again
	// for the next one.
	event, link *eventstore.Event

	retries  int32
	consumer *groupConsumer // that has it
	sent     time.Time
	bucket   int // of the pinned strategies

	open, flight *list.Element // where it is listed
}

func (m *groupMessage) bytes() int { return eventBytes(m.event) + eventBytes(m.link) }

func eventBytes(ev *eventstore.Event) int {
	if ev == nil {
		return 0
	}
	return len(ev.Data) + len(ev.Metadata) + 256
}

// earlier orders messages as they were taken, parked ones last.
func (m *groupMessage) earlier(n *groupMessage) int {
	switch {
	case m.replay != n.replay:
		if n.replay {
			return -1
		}
		return 1
	case m.replay:
		return int(m.revision - n.revision)
	}
	return int(m.seq) - int(n.seq)
}

// delivery is a message on its way to one consumer.
type delivery struct {
	event, link *eventstore.Event
	retries     int32
	bytes       int
}
