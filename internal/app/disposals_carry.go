package app

import (
	"context"
	"slices"
	"strings"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/disposal"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/eventstore"
)

// carryOut gives every item its order, and then closes the list. What changed since
// the list was drawn up stays, and the list says why.
func (k keepers) carryOut(ctx context.Context, id string) (Receipt, error) {
	l, err := k.load(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	clock := editorial.Deed{By: domain.Actor{Account: domain.System}, Now: k.Now()}
	var left []disposal.Kept
	if l.State() == disposal.StateApproved {
		for _, it := range l.Proposed().Items {
			order, _ := l.Order(it.ID)
			err := k.dispose(ctx, clock, it, order)
			if f := fault.Of(err); f != nil && f.Code.Kind != fault.Unavailable && f.Code.Kind != fault.Stale {
				left = append(left, disposal.Kept{ID: it.ID, Code: f.Code.Name})
			} else if err != nil {
				return Receipt{}, err
			}
		}
	}
	by := Caller{Account: domain.System, Command: eventstore.DeriveID("disposal-carried-out", id)}
	return k.decide(ctx, by, id, clock, func(l *disposal.List) ([]domain.Event, error) {
		return l.CarryOut(disposal.CarryOut{Deed: clock, Kept: left})
	})
}

// dispose orders one item to go, when it still is what the list spoke of and its time
// has ended by the rules of today as well.
func (k keepers) dispose(ctx context.Context, clock editorial.Deed, line disposal.Item, order editorial.Order) error {
	now, err := k.retained(ctx, Disposable{Sort: line.Sort, ID: line.ID})
	if err != nil {
		return err
	}
	if now.content != line.Content {
		return disposal.ErrItem.New()
	}
	if !now.archived.IsZero() && (now.until.IsZero() || now.until.After(order.Until)) {
		order.Until = now.until
	}
	clock.Responsible = now.agency
	env := eventstore.Envelope{Command: eventstore.DeriveID("dispose", order.List, line.ID), Actor: domain.System}
	if line.Sort == disposal.Publication {
		_, err = eventstore.Execute(ctx, k.Repo, publicationPrefix+line.ID, publication.New, &now.revision, env,
			func(p *publication.Publication, _ eventstore.Revision) ([]domain.Event, error) {
				return p.Dispose(publication.Dispose{Deed: clock, Order: order})
			})
	} else {
		_, err = eventstore.Execute(ctx, k.Repo, datasetPrefix+line.ID, dataset.New, &now.revision, env,
			func(d *dataset.Dataset, _ eventstore.Revision) ([]domain.Event, error) {
				return d.Dispose(dataset.Dispose{Deed: clock, Order: order})
			})
	}
	return mapErr(err)
}

// Leftovers of items that were disposed of.
type Leftovers struct {
	Files    []string // by SHA-256
	Releases []string // with tables
}

// leftovers of a list that was carried out. Files that another item, its work in hand
// or a board's regulation names are not among them.
func (k keepers) leftovers(ctx context.Context, id string) (Leftovers, error) {
	var out Leftovers
	l, err := k.load(ctx, id)
	if err != nil || l.State() != disposal.StateCarriedOut {
		return out, err
	}
	head, err := k.Log.Head(ctx)
	if err != nil {
		return out, mapErr(err)
	}
	if err := k.Projections.Wait(ctx, uint64(head)); err != nil {
		return out, mapErr(err)
	}
	for _, line := range l.Proposed().Items {
		if kept(l.Done(), line.ID) {
			continue
		}
		it, err := k.retained(ctx, Disposable{Sort: line.Sort, ID: line.ID})
		if err != nil {
			return out, err
		}
		out.Files, out.Releases = append(out.Files, it.files...), append(out.Releases, it.releases...)
	}
	for _, list := range []*[]string{&out.Files, &out.Releases} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	held, err := k.held(ctx, out.Files)
	out.Files = slices.DeleteFunc(out.Files, func(hash string) bool { return held[hash] })
	return out, err
}

// held tells which files something names that is not disposed of.
func (d Deps) held(ctx context.Context, files []string) (map[string]bool, error) {
	held, err := d.Publications.Holding(ctx, files)
	if err != nil {
		return nil, err
	}
	sets, err := d.Datasets.Holding(ctx, files)
	if err != nil {
		return nil, err
	}
	for hash := range sets {
		held[hash] = true
	}
	for ev, err := range d.Log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{Types: []string{board.TypeRegulationRecorded}}, 0) {
		if err != nil {
			return nil, mapErr(err)
		}
		for _, hash := range files {
			held[hash] = held[hash] || strings.Contains(string(ev.Data), hash)
		}
	}
	return held, nil
}

// DueItem is an archived item, and how long it is kept.
type DueItem struct {
	Disposable
	Agency, Responsible string
	Kind, Title         string
	ArchivedOn          calendar.Date
	Class               string
	NameVi, NameEn      string
	LegalVi, LegalEn    string
	Until               calendar.Date // last day; zero: kept for ever
	Due                 bool
	List                string // that names it and is not closed
}
