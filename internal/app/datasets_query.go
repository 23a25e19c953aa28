package app

import (
	"context"
	"sync"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/eventstore"
	"minhbach/opendata/record"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

// datasets answers what anybody may ask of open data.
type datasets struct {
	public
	tables *distributions
}

// distributions maps the identifiers that clients keep to datasets.
type distributions struct {
	mu sync.Mutex
	of map[string]string
}

func datasetQueries(d Deps, q *Queries) {
	s := datasets{public{d}, new(distributions)}
	q.Search, q.Suggest = s.search, s.suggest
	q.Datasets = DatasetQueries{
		List: s.list, Get: s.get, Versions: s.datasetVersions, Version: s.datasetVersion, History: s.datasetHistory,
		ByTable: s.byTable, Rows: s.rows, Stream: s.stream, Groups: s.groups, Profile: s.profile, Compare: s.compare,
		Report: s.report, Original: s.original, Export: s.export, Made: s.made, Bulk: s.bulk,
		WorkList: s.workList, Work: s.work, WorkRows: s.workRows, WorkReport: s.workReport,
	}
}

// list answers from the read model. Words are looked up in the search index while
// the question is about the present, and the index has an order for them.
func (s datasets) list(ctx context.Context, f view.DatasetFilter) (view.Datasets, error) {
	position, err := s.positionAt(ctx, f.AsOf)
	if err != nil {
		return view.Datasets{}, err
	}
	if f.Words != "" && position == 0 && f.IDs == nil {
		return s.found(ctx, f)
	}
	if f.Order == view.ByRelevance {
		f.Order = view.NewestFirst
	}
	page, err := s.Datasets.Datasets(ctx, f, position)
	if page.Position = position; position == 0 {
		page.Position, err = s.seen(ctx, err)
	}
	return page, err
}

var orders = map[view.Order]search.Order{
	view.ByRelevance: search.ByRelevance, view.NewestFirst: search.ByNewest, view.RecentChange: search.ByUpdated,
	view.ByTitle: search.ByTitle, view.ByID: search.ByID,
}

// found is a page of the datasets that the search index finds.
func (s datasets) found(ctx context.Context, f view.DatasetFilter) (view.Datasets, error) {
	q := search.Query{
		Text: f.Words, Kinds: []string{search.Dataset}, Agencies: f.Agencies, Topics: f.Topics, Keywords: f.Keywords,
		Formats: f.Formats, Licences: f.Licences, Bands: f.Bands, Years: f.Years, Updated: search.Span(f.Changed),
		Order: orders[f.Order], Limit: f.Limit, Offset: f.Offset, FacetLimit: f.FacetLimit,
	}
	for _, state := range f.States {
		q.States = append(q.States, string(state))
	}
	if f.Facets {
		q.Facets = []string{"agency", "topic", "keyword", "format", "licence", "band", "year"}
		if q.FacetLimit == 0 {
			q.FacetLimit = 50
		}
	}
	result, err := s.search(ctx, q)
	if err != nil {
		return view.Datasets{}, err
	}
	ids := make([]string, 0, len(result.Hits))
	for _, h := range result.Hits {
		ids = append(ids, h.ID)
	}
	page := view.Datasets{}
	if len(ids) > 0 {
		page, err = s.Datasets.Datasets(ctx, view.DatasetFilter{IDs: ids, States: f.States, Limit: len(ids)}, 0)
		if err != nil {
			return page, err
		}
	}
	page.Total, page.Position = result.Total, result.Position
	if f.Facets {
		page.Facets = map[string][]view.Count{}
		for name, counts := range result.Facets {
			for _, c := range counts {
				page.Facets[name] = append(page.Facets[name], view.Count(c))
			}
		}
	}
	return page, nil
}

func (s datasets) search(ctx context.Context, q search.Query) (*search.Result, error) {
	result, err := s.Searcher.Search(ctx, q)
	return result, mapErr(err)
}

func (s datasets) suggest(ctx context.Context, text string, limit int) ([]search.Suggestion, error) {
	all, err := s.Searcher.Suggest(ctx, text, limit)
	return all, mapErr(err)
}

func (s datasets) get(ctx context.Context, id string, at view.AsOf) (view.Dataset, error) {
	position, err := s.positionAt(ctx, at)
	if err != nil {
		return view.Dataset{}, err
	}
	d, err := s.Datasets.Dataset(ctx, id, position)
	if err != nil {
		return d, notFound(err)
	}
	names, err := s.names(ctx)
	if err != nil {
		return d, err
	}
	d.ApprovedBy = names[d.ApprovedBy]
	return d, s.due(&d)
}

// due fills in the legal deadlines of a dataset that is kept up.
func (s datasets) due(d *view.Dataset) error {
	if d.State != view.Published {
		return nil
	}
	looked := calendar.DateOf(d.UpdatedAt) // whoever made a version looked at the whole
	if d.ReviewedOn.After(looked) {
		looked = d.ReviewedOn
	}
	all, err := dataset.Duties(d.Agency, d.ID, dataset.Days{
		First: calendar.DateOf(d.PublishedAt), Last: d.DataOn, Reviewed: looked, Frequency: d.Frequency,
	}, s.Rules, s.Calendar)
	if err != nil {
		return err
	}
	d.Duties = all
	for _, duty := range all {
		switch duty.RuleID {
		case dataset.RuleReview:
			d.ReviewDue = duty.DueDate
		case dataset.RuleUpdate:
			d.UpdateDue = duty.DueDate
		}
	}
	return nil
}

func (s datasets) datasetVersions(ctx context.Context, id string, at view.AsOf) ([]view.DatasetVersion, error) {
	position, err := s.positionAt(ctx, at)
	if err != nil {
		return nil, err
	}
	all, err := s.Datasets.Versions(ctx, id, position)
	if err != nil {
		return nil, notFound(err)
	}
	names, err := s.names(ctx)
	for i := range all {
		all[i].ApprovedBy = names[all[i].ApprovedBy]
	}
	return all, err
}

// datasetVersion shows one version of a dataset that is public.
func (s datasets) datasetVersion(ctx context.Context, id string, number int) (view.DatasetVersion, error) {
	now, err := s.Datasets.Dataset(ctx, id, 0)
	if err == nil && now.State == view.Withdrawn {
		err = view.ErrNotFound
	}
	if err != nil {
		return view.DatasetVersion{}, notFound(err)
	}
	v, err := s.Datasets.Version(ctx, now.ID, number)
	if err != nil {
		return v, notFound(err)
	}
	names, err := s.names(ctx)
	v.ApprovedBy = names[v.ApprovedBy]
	return v, err
}

// byTable finds the dataset that a distribution belongs to.
func (s datasets) byTable(ctx context.Context, distribution string) (view.Dataset, error) {
	if _, err := eventstore.ParseID(distribution); err != nil {
		return view.Dataset{}, ErrNotFound.New()
	}
	s.tables.mu.Lock()
	id, ok := s.tables.of[distribution]
	s.tables.mu.Unlock()
	if !ok {
		all, err := s.Datasets.IDs(ctx)
		if err != nil {
			return view.Dataset{}, err
		}
		of := make(map[string]string, 8*len(all))
		for _, id := range all {
			for _, form := range record.FormNames() {
				of[record.DistributionID(id, form)] = id
			}
		}
		s.tables.mu.Lock()
		s.tables.of = of
		s.tables.mu.Unlock()
		if id, ok = of[distribution]; !ok {
			return view.Dataset{}, ErrNotFound.New()
		}
	}
	return s.get(ctx, id, view.AsOf{})
}
