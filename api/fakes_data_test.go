package api

import (
	"bytes"
	"context"
	"io"
	"strings"
	"time"

	"minhbach/analytics"
	"minhbach/analytics/analyticstest"
	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/duty"
	"minhbach/domain/publication"
	"minhbach/domain/rules"
	"minhbach/internal/app"
	"minhbach/opendata/export"
	"minhbach/opendata/ingest"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

const (
	dataID     = "0190f3c2-0000-7000-8000-000000000030"
	dataSlug   = "dan-so-theo-xa"
	goneDataID = "0190f3c2-0000-7000-8000-000000000031"
	bareDataID = "0190f3c2-0000-7000-8000-000000000032" // a description without data
	releaseOne = "0190f3c2-0000-7000-8000-000000000041"
	releaseTwo = "0190f3c2-0000-7000-8000-000000000042"
	uploadID   = "0190f3c2-0000-7000-8000-000000000050"
)

// fakeData is open data over a real table of a few rows; questions are kept for
// tests to look at.
type fakeData struct {
	store    *analyticstest.Reference
	filter   view.DatasetFilter
	query    analytics.Query
	grouping analytics.Grouping
	target   app.Target
	searched search.Query
	asked    int   // questions that reached a table
	down     error // what every question to a table answers
	breaks   int   // rows after which a stream fails; 0: never
}

func dataColumns() []dataset.Column {
	return []dataset.Column{
		{Name: "ten", Title: "Tên xã", TitleEn: "Commune", Type: dataset.Text, Key: true, Description: "Tên đơn vị"},
		{Name: "dan_so", Title: "Dân số", Type: dataset.Integer, Unit: "người"},
		{Name: "mat_do", Title: "Mật độ", Type: dataset.Decimal, Unit: "người/km²"},
		{Name: "nong_thon", Title: "Nông thôn", Type: dataset.Boolean},
		{Name: "ngay", Title: "Ngày", Type: dataset.Date},
		{Name: "luc", Title: "Lúc cập nhật", Type: dataset.DateTime},
		{Name: "vi_tri", Title: "Vị trí", Type: dataset.Geometry},
	}
}

func dataRows(n int) []analytics.Row {
	at := time.Date(2025, 12, 31, 17, 0, 0, 0, time.UTC)
	return []analytics.Row{
		{"Nhơn Mỹ", int64(12_345), 612.5, true, at.AddDate(0, 0, -30).Truncate(24 * time.Hour), at, `{"type":"Point","coordinates":[105.9,9.8]}`},
		{"Kế Sách", int64(20_001), 1204.25, false, at.Truncate(24 * time.Hour), at.Add(time.Hour), `{"type":"Point","coordinates":[105.98,9.77]}`},
		{"Ba Trinh", nil, nil, true, nil, nil, nil},
		{`=1+1,"<b>`, int64(-5), 0.1, nil, at.AddDate(-1, 0, 0).Truncate(24 * time.Hour), nil, nil},
	}[:n]
}

func dataRelease(version int) *dataset.Release {
	r := &dataset.Release{
		ID: releaseOne, Columns: dataColumns(), Rows: 3, Change: dataset.NewData,
		File:    publication.Attachment{SHA256: sha, Name: "dân số.csv", Title: "dân số.csv", MediaType: "text/csv", Size: 14},
		Reading: dataset.Reading{Format: "csv", Encoding: "utf-8", Delimiter: ";", HeaderRow: 1, Empty: []string{"-"}},
	}
	if version == 2 {
		r.ID, r.Rows, r.Rejected, r.Report, r.Change, r.Reason = releaseTwo, 4, 1, strings.Repeat("b", 64), dataset.Correction, "Bổ sung xã bị sót"
	}
	return r
}

func dataContent(version int) dataset.Content {
	return dataset.Content{
		Description: dataset.Description{
			Title: "Dân số theo xã", TitleEn: "Population by commune", Summary: "Dân số trung bình của các xã.", Topics: []string{"dan-so-hanh-chinh"},
			Keywords: []string{"dân số"}, Spatial: "Huyện Kế Sách", PeriodFrom: day("2025-01-01"), PeriodTo: day("2025-12-31"),
			Licence: "cc-by-4.0", Frequency: "annual", Contact: dataset.Contact{Unit: "Phòng Thống kê"},
		},
		Release: dataRelease(version),
	}
}

func dataItem() view.DatasetItem {
	c := dataContent(2).Description
	return view.DatasetItem{
		ID: dataID, Agency: districtID, Slug: dataSlug, State: view.Published, Version: 2, Title: c.Title, TitleEn: c.TitleEn, Summary: c.Summary,
		Topics: c.Topics, Keywords: c.Keywords, Format: "csv", Licence: c.Licence, Frequency: c.Frequency, PeriodFrom: c.PeriodFrom, PeriodTo: c.PeriodTo,
		Rows: 4, Columns: 7, Bytes: 14, Quality: 290, Band: "good", PublishedAt: testNow.Add(-96 * time.Hour), UpdatedAt: testNow.Add(-24 * time.Hour), Position: 40,
	}
}

func dataVersion(n int) view.DatasetVersion {
	v := view.DatasetVersion{
		Number: n, DataVersion: n, On: day("2026-11-20"), PublishedAt: testNow.Add(-96 * time.Hour), Position: uint64(20 * n), Content: dataContent(n),
		ContentHash: dataset.Hash(dataContent(n)), Change: dataContent(n).Release.Change, Reason: dataContent(n).Release.Reason,
		ApprovedBy: "Trần Văn B", Authority: testAuthority(),
	}
	if n == 1 {
		v.ReplacedAt = testNow
	}
	return v
}

func (f *fake) dataset(_ context.Context, id string, at view.AsOf) (view.Dataset, error) {
	f.asOf = at
	review, err := duty.Open(rules.Default(), calendar.VietNam(), rules.DocumentByIssuer, districtID, "dataset-"+dataID, "dataset.reviewed", day("2026-11-19"))
	if err != nil {
		return view.Dataset{}, err
	}
	v := dataVersion(2)
	d := view.Dataset{
		DatasetItem: dataItem(), Content: v.Content, ContentHash: v.ContentHash, DataVersion: 2, DataOn: v.On, Change: v.Change, Reason: v.Reason,
		ApprovedBy: v.ApprovedBy, Authority: v.Authority, Duties: []duty.Duty{review},
	}
	switch id {
	case dataID, dataSlug:
		return d, nil
	case goneDataID:
		d.ID, d.State, d.Content, d.Reason = goneDataID, view.Withdrawn, dataset.Content{}, "Sai số liệu"
		return d, nil
	case bareDataID:
		d.ID, d.Content.Release = bareDataID, nil
		return d, nil
	}
	return view.Dataset{}, app.ErrNotFound.New()
}

func (f *fake) openData() {
	ctx := context.Background()
	f.data.store = analyticstest.NewReference()
	for id, n := range map[string]int{releaseOne: 3, releaseTwo: 4} {
		_, err := f.data.store.Load(ctx, analytics.Table{ID: id, Columns: dataColumns()}, func(yield func(analytics.Row, error) bool) {
			for _, r := range dataRows(n) {
				if !yield(r, nil) {
					return
				}
			}
		})
		if err != nil {
			panic(err)
		}
	}
	q := &f.Queries.Datasets
	q.List = func(_ context.Context, filter view.DatasetFilter) (view.Datasets, error) {
		f.data.filter = filter
		out := view.Datasets{Items: []view.DatasetItem{dataItem()}, Total: 3, Position: 99}
		if filter.Order == view.ByID {
			out.Total = 1
		}
		if filter.Facets {
			out.Facets = map[string][]view.Count{"topic": {{Value: "dan-so-hanh-chinh", Count: 3}}, "agency": {{Value: districtID, Count: 3}}, "band": {{Value: "good", Count: 1}}}
		}
		return out, nil
	}
	q.Get = f.dataset
	q.Versions = func(context.Context, string, view.AsOf) ([]view.DatasetVersion, error) {
		return []view.DatasetVersion{dataVersion(1), dataVersion(2)}, nil
	}
	q.Version = func(_ context.Context, _ string, n int) (view.DatasetVersion, error) { return dataVersion(n), nil }
	q.History = func(ctx context.Context, by app.Caller, id string) ([]view.Event, error) {
		return f.Queries.History(ctx, by, id)
	}
	table := func(t app.Target) (string, error) {
		f.data.target = t
		f.data.asked++
		if t.Version == 1 {
			return releaseOne, f.data.down
		}
		return releaseTwo, f.data.down
	}
	q.Rows = func(ctx context.Context, t app.Target, query analytics.Query) (*analytics.Page, error) {
		id, err := table(t)
		if err != nil {
			return nil, err
		}
		query.Table, f.data.query = id, query
		return f.data.store.Select(ctx, query)
	}
	q.Stream = func(ctx context.Context, t app.Target, query analytics.Query, yield func(analytics.Row) error) error {
		id, err := table(t)
		if err != nil {
			return err
		}
		query.Table, f.data.query = id, query
		n := 0
		return f.data.store.Stream(ctx, query, func(r analytics.Row) error {
			if n++; f.data.breaks != 0 && n > f.data.breaks {
				return errTestOurs
			}
			return yield(r)
		})
	}
	q.Groups = func(ctx context.Context, t app.Target, g analytics.Grouping) (*analytics.Groups, error) {
		id, err := table(t)
		if err != nil {
			return nil, err
		}
		g.Table, f.data.grouping = id, g
		return f.data.store.Group(ctx, g)
	}
	q.Profile = func(_ context.Context, t app.Target) ([]analytics.Profile, error) {
		if _, err := table(t); err != nil {
			return nil, err
		}
		mean := 10780.333
		return []analytics.Profile{
			{Column: "dan_so", Values: 3, Missing: 1, Distinct: 3, Min: int64(-5), Max: int64(20_001), Mean: &mean, Median: &mean},
			{Column: "ngay", Values: 3, Missing: 1, Distinct: 3, Min: day("2024-12-31").Start().UTC(), Top: []analytics.Frequent{{Value: time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC), Count: 1}}},
		}, nil
	}
	q.Compare = func(ctx context.Context, id string, from, to, limit int) (*app.DatasetDiff, error) {
		out := &app.DatasetDiff{Dataset: id, From: dataVersion(from), To: dataVersion(to), Fields: dataset.DiffContent(dataContent(from), dataContent(to))}
		if from == to {
			return out, nil
		}
		var err error
		out.Data, err = f.data.store.Compare(ctx, analytics.Comparison{From: releaseOne, To: releaseTwo, Key: []string{"ten"}, Limit: limit})
		return out, err
	}
	report := func() *ingest.Report {
		return &ingest.Report{Total: 1, Rejected: []ingest.Rejected{{Line: 7, Column: "Dân số", Value: "x,y", Code: "row.number", Vi: "Không phải số", En: "Not a number"}}}
	}
	q.Report = func(context.Context, app.Target) (*ingest.Report, error) { return report(), nil }
	q.Original = func(ctx context.Context, t app.Target) (dataset.Release, app.File, error) {
		file, err := f.Open(ctx, sha)
		return *dataRelease(max(t.Version, 1)), file, err
	}
	q.Made = func(view.Dataset, string) (int64, string, bool) { return 0, "", false }
	q.Bulk = func(context.Context) (app.File, string, error) {
		return testFile{strings.NewReader("PK kept")}, "state", nil
	}
	q.Export = func(ctx context.Context, t app.Target, format string) (app.File, error) {
		id, err := table(t)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = export.Write(ctx, &b, export.Format(format), export.Table{Columns: dataColumns(), Title: "Dân số theo xã"}, func(yield func([]any) error) error {
			return f.data.store.Stream(ctx, analytics.Query{Table: id}, yield)
		})
		return testFile{strings.NewReader(b.String())}, err
	}
	item := view.DatasetWorkItem{ID: dataID, Agency: districtID, Slug: dataSlug, State: publication.StateDraft, Title: "Dân số theo xã", Revision: 12, UpdatedAt: testNow, Rows: 4}
	q.WorkList = func(_ context.Context, by app.Caller, _ view.DatasetWorkFilter) ([]view.DatasetWorkItem, error) {
		f.by = by
		return []view.DatasetWorkItem{item}, nil
	}
	q.Work = func(_ context.Context, by app.Caller, id string) (view.DatasetWork, error) {
		if id != dataID && id != itemID {
			return view.DatasetWork{}, app.ErrNotFound.New()
		}
		c := dataContent(2)
		c.Release.Findings = []dataset.Finding{{Column: "ten", Kind: "phone", Count: 2, Rows: []int64{3, 4}}}
		return view.DatasetWork{DatasetWorkItem: item, Content: c, ContentHash: dataset.Hash(c), Authors: []string{staffID}, Allowed: []publication.Command{publication.CommandSubmit}}, nil
	}
	q.WorkRows = func(ctx context.Context, _ app.Caller, _ string, query analytics.Query) (*analytics.Page, error) {
		query.Table, f.data.query = releaseTwo, query
		return f.data.store.Select(ctx, query)
	}
	q.WorkReport = func(context.Context, app.Caller, string) (*ingest.Report, error) { return report(), nil }
	f.Queries.Search = func(_ context.Context, query search.Query) (*search.Result, error) {
		f.data.searched = query
		out := &search.Result{Total: 45, Position: 98, Hits: []search.Hit{
			{ID: dataID, Kind: search.Dataset, Score: 2, Title: []search.Fragment{{Text: "Dân số", Match: true}, {Text: " theo xã"}}, Passages: [][]search.Fragment{{{Text: "…"}}}},
			{ID: itemID, Kind: search.Publication, Title: []search.Fragment{{Text: "Quyết định 07"}}}, {ID: districtID, Kind: search.Agency, Title: []search.Fragment{{Text: "Kế Sách"}}},
		}}
		if query.Facets != nil {
			out.Facets = map[string][]search.Count{"kind": {{Value: "dataset", Count: 1}}}
		}
		return out, nil
	}
	f.Queries.Suggest = func(context.Context, string, int) ([]search.Suggestion, error) {
		return []search.Suggestion{{Text: "Dân số theo xã", Kind: search.Dataset, ID: dataID}}, nil
	}
	f.receiving()
}

