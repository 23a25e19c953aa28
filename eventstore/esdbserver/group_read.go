package esdbserver

import (
	"context"
	"errors"
	"io"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"

	"minhbach/eventstore"
)

// Read connects a consumer to a group: its options, one confirmation, then events, while
// it says what became of them. When it stops saying anything for good, it is gone.
func (s *groupsService) Read(stream persistent.PersistentSubscriptions_ReadServer) error {
	ctx := stream.Context()
	first, err := stream.Recv()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return err
	}
	o := first.GetOptions()
	if o == nil {
		return invalid(ctx, "a consumer begins with its options")
	}
	name := sourceOf(o.GetAll() != nil, o.GetStreamIdentifier())
	if err := s.authorize(ctx, toRead, name); err != nil {
		return err
	}
	if o.GetBufferSize() < 1 {
		return invalid(ctx, "a consumer's buffer has room for one event at least")
	}
	from, connection := whoConnects(ctx)
	c := newGroupConsumer(o.GetBufferSize(), callerName(ctx), from, connection)
	g, err := s.groups.join(ctx, name, o.GetGroupName(), c)
	if err != nil {
		return err
	}
	defer g.part(c)
	confirmation := &persistent.ReadResp{Content: &persistent.ReadResp_SubscriptionConfirmation_{
		SubscriptionConfirmation: &persistent.ReadResp_SubscriptionConfirmation{SubscriptionId: g.id},
	}}
	if err := stream.Send(confirmation); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- g.listen(stream, c) }()
	structured := o.GetUuidOption().GetString_() == nil
	for {
		select {
		case d := <-c.out:
			s.veil(ctx, &d)
			if err := stream.Send(d.wire(structured)); err != nil {
				return err
			}
			if c.sent(d) {
				g.resume()
			}
		case <-c.gone:
			return g.departed(ctx, c.why)
		case err := <-ended:
			return err
		case <-ctx.Done():
			return g.departed(ctx, stays)
		case <-s.ending.Done():
			return g.departed(ctx, endedByServer)
		}
	}
}

// veil takes out of a delivery where its link leads, if the consumer may not see that.
func (s *groupsService) veil(ctx context.Context, d *delivery) {
	if d.link == nil || d.event == nil {
		return
	}
	apart := grpc.NewContextWithServerTransportStream(ctx, nil) // a refusal is not the call's
	if s.authorize(apart, toRead, d.event.Stream) != nil {
		d.event = nil
	}
}

// join finds the group and joins it, again when it was replaced in between.
func (r *groups) join(ctx context.Context, stream, name string, c *groupConsumer) (*group, error) {
	for {
		g, err := r.find(ctx, stream, name)
		if err != nil {
			return nil, err
		}
		if err = g.join(ctx, c); !errors.Is(err, errGroupReplaced) {
			return g, err
		}
	}
}

// listen takes what the consumer says until it says no more.
func (g *group) listen(stream persistent.PersistentSubscriptions_ReadServer, c *groupConsumer) error {
	for {
		req, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch v := req.GetContent().(type) {
		case *persistent.ReadReq_Ack_:
			ids, err := readIDs(stream.Context(), v.Ack.GetIds())
			if err != nil {
				return err
			}
			g.ack(c, ids)
		case *persistent.ReadReq_Nack_:
			ids, err := readIDs(stream.Context(), v.Nack.GetIds())
			if err != nil {
				return err
			}
			action := v.Nack.GetAction()
			if _, known := persistent.ReadReq_Nack_Action_name[int32(action)]; !known {
				return invalid(stream.Context(), "an event may be parked, retried, skipped, or stop the subscription: "+action.String()+" is none of them")
			}
			g.nack(c, ids, action, v.Nack.GetReason())
		default:
			return invalid(stream.Context(), "a consumer acknowledges events, or says why not")
		}
	}
}

func readIDs(ctx context.Context, wire []*shared.UUID) ([]eventstore.ID, error) {
	ids := make([]eventstore.ID, len(wire))
	for i, u := range wire {
		var err error
		if ids[i], err = readID(u); err != nil {
			return nil, invalid(ctx, "an id of an event cannot be read: "+err.Error())
		}
	}
	return ids, nil
}

// callerName is the caller as a monitor shows it.
func callerName(ctx context.Context) string {
	if name := caller(ctx).Name; name != "" {
		return name
	}
	return "anonymous"
}

// whoConnects is the address and the name of the connection, where there are any.
func whoConnects(ctx context.Context) (from, connection string) {
	if p, ok := peer.FromContext(ctx); ok {
		from = p.Addr.String()
	}
	connection = "<unknown>"
	if names := metadata.ValueFromIncomingContext(ctx, "connection-name"); len(names) > 0 {
		connection = names[0]
	}
	return from, connection
}

func (d delivery) wire(structured bool) *persistent.ReadResp {
	e := &persistent.ReadResp_ReadEvent{
		Event: groupRecorded(d.event, structured), Link: groupRecorded(d.link, structured),
		Count: &persistent.ReadResp_ReadEvent_RetryCount{RetryCount: d.retries},
	}
	original := d.link
	if original == nil {
		original = d.event
	}
	e.Position = &persistent.ReadResp_ReadEvent_CommitPosition{CommitPosition: uint64(original.Position)}
	return &persistent.ReadResp{Content: &persistent.ReadResp_Event{Event: e}}
}

func groupRecorded(ev *eventstore.Event, structured bool) *persistent.ReadResp_ReadEvent_RecordedEvent {
	if ev == nil {
		return nil
	}
	return &persistent.ReadResp_ReadEvent_RecordedEvent{
		Id:               wireID(ev.ID, structured),
		StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(ev.Stream)},
		StreamRevision:   wireRevision(ev),
		PreparePosition:  uint64(ev.Position),
		CommitPosition:   uint64(ev.Position),
		Metadata:         wireMetadata(ev),
		CustomMetadata:   ev.Metadata,
		Data:             ev.Data,
	}
}
