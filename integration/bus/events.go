package bus

import (
	"sync"
	"time"

	"minhbach/eventstore"
)

// Stored names of the facts of a consumer group. They never change.
const (
	TypePositionKept  = "group.position_kept"
	TypeEventParked   = "group.event_parked"
	TypeReplayOrdered = "group.replay_ordered"
)

// ownTypes is what no topic but an explicit one brings.
const ownTypes = "group."

// PositionKept: everything up to the position is done, and until then the holder works
// for the group. Without a holder whoever has something to do may take the lease.
type PositionKept struct {
	Position uint64    `json:"position"`
	Holder   string    `json:"holder,omitempty"` // of one subscription; random
	Until    time.Time `json:"until,omitzero"`
}

// EventParked: a reactor failed with this event as often as it may; the group went on
// without it.
type EventParked struct {
	Event    string `json:"event"` // id
	Stream   string `json:"stream"`
	Revision int64  `json:"revision"`
	Position uint64 `json:"position"`
	Type     string `json:"type"`
	Cause    string `json:"cause"` // a fault's code, or a text without addresses
}

// ReplayOrdered: somebody wants a parked event to be handled again.
type ReplayOrdered struct {
	Event    string `json:"event"` // id
	Stream   string `json:"stream"`
	Revision int64  `json:"revision"`
}

func (PositionKept) EventType() string  { return TypePositionKept }
func (EventParked) EventType() string   { return TypeEventParked }
func (ReplayOrdered) EventType() string { return TypeReplayOrdered }

func (PositionKept) EventVersion() int  { return 1 }
func (EventParked) EventVersion() int   { return 1 }
func (ReplayOrdered) EventVersion() int { return 1 }

// Events lists the facts of groups for the codec of the product.
func Events() []eventstore.Payload {
	return []eventstore.Payload{PositionKept{}, EventParked{}, ReplayOrdered{}}
}

// own is the codec of these facts; what is carried is not decoded with it.
var own = sync.OnceValue(func() *eventstore.Codec {
	c, err := eventstore.NewCodec(Events(), nil)
	if err != nil {
		panic(err)
	}
	return c
})

// meta is the envelope of what the bus records: no person does it.
var meta = eventstore.Metadata{Actor: "system"}
