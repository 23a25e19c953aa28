package api

import (
	"context"
	"errors"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// ColumnList is the columns dictionary with figures.
type ColumnList struct {
	Version  int             `json:"version"`
	Rows     int64           `json:"rows"`
	Rejected int64           `json:"rejected"`
	Columns  []ColumnProfile `json:"columns" doc:"In the order of the table."`
}

// ColumnProfile is a column and what its values are like.
type ColumnProfile struct {
	DataColumn
	Operators  []string          `json:"operators" doc:"What where takes for it."`
	Functions  []string          `json:"functions" doc:"What groups take for it."`
	Statistics *ColumnStatistics `json:"statistics,omitempty" doc:"Absent on a server that keeps no tables."`
}

// ColumnStatistics describes the values of a column.
type ColumnStatistics struct {
	Values   int64           `json:"values" doc:"That are there."`
	Missing  int64           `json:"missing"`
	Distinct int64           `json:"distinct" doc:"Approximate above 10,000."`
	Min      DataValue       `json:"min" doc:"Null where there is none, and for long texts and geometries."`
	Max      DataValue       `json:"max"`
	Mean     *float64        `json:"mean,omitempty"`
	Median   *float64        `json:"median,omitempty"`
	Top      []FrequentValue `json:"top" doc:"The most frequent values, where there are not many different ones."`
}

// FrequentValue is a value and how often it occurs.
type FrequentValue struct {
	Value DataValue `json:"value"`
	Count int64     `json:"count"`
}

func (s *service) getColumns(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-columns", Path: "/datasets/{id}/columns", Tags: []string{tagDatasets},
		Summary:     "The columns dictionary with statistics",
		Description: "Name, title, type, unit and description of every column, what can be asked of it, and what its values are like.",
		Errors:      []int{410},
	}, func(ctx context.Context, in *Versioned) (*reply[ColumnList], error) {
		a, err := s.aim(ctx, *in, true)
		if err != nil {
			return nil, err
		}
		r := a.dataset.Content.Release
		profiles, err := s.app.Queries.Datasets.Profile(ctx, a.Target)
		if err != nil && !errors.Is(err, analytics.ErrEngine) {
			return nil, err
		}
		of := map[string]analytics.Profile{}
		for _, p := range profiles {
			of[p.Column] = p
		}
		return &reply[ColumnList]{Position: a.position, Body: ColumnList{
			Version: a.Version, Rows: r.Rows, Rejected: r.Rejected,
			Columns: each(r.Columns, func(c dataset.Column) ColumnProfile {
				out := ColumnProfile{DataColumn: columnOf(c), Operators: analytics.Operators(c.Type), Functions: analytics.Functions(c.Type)}
				if p, ok := of[c.Name]; ok {
					out.Statistics = statisticsOf(p, c.Type)
				}
				return out
			}),
		}}, nil
	})
}

func statisticsOf(p analytics.Profile, t dataset.Type) *ColumnStatistics {
	return &ColumnStatistics{
		Values: p.Values, Missing: p.Missing, Distinct: p.Distinct, Min: DataValue{scalar(p.Min, t)}, Max: DataValue{scalar(p.Max, t)},
		Mean: p.Mean, Median: p.Median,
		Top: each(p.Top, func(f analytics.Frequent) FrequentValue { return FrequentValue{DataValue{scalar(f.Value, t)}, f.Count} }),
	}
}
