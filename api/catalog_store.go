package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
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

func (x *shelf) put(it view.DatasetItem) {
	if _, twice := x.byName[it.ID]; twice {
		return
	}
	owner := x.owner(it.Agency)
	x.byName[it.ID], x.byName[it.Slug] = len(x.docs), len(x.docs)
	x.docs = append(x.docs, ckan.NewDoc(it, owner))
	for _, t := range it.Topics {
		x.topics[t]++
	}
	if x.issued.IsZero() || it.PublishedAt.Before(x.issued) {
		x.issued = it.PublishedAt
	}
	if it.UpdatedAt.After(x.modified) {
		x.modified = it.UpdatedAt
	}
}

// owner is the agency that answers for a dataset now.
func (x *shelf) owner(agency string) record.Publisher {
	a, ok := x.tree.Current(agency)
	if !ok {
		a = x.tree.Ended[agency].Agency
		a.ID = agency
	}
	return record.NewPublisher("", a)
}

func (x *shelf) count() {
	counts := map[string]int{}
	for _, d := range x.docs {
		counts[d.Owner.ID]++
	}
	known := map[string]bool{}
	for _, a := range x.tree.Agencies {
		p := record.NewPublisher("", a)
		p.Datasets, known[a.ID] = counts[a.ID], true
		x.agencies = append(x.agencies, p)
	}
	for _, d := range x.docs { // of agencies that ended without an heir
		if !known[d.Owner.ID] {
			known[d.Owner.ID] = true
			p := d.Owner
			p.Datasets = counts[p.ID]
			x.agencies = append(x.agencies, p)
		}
	}
}

// doc finds a dataset by id or name.
func (x *shelf) doc(name string) (*ckan.Doc, bool) {
	i, ok := x.byName[name]
	if !ok {
		return nil, false
	}
	return x.docs[i], true
}

// agency finds one by id, CKAN name, portal name or code.
func (x *shelf) agency(name string) (record.Publisher, bool) {
	for _, p := range x.agencies {
		if name != "" && (p.ID == name || p.Slug == name || p.Code == name) {
			return p, true
		}
	}
	if a, ok := x.tree.BySlug(name); ok {
		return x.agency(a.ID)
	}
	return record.Publisher{}, false
}

// site is the catalogue for readers who came by a host.
func (x *shelf) site(base string) record.Site {
	return record.NewSite(base, x.tree, x.issued, x.modified)
}

// on is a publisher with the addresses of a host.
func (x *shelf) on(base string, p record.Publisher) record.Publisher {
	p.Homepage = base + p.Homepage
	return p
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

// tag names a document of this state; parts say which.
func (x *shelf) tag(parts ...string) string {
	h := sha256.New()
	fmt.Fprintln(h, x.key)
	for _, p := range x.agencies {
		fmt.Fprintln(h, p.ID, p.Slug, p.Name, p.NameEn, p.Email, p.Phone)
	}
	for _, part := range parts {
		fmt.Fprintf(h, "%q\n", part)
	}
	return `"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16]) + `"`
}

// page keeps a document that was made of this state.
func (x *shelf) page(key string, make func() ([]byte, error)) ([]byte, error) {
	x.mu.Lock()
	body, ok := x.pages[key]
	x.mu.Unlock()
	if ok {
		return body, nil
	}
	body, err := make()
	if err != nil {
		return nil, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.bytes+len(body) > keptPages {
		x.pages, x.bytes = map[string][]byte{}, 0
	}
	if _, twice := x.pages[key]; !twice && len(body) <= keptPages {
		x.pages[key] = body
		x.bytes += len(body)
	}
	return body, nil
}

// keywords of all datasets with how often each is used.
func (x *shelf) keywords() ([]string, map[string]int) {
	counts := map[string]int{}
	for _, d := range x.docs {
		for _, t := range d.Tags() {
			counts[t]++
		}
	}
	return slices.SortedFunc(maps.Keys(counts), strings.Compare), counts
}
