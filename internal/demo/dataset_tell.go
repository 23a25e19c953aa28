package demo

import (
	"context"
	"fmt"

	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/internal/app"
)

// toldSet is a dataset on its way through its story.
type toldSet struct {
	*set
	id    string
	about dataset.Description // as the author has it on the screen
}

func (s *seeding) setStep(ctx context.Context, t *toldSet, st setStep) error {
	by, err := s.caller(st.who)
	if err != nil {
		return err
	}
	do := s.n.App.Commands.Datasets
	switch st.verb {
	case "drafts":
		agency, ok := s.agencies[t.agency]
		if !ok {
			return fmt.Errorf("there is no agency %s", t.agency)
		}
		t.about = t.set.about
		r, err := do.Draft(ctx, by, app.DraftDataset{Agency: agency, Slug: t.slug, Description: t.about})
		t.id = r.ID
		return err
	case "attaches":
		return s.attach(ctx, by, t, st)
	case "states":
		if err := state(&t.about, st.field, st.value); err != nil {
			return err
		}
		_, err = do.Describe(ctx, by, app.DescribeDataset{ID: t.id, Description: t.about})
	case "submits":
		_, err = do.Submit(ctx, by, app.SubmitDataset{ID: t.id, Note: st.remark})
	case "recalls":
		_, err = do.Recall(ctx, by, app.RecallDataset{ID: t.id, Reason: st.remark})
	case "returns":
		_, err = do.Return(ctx, by, app.ReturnDataset{ID: t.id, Reason: st.remark})
	case "clears":
		_, err = do.ClearPersonalData(ctx, by, app.ClearPersonalData{ID: t.id, Reason: st.remark})
	case "approves":
		answers := map[string]string{}
		for _, c := range editorial.Checks() {
			answers[c.ID] = ""
		}
		_, err = do.Approve(ctx, by, app.ApproveDataset{ID: t.id, Checklist: answers})
	case "opens":
		_, err = do.OpenRevision(ctx, by, app.OpenRevision{ID: t.id, Reason: st.remark})
	case "drops":
		_, err = do.DropRevision(ctx, by, app.DropRevision{ID: t.id, Reason: st.remark})
	case "reviews":
		_, err = do.Review(ctx, by, app.ReviewDataset{ID: t.id, Note: st.remark})
	case "withdraws":
		_, err = do.Withdraw(ctx, by, app.WithdrawDataset{ID: t.id, Reason: st.remark})
	case "archives":
		_, err = do.Archive(ctx, by, app.ArchiveDataset{ID: t.id, Reason: st.remark})
	case "discards":
		_, err = do.Discard(ctx, by, app.DiscardDataset{ID: t.id, Reason: st.remark})
	}
	return err
}
