package app

import (
	"context"
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/domain/subject"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// internal answers what staff may ask.
type internal struct{ Deps }

func staffQueries(d Deps, q *Queries) {
	s := internal{d}
	q.WorkList = s.workList
	q.Work = s.work
	q.Accounts = s.accounts
	q.Account = s.account
}

func (s internal) signedIn(by Caller) error {
	if by.Account == "" && !by.Operator {
		return ErrSignInFirst.New()
	}
	return nil
}

// overview: inspectors and administrators of the province, or of the whole network,
// see every agency's work (Điều 30). Those of one agency see that agency's.
func (d Deps) overview(ctx context.Context, by Caller) (bool, error) {
	var p *places
	for _, g := range by.Grants {
		if g.Role != domain.Inspector && g.Role != domain.Administrator {
			continue
		}
		if g.Agency == Network {
			return true, nil
		}
		if p == nil {
			there, err := d.places(ctx)
			if err != nil {
				return false, mapErr(err)
			}
			p = &there
		}
		if p.isProvince(g.Agency) {
			return true, nil
		}
	}
	return by.Operator, nil
}

// mayReadDrafts: staff of the agency and of the one that took over from it, and
// who has the overview.
func (d Deps) mayReadDrafts(ctx context.Context, by Caller, owner string) (bool, error) {
	if by.Operator {
		return true, nil
	}
	if len(by.Grants) == 0 {
		return false, nil
	}
	if slices.ContainsFunc(by.Grants, func(g view.Grant) bool { return g.Agency == owner }) {
		return true, nil
	}
	if all, err := d.overview(ctx, by); all || err != nil {
		return all, err
	}
	p, err := d.places(ctx)
	if err != nil {
		return false, mapErr(err)
	}
	heir, ok := p.tree.Responsible(owner, p.today)
	return ok && slices.ContainsFunc(by.Grants, func(g view.Grant) bool { return g.Agency == heir }), nil
}

// workList lists what is in hand at the caller's agencies and at those whose work
// they inherited, the nearest legal deadline first.
func (s internal) workList(ctx context.Context, by Caller, f view.WorkFilter) ([]view.WorkItem, error) {
	if err := s.signedIn(by); err != nil {
		return nil, err
	}
	var err error
	if f.Agencies, err = s.visible(ctx, by, f.Agencies); err != nil {
		return nil, err
	}
	list, err := s.Publications.WorkList(ctx, f)
	if err != nil {
		return nil, err
	}
	for i := range list {
		s.judge(&list[i])
	}
	return list, nil
}

// agenciesOf lists the agencies of the caller's grants and their predecessors.
func (s internal) agenciesOf(ctx context.Context, by Caller) ([]string, error) {
	var mine []string
	for _, g := range by.Grants {
		if !slices.Contains(mine, g.Agency) {
			mine = append(mine, g.Agency)
		}
	}
	tree, err := s.tree(ctx)
	if err != nil {
		return nil, mapErr(err)
	}
	today := calendar.DateOf(s.Now())
	for _, id := range slices.Clone(mine) {
		mine = append(mine, tree.Predecessors(id, today)...)
	}
	return mine, nil
}

// judge says how the nearest deadline stands today.
func (s internal) judge(it *view.WorkItem) {
	if it.Duty != nil {
		it.Status = it.Duty.StateOn(calendar.DateOf(s.Now()), s.Calendar)
	}
}

// work shows one publication in hand, and what this caller may do with it.
func (s internal) work(ctx context.Context, by Caller, id string) (view.Work, error) {
	if err := s.signedIn(by); err != nil {
		return view.Work{}, err
	}
	w, err := s.Publications.Work(ctx, id)
	if err != nil {
		return w, notFound(err)
	}
	if may, err := s.mayReadDrafts(ctx, by, w.Agency); err != nil {
		return view.Work{}, err
	} else if !may {
		// Another agency's drafts are none of the caller's business, nor their existence.
		return view.Work{}, ErrNotFound.New()
	}
	s.judge(&w.WorkItem)
	return w, s.allowed(ctx, by, &w)
}

// allowed asks the aggregate about every command that the state has, with inputs
// that are beyond reproach, so that pages show what would be accepted.
func (s internal) allowed(ctx context.Context, by Caller, w *view.Work) error {
	p := publication.New()
	if _, _, err := eventstore.Load(ctx, s.Repo, publicationPrefix+w.ID, p); err != nil {
		return mapErr(err)
	}
	w.Refused = map[publication.Command]*fault.Fault{}
	e := editors(s)
	for _, c := range publication.Allowed(p.State()) {
		if c == publication.CommandRelease {
			continue
		}
		g, err := e.grounds(ctx, by, p.Agency(), c)
		if err != nil {
			return mapErr(err)
		}
		err = probe(p, c, g, s.Deps)
		if f := fault.Of(err); f != nil && f.Code.Kind == fault.Forbidden {
			w.Refused[c] = f
			continue
		}
		w.Allowed = append(w.Allowed, c)
	}
	return nil
}

func probe(p *publication.Publication, c publication.Command, g grounds, d Deps) error {
	const why = "–"
	items := map[string]string{}
	for _, check := range publication.Checks() {
		items[check.ID] = ""
	}
	var err error
	switch c {
	case publication.CommandRevise:
		_, err = p.Revise(publication.Revise{Deed: g.deed, Content: p.Content(), Rules: d.Rules, Calendar: d.Calendar})
	case publication.CommandSubmit:
		_, err = p.Submit(publication.Submit{Deed: g.deed})
	case publication.CommandRecall:
		_, err = p.Recall(publication.Recall{Deed: g.deed, Reason: why})
	case publication.CommandReturn:
		_, err = p.Return(publication.Return{Deed: g.deed, Authority: g.authority, Reason: why})
	case publication.CommandCompleteChecklist:
		_, err = p.CompleteChecklist(publication.CompleteChecklist{Deed: g.deed, Authority: g.authority, Content: p.Submitted(), Items: items})
	case publication.CommandApprove:
		_, err = p.Approve(publication.Approve{Deed: g.deed, Authority: g.authority, Content: p.Submitted(), Checklist: items, Calendar: d.Calendar})
	case publication.CommandRevokeApproval:
		_, err = p.RevokeApproval(publication.RevokeApproval{Deed: g.deed, Authority: g.authority, Reason: why})
	case publication.CommandOpenCorrection:
		_, err = p.OpenCorrection(publication.OpenCorrection{Deed: g.deed, Reason: why})
	case publication.CommandDropCorrection:
		_, err = p.DropCorrection(publication.DropCorrection{Deed: g.deed, Reason: why})
	case publication.CommandWithdraw:
		_, err = p.Withdraw(publication.Withdraw{Deed: g.deed, Authority: g.authority, Reason: why})
	case publication.CommandArchive:
		_, err = p.Archive(publication.Archive{Deed: g.deed, Reason: why})
	case publication.CommandDiscard:
		_, err = p.Discard(publication.Discard{Deed: g.deed, Reason: why})
	}
	return err
}

// accounts lists those that the caller may see. Logins and names are sealed data, so
// that they were read is noted.
func (s internal) accounts(ctx context.Context, by Caller) ([]view.Account, error) {
	all, err := s.visibleAccounts(ctx, by)
	if err == nil {
		s.seen.consult(by, len(all), []subject.Field{subject.LoginField, subject.NameField}, readingFor(by))
	}
	return all, err
}

func (s internal) visibleAccounts(ctx context.Context, by Caller) ([]view.Account, error) {
	if err := s.signedIn(by); err != nil {
		return nil, err
	}
	all, err := s.People.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Name = domain.PersonName(all[i].Name, languageOf(ctx))
	}
	if everybody, err := s.overview(ctx, by); everybody || err != nil {
		return all, err
	}
	// Others see who works at their own agencies, without the rest of their grants.
	var out []view.Account
	for _, a := range all {
		if a.ID == by.Account || slices.ContainsFunc(a.Grants, func(g view.Grant) bool {
			return slices.ContainsFunc(by.Grants, func(mine view.Grant) bool { return mine.Agency == g.Agency })
		}) {
			out = append(out, limited(a, by))
		}
	}
	return out, nil
}

func (s internal) account(ctx context.Context, by Caller, id string) (view.Account, error) {
	all, err := s.visibleAccounts(ctx, by)
	if err != nil {
		return view.Account{}, err
	}
	for _, a := range all {
		if a.ID != id {
			continue
		}
		fields := []subject.Field{subject.LoginField, subject.NameField}
		if len(a.Tokens) > 0 {
			fields = append(fields, subject.LabelField)
		}
		s.seen.view(ctx, by, id, fields, readingFor(by))
		return a, nil
	}
	return view.Account{}, ErrNotFound.New()
}

// readingFor is what staff read accounts for.
func readingFor(by Caller) subject.Purpose {
	if reader(by).Role == domain.Inspector {
		return subject.Inspection
	}
	return subject.Administration
}

// limited hides what is between an account and the administrators.
func limited(a view.Account, by Caller) view.Account {
	if a.ID == by.Account {
		return a
	}
	a.Tokens = nil
	a.Grants = slices.DeleteFunc(slices.Clone(a.Grants), func(g view.Grant) bool {
		return !slices.ContainsFunc(by.Grants, func(mine view.Grant) bool { return mine.Agency == g.Agency })
	})
	return a
}
