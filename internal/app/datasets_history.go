package app

import (
	"context"
	"errors"

	"minhbach/domain"
	"minhbach/domain/dataset"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// datasetHistory tells the events of a dataset by the rules of a publication's
// history: what led to what the public may see, without the text of drafts and
// without internal remarks; staff who may read drafts get everything.
func (s datasets) datasetHistory(ctx context.Context, by Caller, id string) ([]view.Event, error) {
	if _, err := eventstore.ParseID(id); err != nil {
		d, err := s.Datasets.Dataset(ctx, id, 0)
		if err != nil {
			return nil, notFound(err)
		}
		id = d.ID
	}
	facts, err := s.Repo.History(ctx, datasetPrefix+id)
	if errors.Is(err, eventstore.ErrNoStream) {
		return nil, dataset.ErrNotFound.New()
	}
	if err != nil {
		return nil, mapErr(err)
	}
	names, err := s.People.Names(ctx)
	if err != nil {
		return nil, err
	}
	all := dataset.New()
	lastPublic := -1
	for i, f := range facts {
		all.Apply(f.Payload)
		if changesPublicDataset(f.Payload) {
			lastPublic = i
		}
	}
	full, err := s.mayReadDrafts(ctx, by, all.Agency())
	if err != nil {
		return nil, err
	}
	if !full && lastPublic < 0 {
		return nil, dataset.ErrNotFound.New()
	}
	var out []view.Event
	for i, f := range facts {
		if !full && i > lastPublic {
			break
		}
		out = append(out, tellDataset(f, names, full))
	}
	return out, nil
}

// changesPublicDataset: what the public can see becomes another.
func changesPublicDataset(e domain.Event) bool {
	switch e.(type) {
	case dataset.Published, dataset.Revised, dataset.Reviewed, dataset.Withdrawn, dataset.Archived:
		return true
	}
	return false
}

func tellDataset(f eventstore.Fact, names map[string]string, full bool) view.Event {
	e := view.Event{
		ID: f.ID.String(), Stream: f.Stream, Revision: int64(f.Revision), Position: uint64(f.Position),
		Type: f.Payload.EventType(), Version: f.Meta.Version, Recorded: f.Recorded,
		Role: f.Meta.Role, Agency: f.Meta.Agency, Rules: f.Meta.Rules,
	}
	shown := f.Payload
	if full {
		e.Actor, e.ActorName, e.OnBehalf, e.Command = f.Meta.Actor, names[f.Meta.Actor], f.Meta.OnBehalfOf, f.Meta.Causation.String()
		e.Data = f.Payload
	} else {
		var answers bool
		if shown, answers = redactDataset(f.Payload); answers {
			e.Actor, e.ActorName = f.Meta.Actor, names[f.Meta.Actor]
		}
		if answers || changesPublicDataset(f.Payload) {
			e.Data = shown
		}
	}
	e.TextVi, e.TextEn = dataset.Tell(shown, "vi"), dataset.Tell(shown, "en")
	return e
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
