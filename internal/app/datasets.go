package app

import (
	"context"
	"errors"
	"fmt"

	"minhbach/domain"
	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
	"minhbach/domain/fold"
	"minhbach/domain/publication"
	"minhbach/eventstore"
)

// curation runs commands on datasets. What a decision rests on is found as for
// publications; every decision is the aggregate's.
type curation struct{ editors }

func datasetCommands(d Deps, c *Commands) {
	s := curation{editors{d}}
	c.Datasets = DatasetCommands{
		Draft: s.draftDataset, Describe: s.describe, Attach: s.attach, Detach: s.detach, Submit: s.submitDataset, Recall: s.recallDataset,
		Return: s.returnDataset, ClearPersonalData: s.clearPersonalData, Approve: s.approveDataset, RevokeApproval: s.revokeDatasetApproval,
		OpenRevision: s.openRevision, DropRevision: s.dropRevision, Review: s.review, Withdraw: s.withdrawDataset,
		Archive: s.archiveDataset, Discard: s.discardDataset,
	}
	releasePublications := c.ReleaseDue
	c.ReleaseDue = func(ctx context.Context) (int, error) {
		publications, err := releasePublications(ctx)
		sets, also := s.releaseDatasets(ctx)
		return publications + sets, errors.Join(err, also)
	}
}

func (c *Commands) datasetKeys(d Deps) {
	s := &c.Datasets
	s.Draft = keyed(d, "DraftDataset", s.Draft)
	s.Describe = keyed(d, "DescribeDataset", s.Describe)
	s.Attach = keyed(d, "AttachRelease", s.Attach)
	s.Detach = keyed(d, "DetachRelease", s.Detach)
	s.Submit = keyed(d, "SubmitDataset", s.Submit)
	s.Recall = keyed(d, "RecallDataset", s.Recall)
	s.Return = keyed(d, "ReturnDataset", s.Return)
	s.ClearPersonalData = keyed(d, "ClearPersonalData", s.ClearPersonalData)
	s.Approve = keyed(d, "ApproveDataset", s.Approve)
	s.RevokeApproval = keyed(d, "RevokeDatasetApproval", s.RevokeApproval)
	s.OpenRevision = keyed(d, "OpenRevision", s.OpenRevision)
	s.DropRevision = keyed(d, "DropRevision", s.DropRevision)
	s.Review = keyed(d, "ReviewDataset", s.Review)
	s.Withdraw = keyed(d, "WithdrawDataset", s.Withdraw)
	s.Archive = keyed(d, "ArchiveDataset", s.Archive)
	s.Discard = keyed(d, "DiscardDataset", s.Discard)
}

type curating func(d *dataset.Dataset, g grounds) ([]domain.Event, error)

// curate loads the dataset, finds the grounds and executes the command on it.
func (s curation) curate(ctx context.Context, by Caller, id string, command publication.Command, decide curating) (Receipt, error) {
	d, err := s.loadDataset(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	g, err := s.grounds(ctx, by, d.Agency(), command)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	return s.carry(ctx, by, id, g, decide)
}

func (d Deps) loadDataset(ctx context.Context, id string) (*dataset.Dataset, error) {
	s := dataset.New()
	if _, err := eventstore.ParseID(id); err != nil {
		return s, dataset.ErrNotFound.New()
	}
	_, _, err := eventstore.Load(ctx, d.Repo, datasetPrefix+id, s)
	return s, mapErr(err)
}

func (s curation) carry(ctx context.Context, by Caller, id string, g grounds, decide curating) (Receipt, error) {
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(s.Now())
	}
	out, err := eventstore.Execute(ctx, s.Repo, datasetPrefix+id, dataset.New, by.named(), envelope(by, g.deed.By),
		func(d *dataset.Dataset, _ eventstore.Revision) ([]domain.Event, error) { return decide(d, g) })
	return receipt(id, out), mapErr(err)
}

// scopeDataset: the slug of a dataset is its name for programs, so it is unique in
// the whole network.
const scopeDataset = "dataset_slug"

// draftDataset begins a dataset; its slug is claimed first.
func (s curation) draftDataset(ctx context.Context, by Caller, cmd DraftDataset) (Receipt, error) {
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(s.Now())
	}
	id := eventstore.DeriveID("dataset", by.Command.String()).String()
	d := dataset.New()
	rev, pos, err := eventstore.Load(ctx, s.Repo, datasetPrefix+id, d)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	if d.State() != editorial.StateNew {
		return Receipt{ID: id, Revision: int64(rev), Position: uint64(pos), Repeated: true}, nil
	}
	g, err := s.grounds(ctx, by, cmd.Agency, editorial.CommandDraft)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	proposed := fold.Slug(cmd.Slug)
	if proposed == "" {
		proposed = fold.Slug(cmd.Description.Title)
	}
	if proposed == "" {
		proposed = "du-lieu"
	}
	proposed = shorten(proposed, editorial.MaxSlug-4)
	try := dataset.Draft{Deed: g.deed, Dataset: id, Slug: proposed, Description: cmd.Description}
	if _, err := dataset.New().Draft(try); err != nil {
		return Receipt{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, orphanAge/2)
	defer cancel()
	for n := 1; ; n++ {
		if n > 1 {
			try.Slug = fmt.Sprintf("%s-%d", proposed, n)
		}
		err := s.claimDataset(ctx, by, claimed{scopeDataset, try.Slug, id})
		var held *eventstore.Held
		if errors.As(err, &held) && n < slugTries {
			continue
		}
		if err != nil {
			return Receipt{}, mapErr(err)
		}
		break
	}
	r, err := s.carry(ctx, by, id, g, func(d *dataset.Dataset, _ grounds) ([]domain.Event, error) { return d.Draft(try) })
	if err != nil && fault.Of(err) != nil {
		s.editors.release(ctx, by, []claimed{{scopeDataset, try.Slug, id}})
	}
	return r, err
}

// claimDataset takes a slug. A holder that never came to exist or was discarded
// gives way.
func (s curation) claimDataset(ctx context.Context, by Caller, c claimed) error {
	env := envelope(by, domain.Actor{Account: by.Account})
	err := s.Claims.Take(ctx, env, c.scope, c.key, c.holder)
	var held *eventstore.Held
	if !errors.As(err, &held) || s.Now().Sub(held.Since) < orphanAge {
		return err
	}
	d := dataset.New()
	if _, _, loadErr := eventstore.Load(ctx, s.Repo, datasetPrefix+held.Holder, d); loadErr != nil {
		return loadErr
	}
	if d.State() != editorial.StateNew && d.State() != editorial.StateDiscarded {
		return held
	}
	return s.Claims.TakeOver(ctx, env, c.scope, c.key, c.holder, held.Holder)
}

func (s curation) describe(ctx context.Context, by Caller, cmd DescribeDataset) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandDescribe, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.Describe(dataset.Describe{Deed: g.deed, Description: cmd.Description, Columns: cmd.Columns})
	})
}

func (s curation) detach(ctx context.Context, by Caller, cmd DetachRelease) (Receipt, error) {
	return s.curate(ctx, by, cmd.ID, editorial.CommandDetach, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.Detach(dataset.Detach{Deed: g.deed})
	})
}
