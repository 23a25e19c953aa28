package api

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/fold"
	"minhbach/internal/app"
	"minhbach/opendata/record"
	"minhbach/opendata/record/recordtest"
	"minhbach/projections/view"
)

// world is an app with public datasets, and publications as in newFake.
type world struct {
	*fake
	records []record.Record
	lists   atomic.Int64 // how often the whole catalogue was asked for
	mu      sync.Mutex
	query   analytics.Query
	target  app.Target
}

func newWorld(t testing.TB, records ...record.Record) (*world, http.Handler) {
	t.Helper()
	x := &world{fake: newFake()}
	for i, r := range records {
		if r.Dataset.Agency = provinceID; i%2 == 0 {
			r.Dataset.Agency = districtID
		}
		x.records = append(x.records, r)
	}
	tree := testTree()
	x.Queries.Tree = func(context.Context, view.AsOf, calendar.Date) (*view.Tree, error) { return tree, nil }
	q := &x.Queries.Datasets
	q.List, q.Get, q.ByTable, q.Rows, q.Stream, q.Groups = x.list, x.get, x.byTable, x.rows, x.stream, x.groups
	q.Versions = func(_ context.Context, id string, _ view.AsOf) ([]view.DatasetVersion, error) {
		for _, r := range x.records {
			if r.Dataset.ID == id {
				return r.Versions, nil
			}
		}
		return nil, app.ErrNotFound.New()
	}
	q.Version = func(_ context.Context, id string, n int) (view.DatasetVersion, error) {
		for _, r := range x.records {
			if r.Dataset.ID == id && n <= len(r.Versions) {
				return r.Versions[n-1], nil
			}
		}
		return view.DatasetVersion{}, app.ErrNotFound.New()
	}
	h, err := New(x.App, Options{Now: func() time.Time { return testNow }, Log: slog.New(slog.DiscardHandler), Rate: Rate{PerSecond: -1}, Version: "1.0.0"})
	if err != nil {
		t.Fatal(err)
	}
	return x, h
}

func (x *world) list(_ context.Context, f view.DatasetFilter) (view.Datasets, error) {
	states := f.States
	if states == nil {
		states = []view.PublicState{view.Published, view.Archived}
	}
	var all []view.DatasetItem
	for _, r := range x.records {
		d := r.Dataset.DatasetItem
		switch {
		case !slices.Contains(states, d.State), f.Words != "" && !strings.Contains(fold.String(d.Title), fold.String(f.Words)),
			f.Agencies != nil && !slices.Contains(f.Agencies, d.Agency), !f.AsOf.IsNow() && d.Position > f.AsOf.Position,
			!f.Changed.From.IsZero() && d.UpdatedAt.Before(f.Changed.From), !f.Changed.To.IsZero() && d.UpdatedAt.After(f.Changed.To):
		default:
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b view.DatasetItem) int {
		if c := b.UpdatedAt.Compare(a.UpdatedAt); f.Order == view.RecentChange && c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	if f.Order == view.ByID {
		x.lists.Add(1)
	}
	from := min(f.Offset, len(all))
	return view.Datasets{Items: all[from:min(from+f.Limit, len(all))], Total: len(all)}, nil
}

func (x *world) get(_ context.Context, id string, _ view.AsOf) (view.Dataset, error) {
	for _, r := range x.records {
		if r.Dataset.ID == id || r.Dataset.Slug == id {
			return r.Dataset, nil
		}
	}
	return view.Dataset{}, app.ErrNotFound.New()
}

func (x *world) byTable(_ context.Context, id string) (view.Dataset, error) {
	for _, r := range x.records {
		for _, f := range record.FormNames() {
			if record.DistributionID(r.Dataset.ID, f) == id {
				return r.Dataset, nil
			}
		}
	}
	return view.Dataset{}, app.ErrNotFound.New()
}

// The table has 25,000 rows: the engine gives out fewer than a call may ask for.
const tableRows = 25_000

func (x *world) value(c string, n int64) any {
	switch c {
	case analytics.RowID:
		return n
	case "nam":
		return 2000 + n%20
	case "san_luong":
		return float64(n) / 4
	case "uoc_tinh":
		return n%2 == 0
	case "ngay_thu_thap":
		return time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC)
	case "cap_nhat":
		return time.Date(2024, 1, 2, 3, 4, 5, 600_000_000, time.UTC)
	case "ranh_gioi":
		return nil
	}
	return fmt.Sprintf("h%d, \"Kế Sách\"", n)
}

func (x *world) rows(ctx context.Context, t app.Target, q analytics.Query) (*analytics.Page, error) {
	if q.Limit > analytics.MaxRows || q.Limit < 1 {
		return nil, analytics.ErrLarge.New("what", "", "what_en", "rows", "max", analytics.MaxRows)
	}
	x.mu.Lock()
	x.query, x.target = q, t
	x.mu.Unlock()
	page := &analytics.Page{Total: tableRows}
	err := x.stream(ctx, t, q, func(r analytics.Row) error { page.Rows = append(page.Rows, slices.Clone(r)); return nil })
	return page, err
}

func (x *world) stream(_ context.Context, _ app.Target, q analytics.Query, yield func(analytics.Row) error) error {
	x.mu.Lock()
	x.query = q
	x.mu.Unlock()
	row := make([]any, len(q.Select))
	for n := q.Offset + 1; n <= tableRows && (q.Limit == 0 || n <= q.Offset+int64(q.Limit)); n++ {
		for i, c := range q.Select {
			row[i] = x.value(c, n)
		}
		if err := yield(row); err != nil {
			return err
		}
	}
	return nil
}

func (x *world) groups(context.Context, app.Target, analytics.Grouping) (*analytics.Groups, error) {
	return &analytics.Groups{Total: 20}, nil
}

// ckanGet asks an action and decodes the result into v.
func ckanGet(t testing.TB, h http.Handler, name string, v any, pairs ...string) *httptest.ResponseRecorder {
	t.Helper()
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Add(pairs[i], pairs[i+1])
	}
	return ckanAnswer(t, call(h, "GET", "/api/3/action/"+name+"?"+query.Encode(), ""), name, v)
}

