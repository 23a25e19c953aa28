package app

import (
	"context"
	"encoding/json"
	"slices"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/domain/fault"
	"minhbach/opendata/ingest"
	"minhbach/projections/view"
)

var ErrNoData = fault.Define(fault.NotFound, "dataset.no_data",
	"Phiên bản này chưa có dữ liệu hoặc đã được gỡ; hãy mở trang của bộ dữ liệu để chọn phiên bản khác.",
	"This version has no data or was withdrawn; open the dataset's page to choose another.")

// release finds the data that a target names, among what is public.
func (s datasets) release(ctx context.Context, t Target) (dataset.Release, view.Dataset, error) {
	d, err := s.get(ctx, t.Dataset, t.AsOf)
	if err != nil {
		return dataset.Release{}, d, err
	}
	gone := d.State == view.Withdrawn
	if !t.AsOf.IsNow() {
		// What was withdrawn since is not given out by way of the past.
		now, err := s.Datasets.Dataset(ctx, d.ID, 0)
		if err != nil {
			return dataset.Release{}, d, notFound(err)
		}
		gone = gone || now.State == view.Withdrawn
	}
	if gone {
		return dataset.Release{}, d, ErrNoData.New()
	}
	content := d.Content
	if t.Version != 0 && t.Version != d.Version {
		v, err := s.datasetVersion(ctx, d.ID, t.Version)
		if err != nil {
			return dataset.Release{}, d, err
		}
		if !t.AsOf.IsNow() && v.Number > d.Version {
			return dataset.Release{}, d, ErrNotFound.New()
		}
		content = v.Content
	}
	if content.Release == nil {
		return dataset.Release{}, d, ErrNoData.New()
	}
	return *content.Release, d, nil
}

// table is the release of a target with its table in place.
func (s datasets) table(ctx context.Context, t Target) (dataset.Release, error) {
	r, _, err := s.release(ctx, t)
	if err != nil {
		return r, err
	}
	return r, mapErr(s.Tables.Ensure(ctx, r))
}

func (s datasets) rows(ctx context.Context, t Target, q analytics.Query) (*analytics.Page, error) {
	r, err := s.table(ctx, t)
	if err != nil {
		return nil, err
	}
	q.Table = r.ID
	page, err := s.Tables.Select(ctx, q)
	if err != nil {
		return nil, mapErr(err)
	}
	page.Columns = asDescribed(r, page.Columns)
	return page, nil
}

// asDescribed gives columns of an answer the titles and units that the release
// has now: they may have been bettered after its table was made.
func asDescribed(r dataset.Release, columns []dataset.Column) []dataset.Column {
	out := slices.Clone(columns)
	for i, c := range out {
		if k := slices.IndexFunc(r.Columns, func(of dataset.Column) bool { return of.Name == c.Name && of.Type == c.Type }); k >= 0 {
			out[i] = r.Columns[k]
		}
	}
	return out
}

func (s datasets) stream(ctx context.Context, t Target, q analytics.Query, yield func(analytics.Row) error) error {
	r, err := s.table(ctx, t)
	if err != nil {
		return err
	}
	q.Table = r.ID
	return mapErr(s.Tables.Stream(ctx, q, yield))
}

func (s datasets) groups(ctx context.Context, t Target, q analytics.Grouping) (*analytics.Groups, error) {
	r, err := s.table(ctx, t)
	if err != nil {
		return nil, err
	}
	q.Table = r.ID
	groups, err := s.Tables.Group(ctx, q)
	return groups, mapErr(err)
}

func (s datasets) profile(ctx context.Context, t Target) ([]analytics.Profile, error) {
	r, err := s.table(ctx, t)
	if err != nil {
		return nil, err
	}
	all, err := s.Tables.Profile(ctx, r.ID)
	return all, mapErr(err)
}

// compare tells how two public versions differ, in what is said and in the rows.
func (s datasets) compare(ctx context.Context, id string, from, to, limit int) (*DatasetDiff, error) {
	a, err := s.datasetVersion(ctx, id, from)
	if err != nil {
		return nil, err
	}
	b, err := s.datasetVersion(ctx, id, to)
	if err != nil {
		return nil, err
	}
	diff := &DatasetDiff{Dataset: id, From: a, To: b, Fields: dataset.DiffContent(a.Content, b.Content)}
	before, after := a.Content.Release, b.Content.Release
	if before == nil || after == nil || before.ID == after.ID {
		return diff, nil
	}
	for _, r := range []*dataset.Release{before, after} {
		if err := s.Tables.Ensure(ctx, *r); err != nil {
			return nil, mapErr(err)
		}
	}
	var key []string
	for _, c := range after.Columns {
		if c.Key {
			key = append(key, c.Name)
		}
	}
	diff.Data, err = s.Tables.Compare(ctx, analytics.Comparison{From: before.ID, To: after.ID, Key: key, Limit: limit})
	return diff, mapErr(err)
}

// report lists the rejected rows of a public version.
func (s datasets) report(ctx context.Context, t Target) (*ingest.Report, error) {
	r, _, err := s.release(ctx, t)
	if err != nil {
		return nil, err
	}
	return s.readReport(ctx, r)
}

func (d Deps) readReport(ctx context.Context, r dataset.Release) (*ingest.Report, error) {
	report := &ingest.Report{Total: r.Rejected}
	if r.Report == "" {
		return report, nil
	}
	f, err := d.Files.Open(ctx, r.Report)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return report, json.NewDecoder(f).Decode(report)
}

// original is the publisher's own file, byte for byte.
func (s datasets) original(ctx context.Context, t Target) (dataset.Release, File, error) {
	r, _, err := s.release(ctx, t)
	if err != nil {
		return r, nil, err
	}
	f, err := s.Files.Open(ctx, r.File.SHA256)
	return r, f, err
}

func (s datasets) export(ctx context.Context, t Target, format string) (File, error) {
	r, d, err := s.release(ctx, t)
	if err != nil {
		return nil, err
	}
	if err := s.Tables.Ensure(ctx, r); err != nil {
		return nil, mapErr(err)
	}
	f, err := s.Tables.Export(ctx, r, format, d.Title)
	return f, mapErr(err)
}

func (s datasets) made(d view.Dataset, format string) (int64, string, bool) {
	if d.Content.Release == nil {
		return 0, "", false
	}
	return s.Tables.Made(*d.Content.Release, format, d.Title)
}
