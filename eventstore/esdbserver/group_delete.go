package esdbserver

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
)

// Delete ends a group and drops its consumers.
func (s *groupsService) Delete(ctx context.Context, req *persistent.DeleteReq) (*persistent.DeleteResp, error) {
	o := req.GetOptions()
	stream := sourceOf(o.GetAll() != nil, o.GetStreamIdentifier())
	if err := s.authorize(ctx, toManage, stream); err != nil {
		return nil, err
	}
	return &persistent.DeleteResp{}, s.groups.delete(ctx, stream, o.GetGroupName())
}

// sourceOf is the stream that a request is about.
func sourceOf(all bool, id *shared.StreamIdentifier) string {
	if all {
		return allLog
	}
	return streamName(id)
}

func (r *groups) delete(ctx context.Context, stream, name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	g, err := r.found(ctx, stream, name)
	if err != nil {
		return err
	}
	if err := r.writeConfig(ctx, r.entries(g.id)); err != nil {
		return failed(ctx, err)
	}
	delete(r.byID, g.id)
	g.replace()
	if err := r.s.beginState(ctx, g.id); err != nil {
		r.s.opts.Warn("persistent subscription %s: clearing what a deleted group leaves: %v", g.id, err)
	}
	return nil
}

// replace ends a group whose name may stand for another one from now on.
func (g *group) replace() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.dismissAll(dropped)
	g.replaced = true
}
