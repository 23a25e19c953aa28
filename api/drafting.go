package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/publication"
	"minhbach/internal/app"
)

// maxContent bounds a whole content: a text in several languages.
const maxContent = 8 << 20

type draftIn struct {
	Keys
	Body Draft
}

// Draft begins an item for the portal of an agency.
type Draft struct {
	Agency  string  `json:"agency" maxLength:"255" doc:"Id, code or slug." example:"kesach"`
	Kind    Kind    `json:"kind"`
	Slug    string  `json:"slug,omitempty" maxLength:"100" doc:"Last part of the permanent address; empty: made from the number or title. Never changes afterwards." example:"07-2019-qd-ubnd"`
	Content Content `json:"content"`
}

func workURL(id string) string { return prefix + "/work/" + id }

func (s *service) draftPublication(api huma.API) {
	command(api, huma.Operation{
		OperationID: "draft-publication", Path: "/publications", Tags: []string{tagEditing}, DefaultStatus: http.StatusCreated,
		Summary:      "Begin a draft",
		Description:  "The draft may be incomplete. Its address and, for documents, its number are taken at once: no other item of the agency may have them.",
		MaxBodyBytes: maxContent, BodyReadTimeout: time.Minute,
	}, s.app.Commands.DraftPublication, func(ctx context.Context, in *draftIn) (app.DraftPublication, error) {
		agency, err := s.agencyID(ctx, in.Body.Agency)
		return app.DraftPublication{
			Agency: agency, Kind: publication.Kind(in.Body.Kind), Slug: in.Body.Slug, Content: in.Body.Content.domain(),
		}, err
	}, workURL)
}

type reviseIn struct {
	Keys
	PublicationKey
	Body Content
}

func (s *service) revisePublication(api huma.API) {
	command(api, huma.Operation{
		OperationID: "replace-content", Path: "/publications/{id}/content", Method: http.MethodPut, Tags: []string{tagEditing},
		Summary:      "Replace the content of a draft or an open correction",
		Description:  "The whole content is sent; what is left out is emptied. If-Match is required: a stale editor gets 409 with both revisions, and nothing is overwritten.",
		MaxBodyBytes: maxContent, BodyReadTimeout: time.Minute, Errors: []int{428},
		Metadata: map[string]any{bodyIs: "content"},
	}, s.app.Commands.RevisePublication, func(_ context.Context, in *reviseIn) (app.RevisePublication, error) {
		if in.IfMatch == "" {
			return app.RevisePublication{}, errPrecondition.New().At("If-Match")
		}
		return app.RevisePublication{ID: in.ID, Content: in.Body.domain()}, nil
	}, workURL)
}
