package esdbserver

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"

	"minhbach/eventstore"
)

// ReplayParked delivers parked events again: all that are parked now, or those before a
// revision of the stream of parked ones. They leave it when they are done with, so none
// is lost when the server ends in between.
func (s *groupsService) ReplayParked(ctx context.Context, req *persistent.ReplayParkedReq) (*persistent.ReplayParkedResp, error) {
	o := req.GetOptions()
	stream := sourceOf(o.GetAll() != nil, o.GetStreamIdentifier())
	if err := s.authorize(ctx, toManage, stream); err != nil {
		return nil, err
	}
	stop := eventstore.FromEnd
	switch v := o.GetStopAtOption().(type) {
	case *persistent.ReplayParkedReq_Options_StopAt:
		if v.StopAt < 0 {
			return nil, invalid(ctx, "a replay stops at a revision of the parked events, which is 0 at least")
		}
		stop = eventstore.Revision(v.StopAt)
	case *persistent.ReplayParkedReq_Options_NoLimit:
	default:
		return nil, invalid(ctx, "say where the replay stops, or that it has no limit")
	}
	g, err := s.groups.find(ctx, stream, o.GetGroupName())
	if err != nil {
		return nil, err
	}
	return &persistent.ReplayParkedResp{}, failedUnlessNil(ctx, g.replayParked(ctx, stop))
}

func (g *group) replayParked(ctx context.Context, stop eventstore.Revision) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.prepare(ctx); err != nil {
		return err
	}
	g.parked.until = max(g.parked.until, min(stop, g.parked.next))
	g.goOn()
	return nil
}
