package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/internal/app"
)

// Reason is why something is done; others read it.
type Reason struct {
	Reason string `json:"reason" maxLength:"2000" doc:"One sentence that tells others why." example:"Đính chính số quyết định ở Điều 2"`
}

// OptionalReason is a reason that may be left out.
type OptionalReason struct {
	Reason string `json:"reason,omitempty" maxLength:"2000" doc:"One sentence that tells others why."`
}

type reasonIn struct {
	Keys
	PublicationKey
	Body Reason
}

type optionalReasonIn struct {
	Keys
	PublicationKey
	Body OptionalReason
}

// step registers a command that takes nothing but a reason.
func step[C any](api huma.API, id, path, summary, description string, run app.Command[C], make func(id, reason string) C) {
	command(api, huma.Operation{
		OperationID: id, Path: "/publications/{id}/" + path, Tags: []string{tagEditing}, Summary: summary, Description: description,
	}, run, func(_ context.Context, in *reasonIn) (C, error) { return make(in.ID, in.Body.Reason), nil }, workURL)
}

// Submission asks the board for approval.
type Submission struct {
	Note string `json:"note,omitempty" maxLength:"2000" doc:"For the board; never public."`
}

type submitIn struct {
	Keys
	PublicationKey
	Body Submission
}

func (s *service) submitPublication(api huma.API) {
	command(api, huma.Operation{
		OperationID: "submit-publication", Path: "/publications/{id}/submission", Tags: []string{tagEditing},
		Summary:     "Submit for approval",
		Description: "Everything that the kind and Dublin Core demand must be there; what is missing is told all at once.",
	}, s.app.Commands.SubmitPublication, func(_ context.Context, in *submitIn) (app.SubmitPublication, error) {
		return app.SubmitPublication{ID: in.ID, Note: in.Body.Note}, nil
	}, workURL)
}

func (s *service) recallPublication(api huma.API) {
	command(api, huma.Operation{
		OperationID: "recall-publication", Path: "/publications/{id}/recall", Tags: []string{tagEditing},
		Summary:     "Take a submission back",
		Description: "By an author or editor, before the board has decided.",
	}, s.app.Commands.RecallPublication, func(_ context.Context, in *optionalReasonIn) (app.RecallPublication, error) {
		return app.RecallPublication{ID: in.ID, Reason: in.Body.Reason}, nil
	}, workURL)
}

func (s *service) returnPublication(api huma.API) {
	step(api, "return-publication", "return", "Send a submission back to its authors", "By a member of the board, with a reason.",
		s.app.Commands.ReturnPublication, func(id, reason string) app.ReturnPublication { return app.ReturnPublication{ID: id, Reason: reason} })
}

func (s *service) revokeApproval(api huma.API) {
	step(api, "revoke-approval", "approval-revocation", "Take an approval back before its embargo ends", "The item goes back to its authors.",
		s.app.Commands.RevokeApproval, func(id, reason string) app.RevokeApproval { return app.RevokeApproval{ID: id, Reason: reason} })
}

func (s *service) openCorrection(api huma.API) {
	step(api, "open-correction", "correction", "Open a correction of what is public", "The public version stays up until the correction is approved. The reason will be public.",
		s.app.Commands.OpenCorrection, func(id, reason string) app.OpenCorrection { return app.OpenCorrection{ID: id, Reason: reason} })
}

func (s *service) dropCorrection(api huma.API) {
	step(api, "drop-correction", "correction-drop", "Give a correction up", "The public version stays as it is.",
		s.app.Commands.DropCorrection, func(id, reason string) app.DropCorrection { return app.DropCorrection{ID: id, Reason: reason} })
}

func (s *service) withdrawPublication(api huma.API) {
	step(api, "withdraw-publication", "withdrawal", "Withdraw what is public", "By the board's head or deputy or the agency's head, in their own name. A page with the reason stays at its address.",
		s.app.Commands.WithdrawPublication, func(id, reason string) app.WithdrawPublication {
			return app.WithdrawPublication{ID: id, Reason: reason}
		})
}

func (s *service) archivePublication(api huma.API) {
	step(api, "archive-publication", "archiving", "Archive what is public", "It stays readable, labelled as no longer maintained.",
		s.app.Commands.ArchivePublication, func(id, reason string) app.ArchivePublication {
			return app.ArchivePublication{ID: id, Reason: reason}
		})
}

func (s *service) discardPublication(api huma.API) {
	step(api, "discard-publication", "discard", "Give up a draft that never was public", "Its address and number are free again.",
		s.app.Commands.DiscardPublication, func(id, reason string) app.DiscardPublication {
			return app.DiscardPublication{ID: id, Reason: reason}
		})
}