// ckanPost asks as ckanapi does: POST to the address without a version.
func ckanPost(t testing.TB, h http.Handler, name, body string, v any) *httptest.ResponseRecorder {
	t.Helper()
	return ckanAnswer(t, call(h, "POST", "/api/action/"+name, body, "Authorization", "a-key", "X-CKAN-API-Key", "a-key"), name, v)
}

func ckanAnswer(t testing.TB, w *httptest.ResponseRecorder, name string, v any) *httptest.ResponseRecorder {
	t.Helper()
	if w.Header().Get("Content-Type") != "application/json;charset=utf-8" {
		t.Fatalf("%s: %d %q %s", name, w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	var envelope struct {
		Help    string
		Success *bool
		Result  json.RawMessage
		Error   json.RawMessage
	}
	if err := json.Unmarshal(w.Body.Bytes(), &envelope); err != nil {
		t.Fatalf("%s: %d %s", name, w.Code, w.Body)
	}
	if envelope.Success == nil || envelope.Help != "http://example.com/api/3/action/help_show?name="+name || *envelope.Success != (w.Code == 200) {
		t.Fatalf("%s: %d envelope %s", name, w.Code, w.Body)
	}
	part := envelope.Result
	if w.Code != 200 {
		part = envelope.Error
	}
	if v != nil {
		if err := json.Unmarshal(part, v); err != nil {
			t.Fatalf("%s: %d %v in %s", name, w.Code, err, w.Body)
		}
	}
	return w
}

type dict = map[string]any

// Each of these datasets has been seen by its client; see contracts of clients in
// opendata/CONFORMANCE.md.
func ckanWorld(t testing.TB) (*world, http.Handler) {
	gone := recordtest.Minimal()
	gone.Dataset.ID, gone.Dataset.Slug, gone.Dataset.State, gone.Dataset.Content = "0199a1b0-0000-7000-8000-00000000dead", "da-go", view.Withdrawn, dataset.Content{}
	gone.Dataset.Reason = "Sai thẩm quyền"
	return newWorld(t, append([]record.Record{recordtest.Full(), recordtest.Minimal(), gone}, recordtest.Many(12)...)...)
}
