package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/internal/app"
)

type bareDatasetIn struct {
	Keys
	DatasetID
	Body struct{} `required:"false"`
}

type datasetReasonIn struct {
	Keys
	DatasetID
	Body Reason
}

type datasetNoteIn struct {
	Keys
	DatasetID
	Body DatasetNote
}

// DatasetNote goes with a step.
type DatasetNote struct {
	Note string `json:"note,omitempty" maxLength:"2000" doc:"For colleagues; never public with a submission, public with a review."`
}

// datasetStep registers a command on a dataset that takes nothing but a reason.
func datasetStep[C any](api huma.API, verb, id, summary, description string, run app.Command[C], make func(id, reason string) C) {
	command(api, huma.Operation{
		OperationID: id, Path: "/datasets/{id}/" + verb, Tags: []string{tagCurating}, Summary: summary, Description: description,
	}, run, func(_ context.Context, in *datasetReasonIn) (C, error) { return make(in.ID, in.Body.Reason), nil }, datasetWorkURL)
}

// datasetSteps registers what happens to a dataset after it was written.
func (s *service) datasetSteps(api huma.API) {
	c := &s.app.Commands.Datasets
	command(api, huma.Operation{
		OperationID: "detach-release", Path: "/datasets/{id}/detach", Tags: []string{tagCurating},
		Summary: "Take the data in hand away again", Description: "What is public stays as it is.",
	}, c.Detach, func(_ context.Context, in *bareDatasetIn) (app.DetachRelease, error) {
		return app.DetachRelease{ID: in.ID}, nil
	}, datasetWorkURL)
	command(api, huma.Operation{
		OperationID: "submit-dataset", Path: "/datasets/{id}/submit", Tags: []string{tagCurating},
		Summary: "Submit for approval", Description: "Description and data must be complete; what is missing is told all at once.",
	}, c.Submit, func(_ context.Context, in *datasetNoteIn) (app.SubmitDataset, error) {
		return app.SubmitDataset{ID: in.ID, Note: in.Body.Note}, nil
	}, datasetWorkURL)
	command(api, huma.Operation{
		OperationID: "review-dataset", Path: "/datasets/{id}/review", Tags: []string{tagCurating},
		Summary: "Say that what is public is still right", Description: "Every open dataset is looked at every six months; this records that somebody did.",
	}, c.Review, func(_ context.Context, in *datasetNoteIn) (app.ReviewDataset, error) {
		return app.ReviewDataset{ID: in.ID, Note: in.Body.Note}, nil
	}, datasetWorkURL)
	datasetStep(api, "recall", "recall-dataset", "Take a submission back", "By an author or editor, before the board has decided.",
		c.Recall, func(id, reason string) app.RecallDataset { return app.RecallDataset{ID: id, Reason: reason} })
	datasetStep(api, "return", "return-dataset", "Send a submission back to its authors", "By a member of the board, with a reason.",
		c.Return, func(id, reason string) app.ReturnDataset { return app.ReturnDataset{ID: id, Reason: reason} })
	datasetStep(api, "revoke-approval", "revoke-dataset-approval", "Take an approval back before its embargo ends", "The dataset goes back to its authors.",
		c.RevokeApproval, func(id, reason string) app.RevokeDatasetApproval {
			return app.RevokeDatasetApproval{ID: id, Reason: reason}
		})
	datasetStep(api, "open-revision", "open-revision", "Open a revision of what is public", "The public version stays up until the revision is approved. The reason will be public.",
		c.OpenRevision, func(id, reason string) app.OpenRevision { return app.OpenRevision{ID: id, Reason: reason} })
	datasetStep(api, "drop-revision", "drop-revision", "Give a revision up", "The public version stays as it is.",
		c.DropRevision, func(id, reason string) app.DropRevision { return app.DropRevision{ID: id, Reason: reason} })
	datasetStep(api, "withdraw", "withdraw-dataset", "Withdraw what is public", "By the board's head or deputy or the agency's head. A page with the reason stays at its address.",
		c.Withdraw, func(id, reason string) app.WithdrawDataset { return app.WithdrawDataset{ID: id, Reason: reason} })
	datasetStep(api, "archive", "archive-dataset", "Archive what is public", "It stays readable, labelled as no longer maintained.",
		c.Archive, func(id, reason string) app.ArchiveDataset { return app.ArchiveDataset{ID: id, Reason: reason} })
	datasetStep(api, "discard", "discard-dataset", "Give up a draft that never was public", "Its name is free again.",
		c.Discard, func(id, reason string) app.DiscardDataset { return app.DiscardDataset{ID: id, Reason: reason} })
	s.datasetDecisions(api)
}

// Clearing answers for what looks like personal data.
type Clearing struct {
	ContentHash string `json:"content_hash" pattern:"^[0-9a-f]{64}$" doc:"Of the content that you read, from GET /work/datasets/{id}." example:"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"`
	Reason      string `json:"reason" maxLength:"2000" doc:"Why it may be published; public, at least ten characters." example:"Số điện thoại của cơ quan, đã công khai"`
}

type clearIn struct {
	Keys
	DatasetID
	Body Clearing
}

// DatasetApproval of exactly one content.
type DatasetApproval struct {
	ContentHash string    `json:"content_hash" pattern:"^[0-9a-f]{64}$" doc:"Of the content that you read, from GET /work/datasets/{id}." example:"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"`
	Checklist   Checklist `json:"checklist" doc:"By approving you affirm every sentence of it."`
	PublishAt   time.Time `json:"publish_at,omitzero" doc:"Embargo: not public before; absent: at once." example:"2026-12-31T08:00:00+07:00"`
}

type approveDatasetIn struct {
	Keys
	DatasetID
	Body DatasetApproval
}

func (s *service) datasetDecisions(api huma.API) {
	hash := map[string]any{fieldsAre: map[string]string{"content": "content_hash", "items": "checklist"}}
	command(api, huma.Operation{
		OperationID: "clear-personal-data", Path: "/datasets/{id}/clear-personal-data", Tags: []string{tagCurating},
		Summary:     "Answer for values that look like personal data",
		Description: "By somebody who wrote none of it. Without this a submission with findings cannot be approved.",
		Metadata:    hash,
	}, s.app.Commands.Datasets.ClearPersonalData, func(_ context.Context, in *clearIn) (app.ClearPersonalData, error) {
		return app.ClearPersonalData{ID: in.ID, ContentHash: in.Body.ContentHash, Reason: in.Body.Reason}, nil
	}, datasetWorkURL)
	command(api, huma.Operation{
		OperationID: "approve-dataset", Path: "/datasets/{id}/approve", Tags: []string{tagCurating},
		Summary:     "Approve what is submitted",
		Description: "By an authorised member of the board who wrote none of it. It becomes public at once or at publish_at.",
		Metadata:    hash,
	}, s.app.Commands.Datasets.Approve, func(_ context.Context, in *approveDatasetIn) (app.ApproveDataset, error) {
		return app.ApproveDataset{ID: in.ID, ContentHash: in.Body.ContentHash, Checklist: in.Body.Checklist, PublishAt: utc(in.Body.PublishAt)}, nil
	}, datasetWorkURL)
}
