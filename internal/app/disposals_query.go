package app

import (
	"context"
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/disposal"
	"minhbach/projections/view"
)

// DisposalFile is one list with what this caller may do with it.
type DisposalFile struct {
	view.Disposal
	Responsible string
	Titles      map[string]DueItem // of its items, by id; one that is gone has its title alone
	MayDecide   bool
}

// shelves answers about retention.
type shelves struct{ internal }

func disposalQueries(d Deps, q *Queries) {
	s := shelves{internal{d}}
	q.Disposals = DisposalQueries{Due: s.due, List: s.list, Get: s.get, Retention: s.one, Leftovers: keepers{d}.leftovers}
}

func (s shelves) due(ctx context.Context, by Caller) ([]DueItem, error) {
	if err := s.signedIn(by); err != nil {
		return nil, err
	}
	agencies, err := s.visible(ctx, by, nil)
	if err != nil {
		return nil, err
	}
	all, err := s.Publications.Retained(ctx, agencies)
	if err != nil {
		return nil, err
	}
	sets, err := s.Datasets.Retained(ctx, agencies)
	if err != nil {
		return nil, err
	}
	lists, err := s.Disposals.Disposals(ctx, nil)
	if err != nil {
		return nil, err
	}
	named := map[string]string{}
	for _, l := range lists {
		if l.State == disposal.StateProposed || l.State == disposal.StateApproved {
			for _, it := range l.Proposed.Items {
				named[it.ID] = l.ID
			}
		}
	}
	var out []DueItem
	for _, r := range append(all, sets...) {
		it, err := s.tell(ctx, r.Sort, r.ID, r.Agency, r.Kind, r.Title, calendar.DateOf(r.ArchivedAt), r.ExpiredOn)
		if err != nil {
			return nil, err
		}
		it.List = named[it.ID]
		if !it.Until.IsZero() {
			out = append(out, it)
		}
	}
	slices.SortStableFunc(out, func(a, b DueItem) int { return a.Until.Compare(b.Until) })
	return out, nil
}

func (s shelves) tell(ctx context.Context, sort, id, agency, kind, title string, archived, expired calendar.Date) (DueItem, error) {
	class, until, err := s.retention(kind, archived, expired)
	if err != nil {
		return DueItem{}, err
	}
	it := DueItem{Disposable: Disposable{Sort: sort, ID: id}, Agency: agency, Kind: kind, Title: title, ArchivedOn: archived, Class: class.ID,
		NameVi: class.Name.Vi, NameEn: class.Name.En, LegalVi: class.LegalBasis.Cite("vi"), LegalEn: class.LegalBasis.Cite("en"), Until: until,
		Due: !until.IsZero() && calendar.DateOf(s.Now()).After(until)}
	it.Responsible, err = s.responsible(ctx, agency)
	return it, err
}

// one tells how long an archived publication or dataset is kept.
func (s shelves) one(ctx context.Context, by Caller, x Disposable) (DueItem, error) {
	if err := s.signedIn(by); err != nil {
		return DueItem{}, err
	}
	it, err := s.retained(ctx, x)
	if err != nil {
		return DueItem{}, ErrNotFound.New()
	}
	if may, err := s.mayReadDrafts(ctx, by, it.agency); err != nil {
		return DueItem{}, err
	} else if !may || it.archived.IsZero() {
		return DueItem{}, ErrNotFound.New()
	}
	return s.tell(ctx, x.Sort, x.ID, it.agency, it.kind, it.title, it.archived, it.expired)
}

func (s shelves) list(ctx context.Context, by Caller) ([]view.Disposal, error) {
	if err := s.signedIn(by); err != nil {
		return nil, err
	}
	agencies, err := s.visible(ctx, by, nil)
	if err != nil {
		return nil, err
	}
	return s.Disposals.Disposals(ctx, agencies)
}

func (s shelves) get(ctx context.Context, by Caller, id string) (DisposalFile, error) {
	if err := s.signedIn(by); err != nil {
		return DisposalFile{}, err
	}
	l, err := s.Disposals.Disposal(ctx, id)
	if err != nil {
		return DisposalFile{}, notFound(err)
	}
	if may, err := s.mayReadDrafts(ctx, by, l.Agency); err != nil {
		return DisposalFile{}, err
	} else if !may {
		return DisposalFile{}, ErrNotFound.New()
	}
	out := DisposalFile{Disposal: l, Titles: map[string]DueItem{}}
	if out.Responsible, err = s.responsible(ctx, l.Agency); err != nil {
		return out, err
	}
	for _, line := range l.Proposed.Items {
		it, err := s.retained(ctx, Disposable{Sort: line.Sort, ID: line.ID})
		if err != nil {
			return out, err
		}
		told := DueItem{Disposable: it.Disposable, Agency: it.agency, Kind: it.kind, Title: it.title}
		if !it.archived.IsZero() {
			if told, err = s.tell(ctx, it.Sort, it.ID, it.agency, it.kind, it.title, it.archived, it.expired); err != nil {
				return out, err
			}
		}
		out.Titles[line.ID] = told
	}
	wrote := []string{l.Proposed.Author.Account, l.Proposed.Author.OnBehalfOf}
	out.MayDecide = l.State == disposal.StateProposed && by.Token == "" && holds(by, domain.AgencyHead, out.Responsible) && !slices.Contains(wrote, by.Account) &&
		(by.OnBehalfOf == "" || !slices.Contains(wrote, by.OnBehalfOf))
	return out, nil
}
