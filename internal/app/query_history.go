package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// publicationChronicle is how a publication's events are told.
var publicationChronicle = chronicle{
	prefix: publicationPrefix, missing: publication.ErrNotFound, public: changesPublic, follows: follows, redact: redact,
	open: func(e domain.Event) bool {
		switch e.(type) {
		case publication.DutyOpened, publication.DutyMet:
			return true
		}
		return false
	},
	say: publication.Describe,
	agency: func(facts []eventstore.Fact) string {
		p := publication.New()
		for _, f := range facts {
			p.Apply(f.Payload)
		}
		return p.Agency()
	},
}

func (p public) history(ctx context.Context, by Caller, id string) ([]view.Event, error) {
	return p.chronicle(ctx, by, id, publicationChronicle)
}

// changesPublic: what the public can see becomes another.
func changesPublic(e domain.Event) bool {
	switch e.(type) {
	case publication.Published, publication.Corrected, publication.Withdrawn, publication.Archived, publication.Disposed:
		return true
	}
	return false
}

// follows: recorded in one breath with a public change, behind it.
func follows(e domain.Event) bool {
	_, met := e.(publication.DutyMet)
	return met
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
