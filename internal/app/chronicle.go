package app

import (
	"context"
	"errors"

	"minhbach/domain"
	"minhbach/domain/fault"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// chronicle is how the events of one sort of item are told.
type chronicle struct {
	prefix  string // of its streams
	missing *fault.Code
	agency  func(facts []eventstore.Fact) string
	public  func(domain.Event) bool                               // what the public can see becomes another
	follows func(domain.Event) bool                               // recorded in one breath with that, behind it
	redact  func(domain.Event) (shown domain.Event, answers bool) // what the public may know, and whether the actor answers for it by name
	open    func(domain.Event) bool                               // the public may know all of it
	say     func(e domain.Event, lang string) string
}

// chronicle tells the events of an item. The public gets those that led to what it
// may see: up to the last public change, without the text of drafts and without
// internal remarks; persons are named where they answer for the act (Điều 4 khoản 2,
// Điều 22 khoản 6). Staff of the agency, inspectors and administrators get everything.
func (p public) chronicle(ctx context.Context, by Caller, id string, c chronicle) ([]view.Event, error) {
	if _, err := eventstore.ParseID(id); err != nil {
		return nil, c.missing.New()
	}
	facts, err := p.Repo.History(ctx, c.prefix+id)
	if errors.Is(err, eventstore.ErrNoStream) {
		return nil, c.missing.New()
	}
	if err != nil {
		return nil, mapErr(err)
	}
	names, err := p.names(ctx)
	if err != nil {
		return nil, err
	}
	shown := c.shown(facts)
	full, err := p.mayReadDrafts(ctx, by, c.agency(facts))
	if err != nil {
		return nil, err
	}
	if !full && shown == 0 {
		return nil, c.missing.New()
	}
	if full {
		shown = len(facts)
	}
	var out []view.Event
	for _, f := range facts[:shown] {
		out = append(out, c.tell(f, names, full))
	}
	return out, nil
}

// shown is how many of an item's facts the public is told of: those up to the last
// public change, and those recorded in one breath with it.
func (c chronicle) shown(facts []eventstore.Fact) (n int) {
	for i, f := range facts {
		if c.public(f.Payload) || n == i && n > 0 && c.follows(f.Payload) {
			n = i + 1
		}
	}
	return n
}

// tell puts an event into words.
func (c chronicle) tell(f eventstore.Fact, names map[string]string, full bool) view.Event {
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
		if shown, answers = c.redact(f.Payload); answers {
			e.Actor, e.ActorName = f.Meta.Actor, names[f.Meta.Actor]
		}
		switch {
		case c.open(f.Payload):
			e.Data = f.Payload
		case answers, c.public(f.Payload):
			e.Data = shown
		}
	}
	e.TextVi, e.TextEn = c.say(shown, "vi"), c.say(shown, "en")
	return e
}
