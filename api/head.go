package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
)

// Head is the end of the log.
type Head struct {
	Position uint64 `json:"position" doc:"Of the newest event; positions have no gaps." example:"4711"`
}

type getHeadIn struct{ Point }

func (s *service) getHead(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-log-head", Path: "/log/head", Tags: []string{tagLog},
		Summary:     "The position of the newest event, now or at a point in time",
		Description: "With as_of: the position that an instant or a date stands for. Ask for everything with that position as as_of and all answers are of one state.",
	}, func(ctx context.Context, in *getHeadIn) (*reply[Head], error) {
		_, position, err := s.at(ctx, in.Point)
		if err != nil {
			return nil, err
		}
		return &reply[Head]{Position: position, Body: Head{position}}, nil
	})
}
