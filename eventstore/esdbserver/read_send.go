package esdbserver

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"

	"minhbach/eventstore"
)

// sender writes the answers of one call. Sending waits while the client takes nothing
// in, so a slow one has no more than gRPC's window in memory.
type sender struct {
	*Server
	ctx        context.Context
	stream     grpc.ServerStream
	resolving  bool
	structured bool
	room       []byte // for the next events
}

// roomBytes is allocated at once.
const roomBytes = 32 << 10

// event sends an event as it was read.
func (o *sender) event(ev *eventstore.Event) error {
	event, link, err := o.follow(ev)
	if err != nil {
		return err
	}
	if n := readSize(event, link); cap(o.room)-len(o.room) < n {
		o.room = make([]byte, 0, max(n, roomBytes))
	}
	at := len(o.room)
	o.room = appendRead(o.room, event, link, ev.Position, o.structured)
	return o.stream.SendMsg(newFrame(o.room[at:len(o.room):len(o.room)]))
}

// entry sends an event of the feed, which is encoded once for all.
func (o *sender) entry(e *entry) error {
	if o.resolving && e.Type == typeLink {
		return o.event(e.Event)
	}
	form := 0
	if o.structured {
		form = 1
	}
	f := e.sent[form].Load()
	if f == nil {
		f = newFrame(appendRead(make([]byte, 0, readSize(e.Event, nil)), e.Event, nil, e.Position, o.structured))
		e.sent[form].Store(f)
	}
	return o.stream.SendMsg(f)
}

// follow resolves a link, if that was asked for and the caller may see where it leads.
func (o *sender) follow(ev *eventstore.Event) (event, link *eventstore.Event, err error) {
	stream, _, ok := linked(ev)
	if !o.resolving || !ok {
		return ev, nil, nil
	}
	apart := grpc.NewContextWithServerTransportStream(o.ctx, nil) // a refusal is not the call's
	if o.authorize(apart, toRead, stream) != nil {
		return nil, ev, nil
	}
	return o.resolve(o.ctx, ev)
}

func (o *sender) send(resp *streams.ReadResp) error { return o.stream.SendMsg(resp) }

func (o *sender) confirm(id string) error {
	return o.send(&streams.ReadResp{Content: &streams.ReadResp_Confirmation{
		Confirmation: &streams.ReadResp_SubscriptionConfirmation{SubscriptionId: id}}})
}

func (o *sender) caughtUp() error {
	return o.send(&streams.ReadResp{Content: &streams.ReadResp_CaughtUp_{CaughtUp: &streams.ReadResp_CaughtUp{}}})
}

func (o *sender) checkpoint(at eventstore.Position) error {
	return o.send(&streams.ReadResp{Content: &streams.ReadResp_Checkpoint_{
		Checkpoint: &streams.ReadResp_Checkpoint{CommitPosition: uint64(at), PreparePosition: uint64(at)}}})
}

func (o *sender) notFound(stream string) error {
	return o.send(&streams.ReadResp{Content: &streams.ReadResp_StreamNotFound_{
		StreamNotFound: &streams.ReadResp_StreamNotFound{StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(stream)}}}})
}

func (o *sender) first(r eventstore.Revision) error {
	return o.send(&streams.ReadResp{Content: &streams.ReadResp_FirstStreamPosition{FirstStreamPosition: uint64(r)}})
}

func (o *sender) last(r eventstore.Revision) error {
	return o.send(&streams.ReadResp{Content: &streams.ReadResp_LastStreamPosition{LastStreamPosition: uint64(r)}})
}
