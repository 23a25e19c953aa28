package portal_test

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"sync"

	"minhbach/analytics"
	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/duty"
	"minhbach/domain/fold"
	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/opendata/ingest"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

// sets are the datasets of a world, each with its versions, and one small table a
// release. Questions to a table are kept for tests to look at.
type sets struct {
	w        *world
	mu       sync.Mutex // a browser asks for several things at once
	all      map[string][]setState
	rows     map[string][]analytics.Row // by release
	asked    analytics.Query
	grouped  analytics.Grouping
	searched search.Query
	listed   view.DatasetFilter
	down     error // what every question to a table answers
	slow     error // what groups answer
	report   ingest.Report
	found    *search.Result
}

type setState struct {
	from uint64
	view.Dataset
}

func (w *world) withData() *sets {
	s := &sets{w: w, all: map[string][]setState{}, rows: map[string][]analytics.Row{}}
	w.sets = s
	return s
}

// put makes a version public, at the next position.
func (s *sets) put(d view.Dataset, rows []analytics.Row) {
	s.w.head++
	before := s.all[d.ID]
	c := d.Content.Description
	d.Position, d.UpdatedAt, d.PublishedAt, d.Event = s.w.head, at(s.w.head), at(s.w.head), eventID(s.w.head)
	if len(before) > 0 {
		d.PublishedAt = before[0].PublishedAt
	}
	d.Title, d.TitleEn, d.Summary, d.SummaryEn = c.Title, c.TitleEn, c.Summary, c.SummaryEn
	d.Topics, d.Keywords, d.Licence, d.Frequency, d.PeriodFrom, d.PeriodTo = c.Topics, c.Keywords, c.Licence, c.Frequency, c.PeriodFrom, c.PeriodTo
	if r := d.Content.Release; r != nil {
		d.Format, d.Rows, d.Columns, d.Bytes = r.Reading.Format, int64(len(rows)), len(r.Columns), r.File.Size
		r.Rows = d.Rows
		s.rows[r.ID] = rows
	}
	d.ContentHash = dataset.Hash(d.Content)
	if d.State == "" {
		d.State = view.Published
	}
	if d.State == view.Withdrawn {
		d.Content = dataset.Content{}
	}
	s.all[d.ID] = append(before, setState{s.w.head, d})
}

func (s *sets) get(id string, asOf view.AsOf) (view.Dataset, error) {
	position, err := s.w.position(asOf)
	if err != nil {
		return view.Dataset{}, err
	}
	for key, states := range s.all {
		if key != id && states[0].Slug != id {
			continue
		}
		for i := len(states) - 1; i >= 0; i-- {
			if states[i].from <= position {
				d := states[i].Dataset
				if last := states[len(states)-1]; last.from > position {
					d.Later = &view.Later{State: last.State, Version: last.Version, Reason: last.Reason, At: at(last.from)}
				}
				return d, nil
			}
		}
	}
	return view.Dataset{}, app.ErrNotFound.New()
}

func (s *sets) list(f view.DatasetFilter) (view.Datasets, error) {
	s.hear(func() { s.listed = f })
	var out view.Datasets
	counts := map[string]map[string]int{"topic": {}, "agency": {}, "format": {}, "band": {}, "year": {}}
	for id := range s.all {
		d, err := s.get(id, f.AsOf)
		switch {
		case err != nil, d.State == view.Withdrawn, f.Agencies != nil && !slices.Contains(f.Agencies, d.Agency), f.IDs != nil && !slices.Contains(f.IDs, d.ID):
			continue
		case f.Topics != nil && !slices.ContainsFunc(f.Topics, func(t string) bool { return slices.Contains(d.Topics, t) }):
			continue
		case !strings.Contains(fold.String(d.Title+d.Summary), fold.String(f.Words)):
			continue
		}
		out.Items = append(out.Items, d.DatasetItem)
		for _, t := range d.Topics {
			counts["topic"][t]++
		}
		counts["agency"][d.Agency]++
		counts["format"][d.Format]++
		counts["band"][d.Band]++
	}
	slices.SortFunc(out.Items, func(a, b view.DatasetItem) int { return strings.Compare(a.ID, b.ID) })
	out.Total = len(out.Items)
	out.Items = out.Items[min(f.Offset, len(out.Items)):]
	if f.Facets {
		out.Facets = map[string][]view.Count{}
		for key, of := range counts {
			for value, n := range of {
				out.Facets[key] = append(out.Facets[key], view.Count{Value: value, Count: n})
			}
			slices.SortFunc(out.Facets[key], func(a, b view.Count) int { return strings.Compare(a.Value, b.Value) })
		}
	}
	return out, nil
}

