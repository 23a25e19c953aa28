package app

import (
	"context"
	"errors"

	"minhbach/domain"
	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
	"minhbach/eventstore"
)

func (s curation) submitDataset(ctx context.Context, by Caller, cmd SubmitDataset) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandSubmit, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.Submit(dataset.Submit{Deed: g.deed, Note: cmd.Note})
	})
}

func (s curation) recallDataset(ctx context.Context, by Caller, cmd RecallDataset) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandRecall, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.Recall(dataset.Recall{Deed: g.deed, Reason: cmd.Reason})
	})
}

func (s curation) returnDataset(ctx context.Context, by Caller, cmd ReturnDataset) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandReturn, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.Return(dataset.Return{Deed: g.deed, Authority: g.authority, Reason: cmd.Reason})
	})
}

func (s curation) clearPersonalData(ctx context.Context, by Caller, cmd ClearPersonalData) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandClearPersonalData, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.ClearPersonalData(dataset.ClearPersonalData{
			Deed: g.deed, Authority: g.authority, Content: submittedOf(cmd.ContentHash, d), Reason: cmd.Reason,
		})
	})
}

func (s curation) approveDataset(ctx context.Context, by Caller, cmd ApproveDataset) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandApprove, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.Approve(dataset.Approve{
			Deed: g.deed, Authority: g.authority, Content: submittedOf(cmd.ContentHash, d), Checklist: cmd.Checklist, PublishAt: cmd.PublishAt,
		})
	})
}

func submittedOf(hash string, d *dataset.Dataset) string {
	if hash == "" {
		return d.Submitted()
	}
	return hash
}

func (s curation) revokeDatasetApproval(ctx context.Context, by Caller, cmd RevokeDatasetApproval) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandRevokeApproval, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.RevokeApproval(dataset.RevokeApproval{Deed: g.deed, Authority: g.authority, Reason: cmd.Reason})
	})
}

func (s curation) openRevision(ctx context.Context, by Caller, cmd OpenRevision) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandOpenRevision, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.OpenRevision(dataset.OpenRevision{Deed: g.deed, Reason: cmd.Reason})
	})
}

func (s curation) dropRevision(ctx context.Context, by Caller, cmd DropRevision) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandDropRevision, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.DropRevision(dataset.DropRevision{Deed: g.deed, Reason: cmd.Reason})
	})
}

func (s curation) review(ctx context.Context, by Caller, cmd ReviewDataset) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandReview, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.Review(dataset.Review{Deed: g.deed, Note: cmd.Note})
	})
}

func (s curation) withdrawDataset(ctx context.Context, by Caller, cmd WithdrawDataset) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandWithdraw, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.Withdraw(dataset.Withdraw{Deed: g.deed, Authority: g.authority, Reason: cmd.Reason})
	})
}

func (s curation) archiveDataset(ctx context.Context, by Caller, cmd ArchiveDataset) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandArchive, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.Archive(dataset.Archive{Deed: g.deed, Reason: cmd.Reason})
	})
}

func (s curation) discardDataset(ctx context.Context, by Caller, cmd DiscardDataset) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandDiscard, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.Discard(dataset.Discard{Deed: g.deed, Reason: cmd.Reason})
	})
}

// releaseDatasets publishes what was approved for a time that has come.
func (s curation) releaseDatasets(ctx context.Context) (released int, err error) {
	ids, err := s.Datasets.Embargoed(ctx, s.Now())
	if err != nil {
		return 0, err
	}
	var faults []error
	for _, id := range ids {
		d, err := s.loadDataset(ctx, id)
		if err != nil {
			faults = append(faults, err) // the others are due as well
			continue
		}
		approval, ok := d.Approval()
		if !ok || !d.ReleaseDue(s.Now()) {
			continue // the read model was behind
		}
		system := domain.Actor{Account: domain.System, Agency: d.Agency()}
		by := Caller{Account: domain.System, Command: eventstore.DeriveID("release", id, approval.Content, approval.PublishAt.String())}
		g := grounds{deed: editorial.Deed{By: system, Now: s.Now(), Responsible: d.Agency()}}
		r, err := s.carry(ctx, by, id, g, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
			return d.Release(dataset.ReleaseDue{Deed: g.deed, Content: approval.Content})
		})
		switch {
		case err == nil && !r.Repeated:
			released++
		case err == nil: // another node was first
		case fault.Of(err) == nil:
			faults = append(faults, err)
		}
	}
	return released, errors.Join(faults...)
}
