package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/notice"
	"minhbach/domain/staff"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// outcome closes a notice, or puts it off. What is told of one that is closed already
// changes nothing.
func (k criers) outcome(ctx context.Context, o Outcome) (Receipt, error) {
	env := eventstore.Envelope{Command: eventstore.DeriveID("notice-outcome", o.Notice, o.Event.String()), Actor: domain.System}
	return k.run(ctx, o.Notice, env, nil, func(n *notice.Notice) ([]domain.Event, error) {
		switch {
		case o.Cause == "":
			return n.Deliver()
		case !o.Later.IsZero():
			return n.Defer(o.Later, o.Cause)
		}
		return n.Fail(o.Cause)
	})
}

func (k criers) sendAgain(ctx context.Context, by Caller, cmd SendAgain) (Receipt, error) {
	as := domain.Actor{Account: domain.System}
	if !by.Operator {
		var err error
		if as, err = k.registry.administrator(ctx, by); err != nil {
			return Receipt{}, err
		}
	}
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(k.Now())
	}
	return k.run(ctx, cmd.Notice, envelope(by, as), by.named(), func(n *notice.Notice) ([]domain.Event, error) { return n.Reopen(as) })
}

func (k criers) run(ctx context.Context, id string, env eventstore.Envelope, named *eventstore.Revision, decide func(*notice.Notice) ([]domain.Event, error)) (Receipt, error) {
	if _, err := eventstore.ParseID(id); err != nil {
		return Receipt{}, notice.ErrNotFound.New()
	}
	out, err := eventstore.Execute(ctx, k.Repo, noticePrefix+id, notice.New, named, env,
		func(n *notice.Notice, _ eventstore.Revision) ([]domain.Event, error) { return decide(n) })
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	return receipt(id, out), nil
}

func (k criers) setAddress(ctx context.Context, by Caller, cmd SetAddress) (Receipt, error) {
	if err := person(by); err != nil {
		return Receipt{}, err
	}
	as := domain.Actor{Account: by.Account}
	return k.registry.run(ctx, by, as, by.Account, func(a *staff.Account) ([]domain.Event, error) {
		return a.SetAddress(staff.SetAddress{By: as, Address: cmd.Address})
	})
}

// Letter is a notice as its sender needs it.
type Letter struct {
	Open    bool // still to be sent
	Opened  int  // how often somebody wanted it sent again
	Written notice.Written
	To      string // address; empty when there is none
	Name    string // of the person; empty for an office
	Agency  string // name
	Title   string // of the thing; empty for a list
	Settled bool   // nobody needs to be told any more
}

func noticeQueries(d Deps, q *Queries) {
	k := criers{Deps: d}
	q.Notices = NoticeQueries{
		Letter: k.letter, Groups: k.groups, Titles: k.titles,
		Counts: func(ctx context.Context) (view.NoticeCounts, error) { return d.Notices.NoticeCounts(ctx) },
		Address: func(ctx context.Context, by Caller) (string, error) {
			if err := person(by); err != nil {
				return "", err
			}
			return d.addressOf(ctx, by.Account)
		},
		List: func(ctx context.Context, by Caller, f view.NoticeFilter) ([]view.Notice, error) {
			if err := d.administers(ctx, by); err != nil {
				return nil, err
			}
			return d.Notices.Notices(ctx, f)
		},
	}
}

// letter looks up, at the moment of sending, who is meant and what is told.
func (k criers) letter(ctx context.Context, id string) (Letter, error) {
	var out Letter
	if _, err := eventstore.ParseID(id); err != nil {
		return out, notice.ErrNotFound.New()
	}
	n := notice.New()
	if _, _, err := eventstore.Load(ctx, k.Repo, noticePrefix+id, n); err != nil {
		return out, mapErr(err)
	}
	if n.State() == notice.StateNew {
		return out, notice.ErrNotFound.New()
	}
	out.Open, out.Opened, out.Written = n.Open(), n.Opened(), n.Written()
	about, err := k.about(ctx, Telling{Kind: out.Written.Kind, Sort: out.Written.Sort, About: out.Written.About})
	if err != nil {
		return out, mapErr(err)
	}
	out.Title, out.Settled = about.title, about.settled
	tree, err := k.tree(ctx)
	if err != nil {
		return out, err
	}
	if a, ok := tree.ByID(out.Written.Agency); ok {
		out.Agency = a.NameVi
	}
	if office := out.Written.To.Office; office != "" {
		a, _ := tree.ByID(office)
		out.To = a.Contact.Email
		return out, nil
	}
	a, err := k.loadAccount(ctx, out.Written.To.Account)
	if err != nil {
		return out, err
	}
	if !a.IsDisabled() {
		out.To, out.Name = a.Address(), a.Name()
	}
	return out, nil
}