func (s *sets) versions(id string, asOf view.AsOf) ([]view.DatasetVersion, error) {
	position, err := s.w.position(asOf)
	if err != nil {
		return nil, err
	}
	var out []view.DatasetVersion
	for _, x := range s.all[id] {
		if x.from <= position && (len(out) == 0 || x.Version > out[len(out)-1].Number) {
			out = append(out, view.DatasetVersion{Number: x.Version, DataVersion: x.DataVersion, PublishedAt: x.UpdatedAt, Position: x.from, ContentHash: x.ContentHash, Event: x.Event,
				Change: x.Change, Reason: x.Reason, ApprovedBy: x.ApprovedBy, Authority: x.Authority, Content: x.Content})
		}
	}
	return out, nil
}

func (s *sets) hear(keep func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	keep()
}

// table of a target, or why there is none.
func (s *sets) table(t app.Target) (*dataset.Release, []analytics.Row, error) {
	d, err := s.get(t.Dataset, t.AsOf)
	if err == nil {
		err = s.down
	}
	if err != nil {
		return nil, nil, err
	}
	return d.Content.Release, s.rows[d.Content.Release.ID], nil
}

func index(columns []dataset.Column, name string) int {
	return slices.IndexFunc(columns, func(c dataset.Column) bool { return c.Name == name })
}

