package app

import (
	"context"
	"errors"

	"minhbach/domain"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// history tells the events of a publication. The public gets those that led to
// what it may see: up to the last public change, without the text of drafts and
// without internal remarks; persons are named where they answer for the act (Điều
// 4 khoản 2, Điều 22 khoản 6). Staff of the agency, inspectors and administrators
// get everything.
func (p public) history(ctx context.Context, by Caller, id string) ([]view.Event, error) {
	if _, err := eventstore.ParseID(id); err != nil {
		return nil, publication.ErrNotFound.New()
	}
	facts, err := p.Repo.History(ctx, publicationPrefix+id)
	if errors.Is(err, eventstore.ErrNoStream) {
		return nil, publication.ErrNotFound.New()
	}
	if err != nil {
		return nil, mapErr(err)
	}
	names, err := p.People.Names(ctx)
	if err != nil {
		return nil, err
	}
	all := publication.New()
	lastPublic := -1
	for i, f := range facts {
		all.Apply(f.Payload)
		if changesPublic(f.Payload) {
			lastPublic = i
		}
	}
	full, err := p.mayReadDrafts(ctx, by, all.Agency())
	if err != nil {
		return nil, err
	}
	if !full && lastPublic < 0 {
		return nil, publication.ErrNotFound.New()
	}
	var out []view.Event
	for i, f := range facts {
		if !full && i > lastPublic && !follows(f.Payload) {
			break
		}
		out = append(out, tell(f, names, full))
	}
	return out, nil
}

// changesPublic: what the public can see becomes another.
func changesPublic(e domain.Event) bool {
	switch e.(type) {
	case publication.Published, publication.Corrected, publication.Withdrawn, publication.Archived:
		return true
	}
	return false
}

// follows: recorded in one breath with a public change, behind it.
func follows(e domain.Event) bool {
	_, met := e.(publication.DutyMet)
	return met
}

// tell puts an event into words.
func tell(f eventstore.Fact, names map[string]string, full bool) view.Event {
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
		shown, answers = redact(f.Payload)
		if answers {
			e.Actor, e.ActorName = f.Meta.Actor, names[f.Meta.Actor]
		}
		if changesPublic(f.Payload) || answers {
			e.Data = shown
		}
		switch f.Payload.(type) {
		case publication.DutyOpened, publication.DutyMet:
			e.Data = f.Payload
		}
	}
	e.TextVi, e.TextEn = publication.Describe(shown, "vi"), publication.Describe(shown, "en")
	return e
}

// redact leaves of an event what the public may know, and says whether the actor
// answers for it by name.
func redact(e domain.Event) (shown domain.Event, answers bool) {
	switch e := e.(type) {
	case publication.TextWritten:
		return publication.TextWritten{}, false
	case publication.MetadataDescribed:
		return publication.MetadataDescribed{}, false
	case publication.Translated:
		return publication.Translated{Language: e.Language}, false
	case publication.Submitted:
		e.Note = ""
		return e, false
	case publication.Recalled:
		return publication.Recalled{}, false
	case publication.Returned:
		return publication.Returned{}, false
	case publication.ChecklistCompleted:
		items := map[string]string{}
		for id := range e.Items {
			items[id] = ""
		}
		e.Items = items
		return e, true
	case publication.ApprovalRevoked:
		return publication.ApprovalRevoked{}, false
	case publication.CorrectionOpened:
		// The reason becomes public with the correction, if there ever is one.
		return publication.CorrectionOpened{}, false
	case publication.CorrectionDropped:
		return publication.CorrectionDropped{}, false
	case publication.Approved, publication.Withdrawn, publication.Archived:
		return e, true
	}
	return e, false
}
