package esdbserver

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
)

// Update changes the settings of a group. Its consumers are dropped, and it goes on
// where it was when they come back. A new start is for a group that has not begun.
func (s *groupsService) Update(ctx context.Context, req *persistent.UpdateReq) (*persistent.UpdateResp, error) {
	e, err := entryUpdated(req.GetOptions())
	if err := s.authorize(ctx, toManage, e.Stream); err != nil {
		return nil, err
	}
	if err != nil {
		return nil, invalid(ctx, err.Error())
	}
	if _, err := newStrategy(e.Strategy); err != nil {
		return nil, groupFailed(ctx, e.Stream, e.Group, err.Error())
	}
	return &persistent.UpdateResp{}, s.groups.update(ctx, e)
}

func (r *groups) update(ctx context.Context, e groupEntry) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	g, err := r.found(ctx, e.Stream, e.Group)
	if err != nil {
		return err
	}
	was := g.settings()
	e.Filter, e.Behind = was.Filter, nil
	if e.StartPosition == was.StartPosition {
		e.Behind = was.Behind
	} else if err := r.fixEnd(ctx, &e); err != nil {
		return failed(ctx, err)
	}
	if err := r.writeConfig(ctx, r.entries(e.id(), e)); err != nil {
		return notKept(ctx, e, err)
	}
	return failedUnlessNil(ctx, g.change(e))
}

// change takes over new settings.
func (g *group) change(e groupEntry) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.dismissAll(dropped)
	if !g.hasSaved && g.seq == 0 && len(g.retry) == 0 {
		g.ready = false
	}
	return g.adopt(e)
}

func failedUnlessNil(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	return failed(ctx, err)
}
