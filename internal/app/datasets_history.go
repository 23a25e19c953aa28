package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/dataset"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// datasetChronicle is how a dataset's events are told.
var datasetChronicle = chronicle{
	prefix: datasetPrefix, missing: dataset.ErrNotFound, public: changesPublicDataset, redact: redactDataset, say: dataset.Tell,
	follows: func(domain.Event) bool { return false },
	open:    func(domain.Event) bool { return false },
	agency: func(facts []eventstore.Fact) string {
		d := dataset.New()
		for _, f := range facts {
			d.Apply(f.Payload)
		}
		return d.Agency()
	},
}

// datasetHistory takes an id or a slug.
func (s datasets) datasetHistory(ctx context.Context, by Caller, id string) ([]view.Event, error) {
	if _, err := eventstore.ParseID(id); err != nil {
		d, err := s.Datasets.Dataset(ctx, id, 0)
		if err != nil {
			return nil, notFound(err)
		}
		id = d.ID
	}
	return s.chronicle(ctx, by, id, datasetChronicle)
}

// changesPublicDataset: what the public can see becomes another.
func changesPublicDataset(e domain.Event) bool {
	switch e.(type) {
	case dataset.Published, dataset.Revised, dataset.Reviewed, dataset.Withdrawn, dataset.Archived, dataset.Disposed:
		return true
	}
	return false
}

// redactDataset leaves of an event what the public may know, and says whether the
// actor answers for it by name.
func redactDataset(e domain.Event) (shown domain.Event, answers bool) {
	switch e := e.(type) {
	case dataset.Described:
		return dataset.Described{}, false
	case dataset.ReleaseAttached:
		return dataset.ReleaseAttached{}, false
	case dataset.ColumnsDescribed:
		return dataset.ColumnsDescribed{}, false
	case dataset.Submitted:
		e.Note = ""
		return e, false
	case dataset.Recalled:
		return dataset.Recalled{}, false
	case dataset.Returned:
		return dataset.Returned{}, false
	case dataset.ChecklistCompleted:
		items := map[string]string{}
		for id := range e.Items {
			items[id] = ""
		}
		e.Items = items
		return e, true
	case dataset.ApprovalRevoked:
		return dataset.ApprovalRevoked{}, false
	case dataset.RevisionOpened:
		return dataset.RevisionOpened{}, false
	case dataset.RevisionDropped:
		return dataset.RevisionDropped{}, false
	case dataset.PersonalDataCleared, dataset.Approved, dataset.Reviewed, dataset.Withdrawn, dataset.Archived:
		return e, true
	}
	return e, false
}