func (s *sets) queries() app.DatasetQueries {
	return app.DatasetQueries{
		Get:  func(_ context.Context, id string, at view.AsOf) (view.Dataset, error) { return s.get(id, at) },
		List: func(_ context.Context, f view.DatasetFilter) (view.Datasets, error) { return s.list(f) },
		Versions: func(_ context.Context, id string, at view.AsOf) ([]view.DatasetVersion, error) {
			return s.versions(id, at)
		},
		History: func(_ context.Context, _ app.Caller, id string) ([]view.Event, error) {
			var out []view.Event
			for _, x := range s.all[id] {
				out = append(out, view.Event{ID: eventID(x.from), Position: x.from, Recorded: at(x.from), Type: dataset.TypePublished, ActorName: x.ApprovedBy, TextVi: "Đã công bố.", TextEn: "Published."})
			}
			return out, nil
		},
		Report: func(context.Context, app.Target) (*ingest.Report, error) { return &s.report, nil },
		Rows: func(_ context.Context, t app.Target, q analytics.Query) (*analytics.Page, error) {
			s.hear(func() { s.asked = q })
			release, rows, err := s.table(t)
			if err != nil {
				return nil, err
			}
			page := &analytics.Page{Total: int64(len(rows))}
			for _, name := range q.Select {
				page.Columns = append(page.Columns, release.Columns[index(release.Columns, name)])
			}
			for _, row := range rows[min(int(q.Offset), len(rows)):min(int(q.Offset)+q.Limit, len(rows))] {
				var line analytics.Row
				for _, name := range q.Select {
					line = append(line, row[index(release.Columns, name)])
				}
				page.Rows = append(page.Rows, line)
			}
			return page, nil
		},
		Groups: func(_ context.Context, t app.Target, q analytics.Grouping) (*analytics.Groups, error) {
			s.hear(func() { s.grouped = q })
			if s.slow != nil {
				return nil, s.slow
			}
			release, rows, err := s.table(t)
			if err != nil {
				return nil, err
			}
			sums, order := map[string]float64{}, []analytics.Row{}
			for _, row := range rows {
				var key analytics.Row
				for _, b := range q.By {
					key = append(key, row[index(release.Columns, b.Column)])
				}
				add := 1.0
				if c := q.Aggregates[0].Column; c != "" {
					add, _ = row[index(release.Columns, c)].(float64)
				}
				if _, known := sums[fmt.Sprint(key)]; !known {
					order = append(order, key)
				}
				sums[fmt.Sprint(key)] += add
			}
			g := &analytics.Groups{Total: int64(len(order))}
			for _, key := range order {
				g.Rows = append(g.Rows, append(slices.Clone(key), any(sums[fmt.Sprint(key)])))
			}
			return g, nil
		},
		Made: func(d view.Dataset, format string) (int64, string, bool) {
			return 1234, strings.Repeat("ab", 32), format == "csv"
		},
		Profile: func(_ context.Context, t app.Target) ([]analytics.Profile, error) {
			release, rows, err := s.table(t)
			if err != nil {
				return nil, err
			}
			var out []analytics.Profile
			for i, c := range release.Columns {
				p, seen := analytics.Profile{Column: c.Name}, map[any]int64{}
				low, high := math.Inf(1), math.Inf(-1)
				for _, row := range rows {
					if row[i] == nil {
						p.Missing++
						continue
					}
					p.Values++
					seen[row[i]]++
					switch v := row[i].(type) {
					case int64:
						low, high = min(low, float64(v)), max(high, float64(v))
						p.Min, p.Max = int64(low), int64(high)
					case float64:
						low, high = min(low, v), max(high, v)
						p.Min, p.Max, p.Mean, p.Median = low, high, &low, &high
					}
				}
				p.Distinct = int64(len(seen))
				for v, n := range seen {
					p.Top = append(p.Top, analytics.Frequent{Value: v, Count: n})
				}
				slices.SortFunc(p.Top, func(a, b analytics.Frequent) int { return strings.Compare(fmt.Sprint(a.Value), fmt.Sprint(b.Value)) })
				out = append(out, p)
			}
			return out, nil
		},
		Compare: func(_ context.Context, id string, from, to, _ int) (*app.DatasetDiff, error) {
			all, err := s.versions(id, view.AsOf{})
			if err != nil || s.down != nil {
				return nil, errorsOr(s.down, err)
			}
			d := &app.DatasetDiff{Dataset: id, From: all[from-1], To: all[to-1], Fields: []dataset.FieldChange{{Field: "summary", Before: all[from-1].Content.Description.Summary, After: all[to-1].Content.Description.Summary}}}
			columns := d.To.Content.Release.Columns
			before, after := s.rows[d.From.Content.Release.ID], s.rows[d.To.Content.Release.ID]
			d.Data = &analytics.Difference{Columns: columns, Key: []string{"huyen", "nam"}, Added: 1, Changed: 1, Same: int64(len(before) - 1),
				AddedRows: after[len(after)-1:], ChangedRows: []analytics.Changed{{Before: before[0], After: after[0]}},
				ColumnsRetyped: []analytics.Retyped{{Column: "nam", From: dataset.Text, To: dataset.Integer}}}
			return d, nil
		},
	}
}

func (s *sets) search(_ context.Context, q search.Query) (*search.Result, error) {
	s.hear(func() { s.searched = q })
	if s.found != nil {
		return s.found, nil
	}
	return &search.Result{Spelling: "lúa", Facets: map[string][]search.Count{}}, nil
}

func (s *sets) suggest(_ context.Context, text string, limit int) ([]search.Suggestion, error) {
	return []search.Suggestion{{Text: "Diện tích lúa <b>", Kind: search.Dataset}, {Text: text, Kind: search.Publication}}[:min(limit, 2)], nil
}

