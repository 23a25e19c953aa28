package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/publication"
)

type getDiffIn struct {
	PublicationKey
	Point
	From int `query:"from" required:"true" minimum:"1" doc:"Version number." example:"1"`
	To   int `query:"to" required:"true" minimum:"1" doc:"Version number." example:"2"`
}

// Diff compares two public versions, field by field.
type Diff struct {
	From    Version  `json:"from"`
	To      Version  `json:"to"`
	Changes []Change `json:"changes" doc:"In reading order; empty when the versions are equal."`
}

// Change is one field in which two versions differ.
type Change struct {
	Field  string `json:"field" doc:"Path in the content; a list is one field, an entry a line." example:"details.document.number"`
	Before string `json:"before" doc:"Empty where the field was absent."`
	After  string `json:"after"`
}

func (s *service) getDiff(api huma.API) {
	read(api, huma.Operation{
		OperationID: "compare-versions", Path: "/publications/{id}/diff", Tags: []string{tagPublications},
		Summary:     "What changed between two public versions",
		Description: "Field by field, both sides in full. The portal's history page shows the same word by word.",
		Errors:      []int{410},
	}, func(ctx context.Context, in *getDiffIn) (*reply[Diff], error) {
		at, position, err := s.at(ctx, in.Point)
		if err != nil {
			return nil, err
		}
		if err := s.shown(ctx, in.ID, max(in.From, in.To), at); err != nil {
			return nil, err
		}
		d, err := s.app.Queries.Diff(ctx, in.ID, in.From, in.To)
		if err != nil {
			return nil, err
		}
		return &reply[Diff]{Position: position, Body: Diff{
			From: versionOf(in.ID, d.From, at), To: versionOf(in.ID, d.To, at),
			Changes: each(d.Changes, func(c publication.Change) Change { return Change(c) }),
		}}, nil
	})
}
