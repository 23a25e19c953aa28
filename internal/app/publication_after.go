package app

import (
	"context"
	"errors"

	"minhbach/domain"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/eventstore"
)

func (e editors) openCorrection(ctx context.Context, by Caller, cmd OpenCorrection) (Receipt, error) {
	return e.run(ctx, by, cmd.ID, publication.CommandOpenCorrection, func(p *publication.Publication, g grounds) ([]domain.Event, error) {
		return p.OpenCorrection(publication.OpenCorrection{Deed: g.deed, Reason: cmd.Reason})
	})
}

func (e editors) dropCorrection(ctx context.Context, by Caller, cmd DropCorrection) (Receipt, error) {
	return e.run(ctx, by, cmd.ID, publication.CommandDropCorrection, func(p *publication.Publication, g grounds) ([]domain.Event, error) {
		return p.DropCorrection(publication.DropCorrection{Deed: g.deed, Reason: cmd.Reason})
	})
}

func (e editors) withdraw(ctx context.Context, by Caller, cmd WithdrawPublication) (Receipt, error) {
	return e.run(ctx, by, cmd.ID, publication.CommandWithdraw, func(p *publication.Publication, g grounds) ([]domain.Event, error) {
		return p.Withdraw(publication.Withdraw{Deed: g.deed, Authority: g.authority, Reason: cmd.Reason})
	})
}

func (e editors) archive(ctx context.Context, by Caller, cmd ArchivePublication) (Receipt, error) {
	return e.run(ctx, by, cmd.ID, publication.CommandArchive, func(p *publication.Publication, g grounds) ([]domain.Event, error) {
		return p.Archive(publication.Archive{Deed: g.deed, Reason: cmd.Reason})
	})
}

// discard gives a never-public draft up; its number is free again, its address is not.
func (e editors) discard(ctx context.Context, by Caller, cmd DiscardPublication) (Receipt, error) {
	var number, owner string
	r, err := e.run(ctx, by, cmd.ID, publication.CommandDiscard, func(p *publication.Publication, g grounds) ([]domain.Event, error) {
		number, owner = documentNumber(p.Kind(), p.Content()), p.Agency()
		return p.Discard(publication.Discard{Deed: g.deed, Reason: cmd.Reason})
	})
	if err == nil && number != "" {
		e.release(ctx, by, []claimed{numberClaim(owner, number, cmd.ID)})
	}
	return r, err
}

// releaseDue publishes what was approved for a time that has come. Every node may
// run it: the command id follows from the approval, so its effect happens once.
func (e editors) releaseDue(ctx context.Context) (released int, err error) {
	ids, err := e.Publications.Embargoed(ctx, e.Now())
	if err != nil {
		return 0, err
	}
	var faults []error
	for _, id := range ids {
		p := publication.New()
		if _, _, err := eventstore.Load(ctx, e.Repo, publicationPrefix+id, p); err != nil {
			faults = append(faults, err) // the others are due as well
			continue
		}
		approval, ok := p.Approval()
		if !ok || !p.ReleaseDue(e.Now()) {
			continue // the read model was behind
		}
		system := domain.Actor{Account: domain.System, Agency: p.Agency()}
		by := Caller{Account: domain.System, Command: eventstore.DeriveID("release", id, approval.Content, approval.PublishAt.String())}
		g := grounds{deed: publication.Deed{By: system, Now: e.Now(), Responsible: p.Agency()}}
		r, err := e.execute(ctx, by, id, g, func(p *publication.Publication, g grounds) ([]domain.Event, error) {
			return p.Release(publication.Release{Deed: g.deed, Content: approval.Content, Calendar: e.Calendar})
		})
		switch {
		case err == nil && !r.Repeated:
			released++
		case err == nil: // another node was first
		case fault.Of(err) == nil:
			faults = append(faults, err)
		}
	}
	return released, errors.Join(faults...)
}
