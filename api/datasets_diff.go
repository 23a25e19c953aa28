package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

type datasetDiffIn struct {
	DatasetKey
	Point
	From  int `query:"from" required:"true" minimum:"1" doc:"Version number." example:"1"`
	To    int `query:"to" required:"true" minimum:"1" doc:"Version number." example:"2"`
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"Rows of each kind that are shown; the counts are exact."`
}

// DatasetDiff compares two public versions, in what is said and in the rows.
type DatasetDiff struct {
	From    DatasetVersion `json:"from"`
	To      DatasetVersion `json:"to"`
	Changes []Change       `json:"changes" doc:"Of description, dictionary and release, in reading order."`
	Data    *DataDiff      `json:"data,omitempty" doc:"Absent where both have the same data."`
}

// DataDiff tells how the rows differ.
type DataDiff struct {
	Key            []string     `json:"key" doc:"Columns by which rows were matched; empty: as wholes, then nothing counts as changed."`
	KeyRepeated    bool         `json:"key_repeated" doc:"The key does not name rows uniquely, so they were compared as wholes."`
	Added          int64        `json:"added"`
	Removed        int64        `json:"removed"`
	Changed        int64        `json:"changed"`
	Same           int64        `json:"same"`
	Columns        []DataColumn `json:"columns" doc:"Of the rows shown: those that both versions have."`
	AddedRows      Records      `json:"added_rows"`
	RemovedRows    Records      `json:"removed_rows"`
	Before         Records      `json:"changed_before" doc:"Changed rows as they were, in the order of changed_after."`
	After          Records      `json:"changed_after"`
	ColumnsAdded   []DataColumn `json:"columns_added"`
	ColumnsRemoved []DataColumn `json:"columns_removed"`
	ColumnsRetyped []Retyped    `json:"columns_retyped"`
}

// Retyped is a column that changed its type.
type Retyped struct {
	Column string   `json:"column"`
	From   DataType `json:"from"`
	To     DataType `json:"to"`
}

func (s *service) compareDatasets(api huma.API) {
	read(api, huma.Operation{
		OperationID: "compare-dataset-versions", Path: "/datasets/{id}/diff", Tags: []string{tagDatasets},
		Summary:     "What changed between two public versions, row by row",
		Description: "Rows added, removed and changed by key; columns added, removed and retyped; fields of the description.",
		Errors:      []int{410},
	}, func(ctx context.Context, in *datasetDiffIn) (*reply[DatasetDiff], error) {
		a, err := s.aim(ctx, Versioned{DatasetKey: in.DatasetKey, Point: in.Point}, false)
		if err != nil {
			return nil, err
		}
		switch {
		case a.dataset.State == view.Withdrawn:
			return nil, errDatasetGone.New()
		case max(in.From, in.To) > a.dataset.Version:
			return nil, app.ErrNotFound.New()
		}
		d, err := s.app.Queries.Datasets.Compare(ctx, a.Dataset, in.From, in.To, in.Limit)
		if err != nil {
			return nil, err
		}
		body := DatasetDiff{
			From: datasetVersionOf(a.Dataset, d.From, a.AsOf), To: datasetVersionOf(a.Dataset, d.To, a.AsOf),
			Changes: each(d.Fields, func(c dataset.FieldChange) Change { return Change(c) }),
		}
		if d.Data != nil {
			if body.Data, err = dataDiffOf(ctx, d.Data); err != nil {
				return nil, err
			}
		}
		return &reply[DatasetDiff]{Position: a.position, Body: body}, nil
	})
}

func dataDiffOf(ctx context.Context, d *analytics.Difference) (*DataDiff, error) {
	out := &DataDiff{
		Key: each(d.Key, func(k string) string { return k }), KeyRepeated: d.KeyRepeated, Added: d.Added, Removed: d.Removed, Changed: d.Changed, Same: d.Same,
		Columns: each(d.Columns, columnOf), ColumnsAdded: each(d.ColumnsAdded, columnOf), ColumnsRemoved: each(d.ColumnsRemoved, columnOf),
		ColumnsRetyped: each(d.ColumnsRetyped, func(r analytics.Retyped) Retyped { return Retyped{r.Column, DataType(r.From), DataType(r.To)} }),
	}
	for _, list := range []struct {
		to   *Records
		rows []analytics.Row
	}{
		{&out.AddedRows, d.AddedRows}, {&out.RemovedRows, d.RemovedRows},
		{&out.Before, each(d.ChangedRows, func(c analytics.Changed) analytics.Row { return c.Before })},
		{&out.After, each(d.ChangedRows, func(c analytics.Changed) analytics.Row { return c.After })},
	} {
		*list.to = Records("[]")
		if len(list.rows) == 0 {
			continue
		}
		var err error
		if *list.to, err = recordsOf(ctx, d.Columns, list.rows); err != nil {
			return nil, err
		}
	}
	return out, nil
}
