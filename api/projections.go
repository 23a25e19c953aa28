package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/projections/view"
)

// ProjectionList is the read models of the node that answers.
type ProjectionList struct {
	Projections []Projection `json:"projections"`
}

// Projection is how far one read model is.
type Projection struct {
	Name          string    `json:"name"`
	Version       int       `json:"version"`
	Position      uint64    `json:"position" doc:"Of the last event that it has applied."`
	Head          uint64    `json:"head" doc:"Of the log."`
	EventsBehind  uint64    `json:"events_behind"`
	SecondsBehind float64   `json:"seconds_behind"`
	Parked        int       `json:"parked" doc:"Events that could not be applied and wait for an operator."`
	LastError     bool      `json:"failing" doc:"The reason is in the operator's log."`
	Rebuilding    bool      `json:"rebuilding"`
	StateHash     string    `json:"state_hash,omitempty" doc:"Of all rows: equal on every node at equal positions."`
	Updated       time.Time `json:"updated,omitzero"`
}

func (s *service) listProjections(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "list-projections", Path: "/projections", Tags: []string{tagLog},
		Summary: "How far the read models of this node are", Description: "For operators: lag, parked events and state hashes.",
	}, func(ctx context.Context, _ *noInput) (*unplaced[ProjectionList], error) {
		all, err := s.app.Queries.Projections(ctx)
		if err != nil {
			return nil, err
		}
		return &unplaced[ProjectionList]{Body: ProjectionList{each(all, func(p view.ProjectionStatus) Projection {
			return Projection{
				Name: p.Name, Version: p.Version, Position: p.Position, Head: p.Head, EventsBehind: p.Behind, SecondsBehind: p.BehindSecs,
				Parked: p.Parked, LastError: p.LastError != "", Rebuilding: p.Rebuilding, StateHash: p.StateHash, Updated: utc(p.Updated),
			}
		})}}, nil
	})
}
