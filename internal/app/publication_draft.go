package app

import (
	"context"
	"errors"
	"fmt"

	"minhbach/domain"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/domain/fold"
	"minhbach/domain/publication"
	"minhbach/eventstore"
)

// draft begins a publication. Its slug and, for documents, its number are claimed
// first; a refusal frees them again.
func (e editors) draft(ctx context.Context, by Caller, cmd DraftPublication) (Receipt, error) {
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(e.Now())
	}
	// The id follows from the command, so that a retry finds what it made before.
	id := eventstore.DeriveID("publication", by.Command.String()).String()
	p := publication.New()
	rev, pos, err := eventstore.Load(ctx, e.Repo, publicationPrefix+id, p)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	if p.State() != publication.StateNew {
		return Receipt{ID: id, Revision: int64(rev), Position: uint64(pos), Repeated: true}, nil
	}
	g, err := e.grounds(ctx, by, cmd.Agency, publication.CommandDraft)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	if cmd.Kind == publication.GazetteIssue {
		if err := e.provincial(ctx, g.deed.Responsible); err != nil {
			return Receipt{}, err
		}
	}
	// Ask the aggregate before claiming anything, so that a refusal costs nothing.
	try := publication.Draft{
		Deed: g.deed, Publication: id, Kind: cmd.Kind, Slug: proposeSlug(cmd), Content: cmd.Content, Rules: e.Rules, Calendar: e.Calendar,
	}
	if _, err := publication.New().Draft(try); err != nil {
		return Receipt{}, err
	}
	// Claims older than orphanAge may be taken over, so the draft must be there before.
	ctx, cancel := context.WithTimeout(ctx, orphanAge/2)
	defer cancel()
	claims, err := e.claimNames(ctx, by, &try)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	r, err := e.execute(ctx, by, id, g, func(p *publication.Publication, _ grounds) ([]domain.Event, error) { return p.Draft(try) })
	if err != nil && fault.Of(err) != nil {
		e.release(ctx, by, claims)
	}
	return r, err
}

// provincial refuses an agency that is not the province.
func (e editors) provincial(ctx context.Context, id string) error {
	tree, err := e.tree(ctx)
	if err != nil {
		return mapErr(err)
	}
	if a, ok := tree.ByID(id); !ok || a.Level != domainname.Province {
		return ErrGazette.New().At("kind")
	}
	return nil
}

// slugTries bounds the numbering of equal titles.
const slugTries = 200

func (e editors) claimNames(ctx context.Context, by Caller, d *publication.Draft) ([]claimed, error) {
	var taken []claimed
	owner, id, proposed := d.Responsible, d.Publication, d.Slug
	// The number first: where it is taken, nothing has been written yet.
	if number := documentNumber(d.Kind, d.Content); number != "" {
		c := numberClaim(owner, number, id)
		if err := e.claim(ctx, by, c); err != nil {
			var held *eventstore.Held
			if errors.As(err, &held) {
				return nil, ErrNumberTaken.New("number", number).At("content.details.document.number").Because(err)
			}
			return nil, err
		}
		taken = append(taken, c)
	}
	for n := 1; ; n++ {
		if n > 1 {
			d.Slug = fmt.Sprintf("%s-%d", shorten(proposed, publication.MaxSlug-4), n)
		}
		c := claimed{scopeSlug, owner + "/" + d.Slug, id}
		err := e.claim(ctx, by, c)
		var held *eventstore.Held
		if errors.As(err, &held) && n < slugTries {
			continue
		}
		if err != nil {
			e.release(ctx, by, taken)
			return nil, err
		}
		taken = append(taken, c)
		break
	}
	return taken, nil
}

// Scopes of claims. They are part of stream names and never change.
const (
	scopeSlug   = "slug"
	scopeNumber = "document_number"
)

func numberClaim(owner, number, id string) claimed {
	return claimed{scopeNumber, owner + "/" + fold.Slug(number), id}
}

// proposeSlug prefers what was asked for, then a document's number, then the title.
func proposeSlug(cmd DraftPublication) string {
	for _, s := range []string{cmd.Slug, documentNumber(cmd.Kind, cmd.Content), cmd.Content.Title, string(cmd.Kind)} {
		if slug := fold.Slug(s); slug != "" {
			return slug
		}
	}
	return "muc"
}

func shorten(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}
