package app

import (
	"context"
	"errors"

	"minhbach/domain"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// Replay is the whole history of a publication, folded event by event from the
// log itself: what an auditor compares with what the portal shows.
type Replay struct {
	ID          string            `json:"id"`
	Agency      string            `json:"agency"`
	AgencyName  string            `json:"agency_name"`
	Kind        publication.Kind  `json:"kind"`
	State       publication.State `json:"state"`
	Title       string            `json:"title"`
	Version     int               `json:"version"`                 // public, at the end of what was replayed
	ContentHash string            `json:"content_hash,omitempty"`  // of that version, computed here
	Recorded    string            `json:"recorded_hash,omitempty"` // as the event of its publication says
	Events      []ReplayedEvent   `json:"events"`
}

// ReplayedEvent is an event with what it changed.
type ReplayedEvent struct {
	view.Event
	State   publication.State    `json:"state"`
	Changes []publication.Change `json:"changes,omitempty"`
}

// replay folds a publication up to a point. Only who may read drafts may ask.
func (p public) replay(ctx context.Context, by Caller, id string, at view.AsOf) (Replay, error) {
	if _, err := eventstore.ParseID(id); err != nil {
		return Replay{}, publication.ErrNotFound.New()
	}
	until, err := p.positionAt(ctx, at)
	if err != nil {
		return Replay{}, err
	}
	facts, err := p.Repo.History(ctx, publicationPrefix+id)
	if errors.Is(err, eventstore.ErrNoStream) {
		return Replay{}, publication.ErrNotFound.New()
	}
	if err != nil {
		return Replay{}, mapErr(err)
	}
	names, err := p.names(ctx)
	if err != nil {
		return Replay{}, err
	}
	state := publication.New()
	before := publication.Content{}
	out := Replay{ID: id, Events: []ReplayedEvent{}}
	for _, f := range facts {
		if until != 0 && uint64(f.Position) > until {
			break
		}
		state.Apply(f.Payload)
		after := state.Content()
		out.Events = append(out.Events, ReplayedEvent{
			Event: publicationChronicle.tell(f, names, true), State: state.State(), Changes: publication.DiffContent(before, after),
		})
		before = after
		if hash := publishedHash(f.Payload); hash != "" {
			out.Recorded = hash
		}
	}
	if may, err := p.mayReadDrafts(ctx, by, state.Agency()); err != nil {
		return Replay{}, err
	} else if !may {
		return Replay{}, publication.ErrNotFound.New()
	}
	content, _ := state.Public()
	out.Agency, out.Kind, out.State, out.Title, out.Version = state.Agency(), state.Kind(), state.State(), state.Content().Title, state.Version()
	if out.Version > 0 {
		out.ContentHash = publication.Hash(content)
	}
	if a, err := p.agency(ctx, out.Agency, view.AsOf{}); err == nil {
		out.AgencyName = a.NameVi
	}
	return out, nil
}

func publishedHash(e domain.Event) string {
	switch e := e.(type) {
	case publication.Published:
		return e.Content
	case publication.Corrected:
		return e.Content
	}
	return ""
}
