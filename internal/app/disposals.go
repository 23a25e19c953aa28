package app

import (
	"context"
	"errors"
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/disposal"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// Content whose time of retention has ended goes by a list: one person draws it up,
// the head of the agency approves it by a decision, and the system carries it out.
// CarryOut may be cut short anywhere and given again: every item is judged anew, and
// its command follows from the list.

// DisposalCommands lists what can be done about lists of disposal.
type DisposalCommands struct {
	Propose Command[ProposeDisposal]
	Approve Command[ApproveDisposal]
	Refuse  Command[RefuseDisposal]
	// CarryOut gives every item of an approved list its order. It is the system's.
	CarryOut func(ctx context.Context, list string) (Receipt, error)
}

// DisposalQueries lists what can be asked, by staff of the agency that answers, and
// by those who have the overview.
type DisposalQueries struct {
	// Due tells of archived items how long they are kept, those first whose time has
	// ended. Those kept for ever are not told of.
	Due  func(ctx context.Context, by Caller) ([]DueItem, error)
	List func(ctx context.Context, by Caller) ([]view.Disposal, error)
	Get  func(ctx context.Context, by Caller, id string) (DisposalFile, error)
	// Retention of one item; not found where it is not archived.
	Retention func(ctx context.Context, by Caller, x Disposable) (DueItem, error)
	// Leftovers are the files and tables of a list's items that nothing else names.
	// It is for the node, which removes them.
	Leftovers func(ctx context.Context, list string) (Leftovers, error)
}

type (
	ProposeDisposal struct {
		Agency string
		Items  []Disposable
	}
	ApproveDisposal struct {
		List     string
		Decision string
		On       calendar.Date
	}
	RefuseDisposal struct{ List, Reason string }

	// Disposable names an item.
	Disposable struct{ Sort, ID string }
)

// DisposalReader is the read model of the lists.
type DisposalReader interface {
	Disposals(ctx context.Context, agencies []string) ([]view.Disposal, error)
	Disposal(ctx context.Context, id string) (view.Disposal, error)
}

var ErrElsewhere = fault.Define(fault.Forbidden, "disposal.elsewhere",
	"Mục này không do cơ quan này phụ trách; hãy để cơ quan phụ trách lập danh mục.",
	"This agency does not answer for that item; leave the list to the one that does.")

const disposalPrefix = "disposal-"

// keepers run commands on lists of disposal.
type keepers struct{ Deps }

func disposalCommands(d Deps, c *Commands) {
	k := keepers{d}
	c.Disposals = DisposalCommands{Propose: k.propose, Approve: k.approve, Refuse: k.refuse, CarryOut: k.carryOut}
}

func (c *Commands) disposalKeys(d Deps) {
	s := &c.Disposals
	s.Propose = keyed(d, "ProposeDisposal", s.Propose)
	s.Approve = keyed(d, "ApproveDisposal", s.Approve)
	s.Refuse = keyed(d, "RefuseDisposal", s.Refuse)
}

// deed finds who acts and which agency answers for the owner today. A program's
// token disposes of nothing.
func (k keepers) deed(ctx context.Context, by Caller, owner string, roles ...domain.Role) (editorial.Deed, error) {
	switch {
	case by.Account == "":
		return editorial.Deed{}, ErrSignInFirst.New()
	case by.Token != "":
		return editorial.Deed{}, ErrPersonOnly.New()
	}
	responsible, err := k.responsible(ctx, owner)
	if err != nil {
		return editorial.Deed{}, err
	}
	return editorial.Deed{By: actAs(by, responsible, roles), Now: k.Now(), Responsible: responsible}, nil
}

// propose draws up a list of what the caller chose. Classes and days are found here.
func (k keepers) propose(ctx context.Context, by Caller, cmd ProposeDisposal) (Receipt, error) {
	deed, err := k.deed(ctx, by, cmd.Agency, domain.Editor, domain.BoardMember, domain.BoardHead, domain.AgencyHead)
	if err != nil {
		return Receipt{}, err
	}
	var items []disposal.Item
	var faults fault.List
	for _, chosen := range cmd.Items {
		it, err := k.retained(ctx, chosen)
		if err == nil {
			var answers string
			if answers, err = k.responsible(ctx, it.agency); err == nil && answers != cmd.Agency {
				err = ErrElsewhere.New()
			}
		}
		if f := fault.Of(err); f != nil {
			faults.Add(f.At("items." + chosen.ID))
			continue
		}
		if err != nil {
			return Receipt{}, err
		}
		items = append(items, it.line())
	}
	if err := faults.Err(); err != nil {
		return Receipt{}, err
	}
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(k.Now())
	}
	id := eventstore.DeriveID("disposal", by.Command.String()).String()
	return k.decide(ctx, by, id, deed, func(l *disposal.List) ([]domain.Event, error) {
		return l.Propose(disposal.Propose{Deed: deed, List: id, Agency: cmd.Agency, Items: items})
	})
}

func (k keepers) approve(ctx context.Context, by Caller, cmd ApproveDisposal) (Receipt, error) {
	return k.judge(ctx, by, cmd.List, func(l *disposal.List, deed editorial.Deed) ([]domain.Event, error) {
		return l.Approve(disposal.Approve{Deed: deed, Decision: cmd.Decision, On: cmd.On})
	})
}

func (k keepers) refuse(ctx context.Context, by Caller, cmd RefuseDisposal) (Receipt, error) {
	return k.judge(ctx, by, cmd.List, func(l *disposal.List, deed editorial.Deed) ([]domain.Event, error) {
		return l.Refuse(disposal.Refuse{Deed: deed, Reason: cmd.Reason})
	})
}

// judge is for the head of the agency that answers for the list today.
func (k keepers) judge(ctx context.Context, by Caller, id string, decide func(*disposal.List, editorial.Deed) ([]domain.Event, error)) (Receipt, error) {
	l, err := k.load(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	deed, err := k.deed(ctx, by, l.Proposed().Agency, domain.AgencyHead)
	if err != nil {
		return Receipt{}, err
	}
	return k.decide(ctx, by, id, deed, func(l *disposal.List) ([]domain.Event, error) { return decide(l, deed) })
}

func (k keepers) decide(ctx context.Context, by Caller, id string, deed editorial.Deed, decide func(*disposal.List) ([]domain.Event, error)) (Receipt, error) {
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(k.Now())
	}
	out, err := eventstore.Execute(ctx, k.Repo, disposalPrefix+id, disposal.New, by.named(), envelope(by, deed.By),
		func(l *disposal.List, _ eventstore.Revision) ([]domain.Event, error) { return decide(l) })
	return receipt(id, out), mapErr(err)
}

// load a list as it is in the log.
func (d Deps) load(ctx context.Context, id string) (*disposal.List, error) {
	if _, err := eventstore.ParseID(id); err != nil {
		return nil, disposal.ErrNotFound.New()
	}
	l := disposal.New()
	_, _, err := eventstore.Load(ctx, d.Repo, disposalPrefix+id, l)
	if err != nil && !errors.Is(err, eventstore.ErrNoStream) {
		return nil, mapErr(err)
	}
	if l.State() == disposal.StateNew {
		return nil, disposal.ErrNotFound.New()
	}
	return l, nil
}

// kept tells whether a list left an item where it was.
func kept(done disposal.CarriedOut, id string) bool {
	return slices.ContainsFunc(done.Kept, func(k disposal.Kept) bool { return k.ID == id })
}
