package app

import (
	"context"
	"slices"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/opendata/ingest"
	"minhbach/projections/view"
)

// workList lists the datasets in hand at the caller's agencies and at those whose
// work they inherited.
func (s datasets) workList(ctx context.Context, by Caller, f view.DatasetWorkFilter) ([]view.DatasetWorkItem, error) {
	staff := internal{s.Deps}
	if err := staff.signedIn(by); err != nil {
		return nil, err
	}
	var err error
	if f.Agencies, err = staff.visible(ctx, by, f.Agencies); err != nil {
		return nil, err
	}
	list, err := s.Datasets.WorkList(ctx, f)
	for i := range list {
		if err == nil {
			err = s.remind(&list[i], "")
		}
	}
	return list, err
}

// remind says when a dataset in hand must be looked at and brought up to date.
func (s datasets) remind(w *view.DatasetWorkItem, frequency dataset.Frequency) error {
	if !w.State.Public() {
		return nil
	}
	all, err := dataset.Duties(w.Agency, w.ID, dataset.Days{First: w.FirstOn, Last: w.DataOn, Reviewed: w.ReviewedOn, Frequency: frequency}, s.Rules, s.Calendar)
	for _, d := range all {
		switch d.RuleID {
		case dataset.RuleReview:
			w.ReviewDue = d.DueDate
		case dataset.RuleUpdate:
			w.UpdateDue = d.DueDate
		}
	}
	return err
}

// visible narrows the agencies asked for to those whose drafts the caller may see;
// nil asks for all of them.
func (s internal) visible(ctx context.Context, by Caller, asked []string) ([]string, error) {
	all, err := s.overview(ctx, by)
	if err != nil || all {
		return asked, err
	}
	mine, err := s.agenciesOf(ctx, by)
	if err != nil {
		return nil, err
	}
	if asked != nil {
		mine = slices.DeleteFunc(slices.Clone(asked), func(id string) bool { return !slices.Contains(mine, id) })
	}
	if mine == nil {
		mine = []string{}
	}
	return mine, nil
}

// inHand is a dataset in hand, for those who may see drafts of its agency.
func (s datasets) inHand(ctx context.Context, by Caller, id string) (view.DatasetWork, error) {
	if err := (internal{s.Deps}).signedIn(by); err != nil {
		return view.DatasetWork{}, err
	}
	w, err := s.Datasets.Work(ctx, id)
	if err != nil {
		return w, notFound(err)
	}
	if may, err := s.mayReadDrafts(ctx, by, w.Agency); err != nil {
		return view.DatasetWork{}, err
	} else if !may {
		return view.DatasetWork{}, ErrNotFound.New()
	}
	return w, nil
}

func (s datasets) work(ctx context.Context, by Caller, id string) (view.DatasetWork, error) {
	w, err := s.inHand(ctx, by, id)
	if err != nil {
		return w, err
	}
	frequency := w.Content.Description.Frequency
	if w.Public != nil {
		frequency = w.Public.Description.Frequency
	}
	if err := s.remind(&w.DatasetWorkItem, frequency); err != nil {
		return w, err
	}
	return w, s.datasetAllowed(ctx, by, &w)
}

// datasetAllowed asks the aggregate about every command that the state has, with
// inputs that are beyond reproach, so that pages show what would be accepted.
func (s datasets) datasetAllowed(ctx context.Context, by Caller, w *view.DatasetWork) error {
	d, err := s.loadDataset(ctx, w.ID)
	if err != nil {
		return err
	}
	w.Refused = map[publication.Command]*fault.Fault{}
	for _, c := range dataset.Allowed(d.State()) {
		if c == editorial.CommandRelease {
			continue
		}
		g, err := editors{s.Deps}.grounds(ctx, by, d.Agency(), c)
		if err != nil {
			return mapErr(err)
		}
		if f := fault.Of(probeDataset(d, c, g)); f != nil && (f.Code.Kind == fault.Forbidden || f.Code == dataset.ErrNothingToClear) {
			w.Refused[c] = f
			continue
		}
		w.Allowed = append(w.Allowed, c)
	}
	return nil
}

func probeDataset(d *dataset.Dataset, c publication.Command, g grounds) error {
	const why = "lý do đủ dài để được nhận"
	items := map[string]string{}
	for _, check := range editorial.Checks() {
		items[check.ID] = ""
	}
	var err error
	switch c {
	case editorial.CommandDescribe, editorial.CommandAttach, editorial.CommandDetach:
		_, err = d.Describe(dataset.Describe{Deed: g.deed, Description: d.Content().Description})
	case editorial.CommandSubmit:
		_, err = d.Submit(dataset.Submit{Deed: g.deed})
	case editorial.CommandRecall:
		_, err = d.Recall(dataset.Recall{Deed: g.deed, Reason: why})
	case editorial.CommandReturn:
		_, err = d.Return(dataset.Return{Deed: g.deed, Authority: g.authority, Reason: why})
	case editorial.CommandCompleteChecklist:
		_, err = d.CompleteChecklist(dataset.CompleteChecklist{Deed: g.deed, Authority: g.authority, Content: d.Submitted(), Items: items})
	case editorial.CommandClearPersonalData:
		_, err = d.ClearPersonalData(dataset.ClearPersonalData{Deed: g.deed, Authority: g.authority, Content: d.Submitted(), Reason: why})
	case editorial.CommandApprove:
		_, err = d.Approve(dataset.Approve{Deed: g.deed, Authority: g.authority, Content: d.Submitted(), Checklist: items})
	case editorial.CommandRevokeApproval:
		_, err = d.RevokeApproval(dataset.RevokeApproval{Deed: g.deed, Authority: g.authority, Reason: why})
	case editorial.CommandOpenRevision:
		_, err = d.OpenRevision(dataset.OpenRevision{Deed: g.deed, Reason: why})
	case editorial.CommandDropRevision:
		_, err = d.DropRevision(dataset.DropRevision{Deed: g.deed, Reason: why})
	case editorial.CommandReview:
		_, err = d.Review(dataset.Review{Deed: g.deed})
	case editorial.CommandWithdraw:
		_, err = d.Withdraw(dataset.Withdraw{Deed: g.deed, Authority: g.authority, Reason: why})
	case editorial.CommandArchive:
		_, err = d.Archive(dataset.Archive{Deed: g.deed, Reason: why})
	case editorial.CommandDiscard:
		_, err = d.Discard(dataset.Discard{Deed: g.deed, Reason: why})
	}
	return err
}

// workRows shows rows of the release in hand.
func (s datasets) workRows(ctx context.Context, by Caller, id string, q analytics.Query) (*analytics.Page, error) {
	r, err := s.releaseInHand(ctx, by, id)
	if err != nil {
		return nil, err
	}
	if err := s.Tables.Ensure(ctx, r); err != nil {
		return nil, mapErr(err)
	}
	q.Table = r.ID
	page, err := s.Tables.Select(ctx, q)
	return page, mapErr(err)
}

func (s datasets) workReport(ctx context.Context, by Caller, id string) (*ingest.Report, error) {
	r, err := s.releaseInHand(ctx, by, id)
	if err != nil {
		return nil, err
	}
	return s.readReport(ctx, r)
}

func (s datasets) releaseInHand(ctx context.Context, by Caller, id string) (dataset.Release, error) {
	w, err := s.inHand(ctx, by, id)
	if err != nil {
		return dataset.Release{}, err
	}
	if w.Content.Release == nil {
		return dataset.Release{}, ErrNoData.New()
	}
	return *w.Content.Release, nil
}
