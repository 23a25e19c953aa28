package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// editors runs commands on publications: it finds out what the domain wants to
// know of the tree and the board, and leaves every decision to the aggregate.
type editors struct{ Deps }

func publicationCommands(d Deps, c *Commands) {
	e := editors{d}
	c.DraftPublication = e.draft
	c.RevisePublication = e.revise
	c.SubmitPublication = e.submit
	c.RecallPublication = e.recall
	c.ReturnPublication = e.giveBack
	c.CompleteChecklist = e.completeChecklist
	c.ApprovePublication = e.approve
	c.RevokeApproval = e.revokeApproval
	c.OpenCorrection = e.openCorrection
	c.DropCorrection = e.dropCorrection
	c.WithdrawPublication = e.withdraw
	c.ArchivePublication = e.archive
	c.DiscardPublication = e.discard
	c.ReleaseDue = e.releaseDue
}

// grounds are what a decision on a publication rests on besides its own history.
type grounds struct {
	deed      publication.Deed
	authority *publication.Authority
}

type decision func(p *publication.Publication, g grounds) ([]domain.Event, error)

// run loads the publication, finds the grounds and executes the command on it.
func (e editors) run(ctx context.Context, by Caller, id string, command publication.Command, decide decision) (Receipt, error) {
	if _, err := eventstore.ParseID(id); err != nil {
		return Receipt{}, publication.ErrNotFound.New()
	}
	p := publication.New()
	if _, _, err := eventstore.Load(ctx, e.Repo, publicationPrefix+id, p); err != nil {
		return Receipt{}, mapErr(err)
	}
	g, err := e.grounds(ctx, by, p.Agency(), command)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	return e.execute(ctx, by, id, g, decide)
}

func (e editors) execute(ctx context.Context, by Caller, id string, g grounds, decide decision) (Receipt, error) {
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(e.Now())
	}
	out, err := eventstore.Execute(ctx, e.Repo, publicationPrefix+id, publication.New, by.named(), envelope(by, g.deed.By),
		func(p *publication.Publication, _ eventstore.Revision) ([]domain.Event, error) { return decide(p, g) })
	return receipt(id, out), mapErr(err)
}

// grounds finds the agency that answers today, the role in which the caller acts
// there and, where the command needs it, the power of the board.
func (e editors) grounds(ctx context.Context, by Caller, owner string, command publication.Command) (grounds, error) {
	today := calendar.DateOf(e.Now())
	responsible := owner
	if owner != "" {
		tree, err := e.tree(ctx)
		if err != nil {
			return grounds{}, err
		}
		if id, ok := tree.Responsible(owner, today); ok {
			responsible = id
		}
	}
	g := grounds{deed: publication.Deed{By: actAs(by, responsible, editorial.RolesFor(command)), Now: e.Now(), Responsible: responsible}}
	switch command {
	case publication.CommandReturn, publication.CommandCompleteChecklist, publication.CommandApprove, publication.CommandRevokeApproval, publication.CommandWithdraw,
		editorial.CommandClearPersonalData:
		b := board.New()
		if _, _, err := eventstore.Load(ctx, e.Repo, boardPrefix+responsible, b); err != nil {
			return grounds{}, err
		}
		if a, ok := b.AuthorityFor(g.deed.By, today); ok {
			g.authority = &publication.Authority{
				Agency: responsible, Account: a.Account, Position: string(a.Position), Decision: a.Decision,
				From: a.From, To: a.To, Delegator: a.Delegator,
			}
		}
		// A plain seat withdraws nothing, but the head's own office does.
		leads := g.authority != nil && (g.authority.Position == publication.PositionHead || g.authority.Position == publication.PositionDeputy) && g.authority.Delegator == ""
		if office := agencyHead(by, responsible); command == publication.CommandWithdraw && !leads && office != nil {
			g.authority, g.deed.By.Role, g.deed.By.Agency = office, domain.AgencyHead, responsible
		}
	}
	return g, nil
}

