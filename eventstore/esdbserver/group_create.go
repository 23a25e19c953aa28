package esdbserver

import (
	"context"
	"errors"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"

	"minhbach/eventstore"
)

// Create makes a group. One that starts at the end gets what comes after this call.
func (s *groupsService) Create(ctx context.Context, req *persistent.CreateReq) (*persistent.CreateResp, error) {
	e, err := entryOf(req.GetOptions())
	if err := s.authorize(ctx, toManage, e.Stream); err != nil {
		return nil, err
	}
	if err != nil {
		return nil, invalid(ctx, err.Error())
	}
	if _, err := newStrategy(e.Strategy); err != nil {
		return nil, groupFailed(ctx, e.Stream, e.Group, err.Error())
	}
	return &persistent.CreateResp{}, s.groups.create(ctx, e)
}

func (r *groups) create(ctx context.Context, e groupEntry) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.load(ctx); err != nil {
		return failed(ctx, err)
	}
	if r.byID[e.id()] != nil {
		return groupExists(ctx, e.Stream, e.Group)
	}
	if err := r.fixEnd(ctx, &e); err != nil {
		return failed(ctx, err)
	}
	g, err := newGroup(r.s, e)
	if err != nil {
		return invalid(ctx, err.Error())
	}
	if err := r.s.beginState(ctx, e.id()); err != nil {
		return notKept(ctx, e, err)
	}
	if err := r.writeConfig(ctx, r.entries("", e)); err != nil {
		return notKept(ctx, e, err)
	}
	r.byID[e.id()] = g
	return nil
}

// fixEnd writes down where the end is, so that nothing is missed until the first
// consumer comes.
func (r *groups) fixEnd(ctx context.Context, e *groupEntry) error {
	_, end, err := e.start()
	if err != nil || !end {
		return err
	}
	at, err := r.s.endOf(ctx, e.Stream)
	e.Behind = &at
	return err
}

// notKept is the refusal of a group that the log does not take.
func notKept(ctx context.Context, e groupEntry, err error) error {
	switch {
	case errors.Is(err, eventstore.ErrInvalid):
		return invalid(ctx, "the names of the stream and of the group make no name of a stream: "+err.Error())
	case errors.Is(err, eventstore.ErrTooLarge):
		return groupFailed(ctx, e.Stream, e.Group, "there are too many groups: delete some")
	}
	return failed(ctx, err)
}