// receiving is one upload, kept in memory.
func (f *fake) receiving() {
	up := app.Upload{ID: uploadID, Agency: districtID, Name: "dan-so.csv", Size: 10, Expires: testNow.AddDate(0, 0, 7), State: app.Receiving}
	answer := func(by app.Caller) (app.Upload, error) {
		f.by = by
		return up, f.err
	}
	f.Uploads.Begin = func(_ context.Context, by app.Caller, n app.NewUpload) (app.Upload, error) {
		f.command = n
		up.Name, up.Size, up.Agency, up.Offset = n.Name, n.Size, n.Agency, 0
		return answer(by)
	}
	f.Uploads.Append = func(_ context.Context, by app.Caller, _ string, offset int64, r io.Reader) (app.Upload, error) {
		if f.err != nil {
			return up, f.err
		}
		if offset != up.Offset {
			return up, app.ErrUploadOffset.New("offset", up.Offset)
		}
		n, err := io.Copy(io.Discard, r)
		if up.Offset += n; up.Offset > up.Size {
			return up, app.ErrUploadLong.New("size", up.Size)
		}
		if up.Offset == up.Size {
			up.State = app.Received
		}
		f.by = by
		return up, err
	}
	f.Uploads.Get = func(_ context.Context, by app.Caller, _ string) (app.Upload, error) { return answer(by) }
	f.Uploads.Discard = func(_ context.Context, by app.Caller, _ string) error { f.command = "discarded"; return f.err }
	f.Uploads.Examine = func(_ context.Context, by app.Caller, _ string, c ingest.Choices) (app.Upload, error) {
		f.command = c
		up.State, up.Done, up.Choices = app.Examined, 1, c
		up.Examined = &ingest.Examination{
			Reading: dataset.Reading{Format: "csv", Encoding: "tcvn3"}, Columns: dataColumns(), Evidence: make([]ingest.Evidence, len(dataColumns())),
			Rows: 4, Notes: []dataset.Note{{Code: "encoding.converted", Params: map[string]string{"encoding": "tcvn3"}}}, Sample: [][]string{{"Nhơn Mỹ"}},
			Findings: []dataset.Finding{{Column: "ten", Kind: "phone", Count: 1}},
		}
		return answer(by)
	}
	f.Uploads.Wait = f.Uploads.Get
}