// agencyHead is the power that comes with the office itself (Điều 28, 31).
func agencyHead(by Caller, id string) *publication.Authority {
	for _, grant := range by.Grants {
		if grant.Role == domain.AgencyHead && grant.Agency == id {
			return &publication.Authority{Agency: id, Account: by.Account, Position: publication.PositionAgencyHead, From: grant.From, To: grant.To}
		}
	}
	return nil
}

// actAs chooses the role in which a caller acts at an agency: the first of the
// wanted ones that was granted there, or whatever was, so that the refusal is
// about the role.
func actAs(by Caller, id string, wanted []domain.Role) domain.Actor {
	actor := domain.Actor{Account: by.Account, OnBehalfOf: by.OnBehalfOf}
	for _, role := range wanted {
		if slices.ContainsFunc(by.Grants, func(g view.Grant) bool { return g.Role == role && g.Agency == id }) {
			actor.Role, actor.Agency = role, id
			return actor
		}
	}
	for _, g := range by.Grants {
		if g.Agency == id {
			actor.Role, actor.Agency = g.Role, id
			return actor
		}
	}
	if len(by.Grants) > 0 {
		actor.Role, actor.Agency = by.Grants[0].Role, by.Grants[0].Agency
	}
	return actor
}

// release frees claims after a refusal; a failure leaves an orphan that the next
// claimant takes over.
func (e editors) release(ctx context.Context, by Caller, claims []claimed) {
	for _, c := range claims {
		_ = e.Claims.Release(context.WithoutCancel(ctx), envelope(by, domain.Actor{Account: by.Account}), c.scope, c.key, c.holder)
	}
}

type claimed struct{ scope, key, holder string }

var ErrNumberTaken = fault.Define(fault.Conflict, "publication.number_taken",
	"Số, ký hiệu {number} đã có trên cổng của cơ quan này; hãy mở văn bản đó để đính chính, hoặc kiểm tra lại số.",
	"Number {number} is on this agency's portal already; open that document to correct it, or check the number.")

// ErrGazette: group g is the Government's and the provinces' alone (Decree 43/2011
// Điều 10.1.g).
var ErrGazette = fault.Define(fault.Invalid, "publication.gazette_of_province",
	"Chỉ Cổng của tỉnh đăng Công báo; hãy chọn loại văn bản khác hoặc chuyển cho Văn phòng UBND tỉnh.",
	"Only the province's portal carries the official gazette; choose another kind or pass it to the provincial office.")

// orphanAge is how old a claim must be before its holder's absence counts: a
// draft is recorded moments after its claims.
const orphanAge = time.Minute

// claim takes a name for a publication. A holder that never came to exist, was
// discarded, or has and had in public another number gives way.
func (e editors) claim(ctx context.Context, by Caller, c claimed) error {
	env := envelope(by, domain.Actor{Account: by.Account})
	err := e.Claims.Take(ctx, env, c.scope, c.key, c.holder)
	var held *eventstore.Held
	if !errors.As(err, &held) || e.Now().Sub(held.Since) < orphanAge {
		return err
	}
	if uses, loadErr := e.uses(ctx, held.Holder, c); loadErr != nil {
		return loadErr
	} else if uses {
		return held
	}
	return e.Claims.TakeOver(ctx, env, c.scope, c.key, c.holder, held.Holder)
}

// uses tells whether a publication has the name that it claimed, or had it in public.
func (e editors) uses(ctx context.Context, id string, c claimed) (bool, error) {
	facts, err := e.Repo.History(ctx, publicationPrefix+id)
	if errors.Is(err, eventstore.ErrNoStream) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	p := publication.New()
	numbered := func() bool {
		return c.scope != scopeNumber || numberClaim(p.Agency(), documentNumber(p.Kind(), p.Content()), id).key == c.key
	}
	public := false
	for _, f := range facts {
		p.Apply(f.Payload)
		public = public || changesPublic(f.Payload) && numbered()
	}
	return public || p.State() != publication.StateDiscarded && numbered(), nil
}

// documentNumber is the number that must be unique in its agency; empty for kinds
// that have none.
func documentNumber(kind publication.Kind, c publication.Content) string {
	if (kind == publication.LegalDocument || kind == publication.AdministrativeDocument) && c.Details.Document != nil {
		return c.Details.Document.Number
	}
	return ""
}
