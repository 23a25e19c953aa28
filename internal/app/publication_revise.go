package app

import (
	"context"
	"errors"

	"minhbach/domain"
	"minhbach/domain/publication"
	"minhbach/eventstore"
)

// revise puts a whole new content in place. A changed document number is claimed
// before and the old one freed after, unless the public knew it.
func (e editors) revise(ctx context.Context, by Caller, cmd RevisePublication) (Receipt, error) {
	var old, new string
	var owner string
	var public bool
	if _, err := eventstore.ParseID(cmd.ID); err == nil {
		p := publication.New()
		if _, _, err := eventstore.Load(ctx, e.Repo, publicationPrefix+cmd.ID, p); err != nil {
			return Receipt{}, mapErr(err)
		}
		old, new = documentNumber(p.Kind(), p.Content()), documentNumber(p.Kind(), cmd.Content)
		owner, public = p.Agency(), p.Version() > 0
	}
	decide := func(p *publication.Publication, g grounds) ([]domain.Event, error) {
		return p.Revise(publication.Revise{Deed: g.deed, Content: cmd.Content, Rules: e.Rules, Calendar: e.Calendar})
	}
	if new == "" || new == old {
		return e.run(ctx, by, cmd.ID, publication.CommandRevise, decide)
	}
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(e.Now())
	}
	// A claim that nothing came of gives way after orphanAge, so be done before.
	ctx, cancel := context.WithTimeout(ctx, orphanAge/2)
	defer cancel()
	c := numberClaim(owner, new, cmd.ID)
	claim := func(p *publication.Publication, g grounds) ([]domain.Event, error) {
		events, err := decide(p, g)
		if err != nil {
			return nil, err
		}
		// Only what the aggregate accepts may claim a number.
		if err := e.claim(ctx, by, c); err != nil {
			var held *eventstore.Held
			if errors.As(err, &held) {
				return nil, ErrNumberTaken.New("number", new).At("content.details.document.number").Because(err)
			}
			return nil, err
		}
		return events, nil
	}
	r, err := e.run(ctx, by, cmd.ID, publication.CommandRevise, claim)
	if err == nil && old != "" && !public {
		e.release(ctx, by, []claimed{numberClaim(owner, old, cmd.ID)})
	}
	return r, err
}
