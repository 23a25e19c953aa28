package api

import (
	"context"
	"fmt"
	"sync"
	"time"

	"minhbach/domain/calendar"
	"minhbach/opendata/ckan"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

// catalogue is what is public of open data, kept for the conventions that ask for
// the whole of it: made anew when a dataset or the tree has changed.
type catalogue struct {
	mu   sync.Mutex
	now  *shelf
	full map[string]view.Dataset // by id, as of their position
}

// keptFull bounds the memory of whole datasets.
const keptFull = 4000

// shelf is the catalogue at one state. It does not change.
type shelf struct {
	key      string
	tree     *view.Tree
	docs     []*ckan.Doc // by id
	byName   map[string]int
	agencies []record.Publisher // in the order of the tree, with their datasets counted
	topics   map[string]int
	issued   time.Time
	modified time.Time

	mu    sync.Mutex
	pages map[string][]byte
	bytes int
}

// keptPages bounds the memory of ready documents.
const keptPages = 32 << 20

var everyState = []view.PublicState{view.Published, view.Archived, view.Withdrawn}

// shelf answers with the catalogue as it is now.
func (s *service) shelf(ctx context.Context) (*shelf, error) {
	q := s.app.Queries
	tree, err := q.Tree(ctx, view.AsOf{}, calendar.Date{})
	if err != nil {
		return nil, err
	}
	// The newest change and the number of datasets name the state.
	head, err := q.Datasets.List(ctx, view.DatasetFilter{States: everyState, Order: view.RecentChange, Limit: 1})
	if err != nil {
		return nil, err
	}
	key := fmt.Sprintf("%d", head.Total)
	if len(head.Items) > 0 {
		key += fmt.Sprintf("/%s/%d", head.Items[0].ID, head.Items[0].Position)
	}
	c := &s.catalogue
	c.mu.Lock()
	defer c.mu.Unlock() // whoever comes while it is made waits for it
	if c.now != nil && c.now.key == key && c.now.tree == tree {
		return c.now, nil
	}
	made := &shelf{key: key, tree: tree, byName: map[string]int{}, topics: map[string]int{}, pages: map[string][]byte{}}
	for offset := 0; ; {
		page, err := q.Datasets.List(ctx, view.DatasetFilter{Order: view.ByID, Limit: 1000, Offset: offset})
		if err != nil {
			return nil, err
		}
		for _, it := range page.Items {
			made.put(it)
		}
		if offset += len(page.Items); len(page.Items) == 0 || offset >= page.Total {
			break
		}
	}
	made.count()
	c.now = made
	return made, nil
}

// record is a dataset with everything, from memory where it has not changed.
func (s *service) record(ctx context.Context, x *shelf, base string, d *ckan.Doc) (record.Record, error) {
	c := &s.catalogue
	c.mu.Lock()
	full, ok := c.full[d.Item.ID]
	c.mu.Unlock()
	if !ok || full.Position != d.Item.Position {
		var err error
		if full, err = s.app.Queries.Datasets.Get(ctx, d.Item.ID, view.AsOf{}); err != nil {
			return record.Record{}, err
		}
		c.mu.Lock()
		if c.full == nil || len(c.full) >= keptFull {
			c.full = map[string]view.Dataset{}
		}
		c.full[d.Item.ID] = full
		c.mu.Unlock()
	}
	return record.Record{Dataset: full, Publisher: x.on(base, d.Owner)}, nil
}

// records are several; those withdrawn since are left out.
func (s *service) records(ctx context.Context, x *shelf, base string, docs []*ckan.Doc) ([]record.Record, error) {
	out := make([]record.Record, 0, len(docs))
	for _, d := range docs {
		r, err := s.record(ctx, x, base, d)
		if isMissing(err) || err == nil && r.Dataset.State == view.Withdrawn {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}
