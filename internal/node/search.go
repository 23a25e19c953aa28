package node

import (
	"context"
	"fmt"
	"slices"

	"minhbach/domain/calendar"
	"minhbach/projections/agencies"
	"minhbach/projections/datasets"
	"minhbach/projections/publications"
	"minhbach/projections/search"
	"minhbach/projections/search/bleve"
	"minhbach/projections/search/follow"
	"minhbach/projections/view"
)

// openSearch opens the index and what tells it what is public.
func (n *Node) openSearch(ctx context.Context) (err error) {
	cfg := n.cfg
	runner := n.Models.byName
	source := documents{
		models: n.Models, agencies: agencies.NewReader(runner["agencies"]), publications: publications.NewReader(runner["publications"]),
		datasets: datasets.NewReader(runner["datasets"]), today: func() calendar.Date { return calendar.DateOf(cfg.Now()) },
	}
	kinds := []follow.Kind{
		{Name: search.Publication, Streams: []string{"publication-"}},
		{Name: search.Dataset, Streams: []string{"dataset-"}},
		{Name: search.Agency, Streams: []string{"agencies-"}},
	}
	engine := follow.Engine{Name: "bleve", Version: bleve.Version, Open: func(dir string) (search.Index, error) { return bleve.Open(dir) }}
	n.Search, err = follow.Open(ctx, cfg.path("search"), n.Log, kinds, source, engine, follow.Options{
		Now: cfg.Now, Warn: func(format string, args ...any) { cfg.Log.Warn(fmt.Sprintf(format, args...)) },
	})
	return err
}

// Status of everything that is made of the log: read models, the search index, and
// the tables of datasets, which are behind by as many as are missing.
func (n *Node) Status(ctx context.Context) ([]view.ProjectionStatus, error) {
	all, err := n.Models.Status(ctx)
	if err != nil {
		return nil, err
	}
	index, err := n.Search.Status(ctx)
	if err != nil {
		return nil, err
	}
	index.Name = searchName
	tables, err := n.tablesStatus(ctx)
	return append(slices.Clone(all), index, tables), err
}

// Wait until every read model has seen a position. Readers of search results wait
// for nothing: the index follows within moments.
func (n *Node) Wait(ctx context.Context, position uint64) error { return n.Models.Wait(ctx, position) }
