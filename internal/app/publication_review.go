package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/publication"
)

func (e editors) submit(ctx context.Context, by Caller, cmd SubmitPublication) (Receipt, error) {
	return e.run(ctx, by, cmd.ID, publication.CommandSubmit, func(p *publication.Publication, g grounds) ([]domain.Event, error) {
		return p.Submit(publication.Submit{Deed: g.deed, Note: cmd.Note})
	})
}

func (e editors) recall(ctx context.Context, by Caller, cmd RecallPublication) (Receipt, error) {
	return e.run(ctx, by, cmd.ID, publication.CommandRecall, func(p *publication.Publication, g grounds) ([]domain.Event, error) {
		return p.Recall(publication.Recall{Deed: g.deed, Reason: cmd.Reason})
	})
}

func (e editors) giveBack(ctx context.Context, by Caller, cmd ReturnPublication) (Receipt, error) {
	return e.run(ctx, by, cmd.ID, publication.CommandReturn, func(p *publication.Publication, g grounds) ([]domain.Event, error) {
		return p.Return(publication.Return{Deed: g.deed, Authority: g.authority, Reason: cmd.Reason})
	})
}

func (e editors) completeChecklist(ctx context.Context, by Caller, cmd CompleteChecklist) (Receipt, error) {
	return e.run(ctx, by, cmd.ID, publication.CommandCompleteChecklist, func(p *publication.Publication, g grounds) ([]domain.Event, error) {
		return p.CompleteChecklist(publication.CompleteChecklist{
			Deed: g.deed, Authority: g.authority, Content: orSubmitted(cmd.ContentHash, p), Items: cmd.Items,
		})
	})
}

func (e editors) approve(ctx context.Context, by Caller, cmd ApprovePublication) (Receipt, error) {
	return e.run(ctx, by, cmd.ID, publication.CommandApprove, func(p *publication.Publication, g grounds) ([]domain.Event, error) {
		return p.Approve(publication.Approve{
			Deed: g.deed, Authority: g.authority, Content: orSubmitted(cmd.ContentHash, p), Checklist: cmd.Checklist,
			PublishAt: cmd.PublishAt, Calendar: e.Calendar,
		})
	})
}

// orSubmitted is the content that a reviewer named, or the one submitted when a
// revision already pins what was read.
func orSubmitted(hash string, p *publication.Publication) string {
	if hash == "" {
		return p.Submitted()
	}
	return hash
}

func (e editors) revokeApproval(ctx context.Context, by Caller, cmd RevokeApproval) (Receipt, error) {
	return e.run(ctx, by, cmd.ID, publication.CommandRevokeApproval, func(p *publication.Publication, g grounds) ([]domain.Event, error) {
		return p.RevokeApproval(publication.RevokeApproval{Deed: g.deed, Authority: g.authority, Reason: cmd.Reason})
	})
}
