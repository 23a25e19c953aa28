package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/publication"
	"minhbach/internal/app"
)

// Checklist is the answers for the principles of Article 4 clause 1.
type Checklist map[string]string

// Schema lists the items of the checklist, each of which must be answered.
func (Checklist) Schema(huma.Registry) *huma.Schema {
	limit := publication.MaxReason
	s := &huma.Schema{
		Type: huma.TypeObject, AdditionalProperties: false, Properties: map[string]*huma.Schema{},
		Description: "Every item is answered, with a remark or an empty text: by sending it you affirm its sentence.",
	}
	for _, c := range publication.Checks() {
		s.Properties[c.ID] = &huma.Schema{Type: huma.TypeString, MaxLength: &limit, Description: c.Sentence("en")}
	}
	return s
}

// CompletedChecklist affirms the checklist on exactly one content.
type CompletedChecklist struct {
	ContentHash string    `json:"content_hash" pattern:"^[0-9a-f]{64}$" doc:"Of the content that you read, from GET /work/{id}." example:"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"`
	Items       Checklist `json:"items"`
}

type checklistIn struct {
	Keys
	PublicationKey
	Body CompletedChecklist
}

func (s *service) completeChecklist(api huma.API) {
	command(api, huma.Operation{
		OperationID: "complete-checklist", Path: "/publications/{id}/checklist", Tags: []string{tagEditing},
		Summary:     "Answer for the checklist on what is submitted",
		Description: "By a member of the board who wrote none of it. The content hash says what was read; where it has changed the answer is 409.",
		Metadata:    map[string]any{fieldsAre: map[string]string{"content": "content_hash"}},
	}, s.app.Commands.CompleteChecklist, func(_ context.Context, in *checklistIn) (app.CompleteChecklist, error) {
		return app.CompleteChecklist{ID: in.ID, ContentHash: in.Body.ContentHash, Items: in.Body.Items}, nil
	}, workURL)
}

// Approval of exactly one content.
type Approval struct {
	ContentHash string    `json:"content_hash" pattern:"^[0-9a-f]{64}$" doc:"Of the content that you read, from GET /work/{id}." example:"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"`
	Checklist   Checklist `json:"checklist,omitempty" doc:"Where it was not completed before."`
	PublishAt   time.Time `json:"publish_at,omitzero" doc:"Embargo: not public before; absent: at once." example:"2026-12-31T08:00:00+07:00"`
}

type approveIn struct {
	Keys
	PublicationKey
	Body Approval
}

func (s *service) approvePublication(api huma.API) {
	command(api, huma.Operation{
		OperationID: "approve-publication", Path: "/publications/{id}/approval", Tags: []string{tagEditing},
		Summary:     "Approve what is submitted",
		Description: "By an authorised member of the board who wrote none of it, in person or by lending a name. It becomes public at once or at publish_at.",
		Metadata:    map[string]any{fieldsAre: map[string]string{"content": "content_hash", "items": "checklist"}},
	}, s.app.Commands.ApprovePublication, func(_ context.Context, in *approveIn) (app.ApprovePublication, error) {
		return app.ApprovePublication{ID: in.ID, ContentHash: in.Body.ContentHash, Checklist: in.Body.Checklist, PublishAt: utc(in.Body.PublishAt)}, nil
	}, workURL)
}
