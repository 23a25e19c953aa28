package bus

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"minhbach/domain/fault"
	"minhbach/eventstore"
)

// parker is the publisher of the poison queue: what is parked is an event of the stream
// "parked-<group>".
type parker struct{ bus *Bus }

func (p parker) Close() error { return nil }

// Publish parks the deliveries of messages. It outlives the time of the reactor.
func (p parker) Publish(stream string, messages ...*message.Message) error {
	for _, msg := range messages {
		d := deliveryIn(msg.Context())
		if d == nil {
			return errors.New("bus: only a delivery can be parked")
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(msg.Context()), 10*time.Second)
		defer cancel()
		ev := d.event
		draft, err := own().Encode(
			eventstore.DeriveID("parked", d.group, ev.ID.String(), strconv.FormatUint(uint64(d.at), 10)),
			EventParked{
				Event: ev.ID.String(), Stream: ev.Stream, Revision: int64(ev.Revision), Position: uint64(ev.Position), Type: ev.Type,
				Cause: p.bus.lastError(d.group, msg.Metadata.Get(middleware.ReasonForPoisonedKey)),
			}, meta)
		if err != nil {
			return err
		}
		if _, err := p.bus.log.Append(ctx, stream, eventstore.Any(), draft); err != nil {
			return err
		}
		p.bus.parked(d.group)
		p.bus.opts.Log.Error("an event is parked; the group goes on without it", "group", d.group, "event", ev.ID.String(), "type", ev.Type)
	}
	return nil
}

// lastError is what judge found; the reason as Watermill gives it is not for the log.
func (b *Bus) lastError(group, reason string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if last := b.counts[group].LastError; last != "" {
		return last
	}
	return cause(errors.New(reason))
}

func (b *Bus) parked(group string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.counts[group].Parked++
}

// Parked is an event that a group went on without.
type Parked struct {
	EventParked
	Group string    `json:"group"`
	At    time.Time `json:"at"`
	Times int       `json:"times"` // how often it was parked
}

// ErrNotParked: there is nothing to replay.
var ErrNotParked = fault.Define(fault.NotFound, "bus.not_parked",
	"Nhóm {group} không có sự kiện này trong danh sách tạm gác; hãy xem lại danh sách.",
	"Group {group} has no such parked event; look at the list again.")

// ParkedIn lists what a group went on without and nobody ordered to be replayed since,
// the oldest first.
func ParkedIn(ctx context.Context, log eventstore.Log, group string) ([]Parked, error) {
	var out []Parked
	at := map[string]int{} // event → place in out
	times := map[string]int{}
	for ev, err := range log.ReadStream(ctx, parkedStream(group), 0, eventstore.Forwards, 0) {
		if errors.Is(err, eventstore.ErrNoStream) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		f, err := own().Decode(ev)
		if err != nil {
			return nil, fmt.Errorf("bus: %s: %w", ev.Stream, err)
		}
		switch e := f.Payload.(type) {
		case EventParked:
			times[e.Event]++
			p := Parked{EventParked: e, Group: group, At: ev.Recorded, Times: times[e.Event]}
			if i, listed := at[e.Event]; listed {
				out[i] = p
				continue
			}
			at[e.Event] = len(out)
			out = append(out, p)
		case ReplayOrdered:
			i, listed := at[e.Event]
			if !listed {
				continue
			}
			out = append(out[:i], out[i+1:]...)
			delete(at, e.Event)
			for j := i; j < len(out); j++ {
				at[out[j].Event] = j
			}
		}
	}
	return out, nil
}

// Replay orders that a parked event, or every one when event is empty, be handled
// again by the member of the group that works, wherever it runs. It returns how many.
func Replay(ctx context.Context, log eventstore.Log, group, event, actor string) (int, error) {
	parked, err := ParkedIn(ctx, log, group)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, p := range parked {
		if event != "" && p.Event != event {
			continue
		}
		by := meta
		by.Actor = actor
		// Two orders at once are one: a parking is replayed once.
		draft, err := own().Encode(eventstore.DeriveID("replay", group, p.Event, strconv.Itoa(p.Times)),
			ReplayOrdered{Event: p.Event, Stream: p.Stream, Revision: p.Revision}, by)
		if err != nil {
			return n, err
		}
		if _, err := log.Append(ctx, parkedStream(group), eventstore.Any(), draft); err != nil {
			return n, err
		}
		n++
	}
	if event != "" && n == 0 {
		return 0, ErrNotParked.New("group", group)
	}
	return n, nil
}
