package esdbserver

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
)

// RestartSubsystem drops all consumers of all groups and reads the groups from the log
// again.
func (s *groupsService) RestartSubsystem(ctx context.Context, _ *shared.Empty) (*shared.Empty, error) {
	if err := s.authorize(ctx, toManage, allLog); err != nil {
		return nil, err
	}
	return &shared.Empty{}, s.groups.restart(ctx)
}

func (r *groups) restart(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, g := range r.byID {
		g.replace()
	}
	r.loaded, r.byID = false, nil
	return failedUnlessNil(ctx, r.load(ctx))
}