// rice is a dataset of the district: a table over years for three places.
func rice() (view.Dataset, []analytics.Row) {
	day := calendar.MustParse("2026-08-31")
	columns := []dataset.Column{
		{Name: "huyen", Title: "Huyện", Type: dataset.Text, Key: true, Description: "Tên đơn vị cấp huyện."},
		{Name: "nam", Title: "Năm", TitleEn: "Year", Type: dataset.Integer, Key: true},
		{Name: "dien_tich", Title: "Diện tích", TitleEn: "Area", Type: dataset.Decimal, Unit: "ha"},
		{Name: "ghi_chu", Title: "Ghi chú", Type: dataset.Text},
	}
	var rows []analytics.Row
	for _, place := range []string{"Kế Sách", "Mỹ Tú", "Long Phú"} {
		for year := int64(2015); year < 2025; year++ {
			rows = append(rows, analytics.Row{place, year, float64(len(place))*1000 + float64(year-2015)*123.5, nil})
		}
	}
	return view.Dataset{
		DatasetItem: view.DatasetItem{ID: "01890000-0000-7000-8000-00000000f001", Agency: districtID, Slug: "dien-tich-lua", Version: 1, Quality: 300, Band: "good"},
		DataVersion: 1, ApprovedBy: "Lê Thị Chi", Authority: dataset.Authority{Agency: districtID, Position: publication.PositionHead, Decision: "12/QĐ-UBND"},
		ReviewedOn: calendar.MustParse("2026-03-02"), ReviewDue: day, UpdateDue: day,
		Duties: []duty.Duty{{RuleID: "D47.review", DueDate: day, TriggerDate: calendar.MustParse("2026-03-02"), LegalBasisVi: "Điều 18", LegalBasisEn: "Article 18"}},
		Content: dataset.Content{
			Description: dataset.Description{Title: "Diện tích trồng lúa theo huyện", TitleEn: "Rice area by district", Summary: "Diện tích gieo trồng lúa mỗi năm.", Description: "Số liệu **chính thức**.",
				Topics: []string{"nong-nghiep-thuy-san"}, Keywords: []string{"lúa"}, Licence: "vn-open-data", Frequency: "annual", Spatial: "Huyện Kế Sách",
				PeriodFrom: calendar.MustParse("2015-01-01"), PeriodTo: calendar.MustParse("2024-12-31"), Contact: dataset.Contact{Unit: "Phòng Nông nghiệp", Email: "nn@example.vn", Phone: "0299 3 876 001"}},
			Release: &dataset.Release{ID: "01890000-0000-7000-8000-00000000e001", File: publication.Attachment{SHA256: strings.Repeat("c", 64), Name: "lua.csv", MediaType: "text/csv", Size: 1234},
				Reading: dataset.Reading{Format: "csv"}, Columns: columns, Rejected: 2, Change: dataset.NewData},
		},
	}, rows
}

// corrected is the second version of rice: one row more and one changed.
func corrected() (view.Dataset, []analytics.Row) {
	d, rows := rice()
	release := *d.Content.Release
	release.ID, release.Change, release.Rejected = "01890000-0000-7000-8000-00000000e002", dataset.Correction, 0
	d.Content.Release, d.Version, d.DataVersion, d.Change, d.Reason = &release, 2, 2, dataset.Correction, "Sửa số liệu 2015."
	d.Content.Description.Summary = "Diện tích gieo trồng lúa cả năm."
	rows[0] = analytics.Row{"Kế Sách", int64(2015), 9999.5, "đã sửa"}
	return d, append(rows, analytics.Row{"Long Phú", int64(2025), 8123.0, nil})
}

func (w *world) Keep(context.Context, string, string, int64, io.Reader) (publication.Attachment, error) {
	return publication.Attachment{}, errMissing.New()
}
