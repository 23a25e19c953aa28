package api

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/analytics"
	"minhbach/analytics/where"
	"minhbach/domain/dataset"
	"minhbach/opendata/export"
)

// groupFormats are those that make sense for a small table.
var groupFormats = []export.Format{export.JSON, export.CSV, export.Excel, export.XLSX, export.NDJSON, export.TSV}

type groupsIn struct {
	Versioned
	Question
	GroupBy string      `query:"group_by" maxLength:"1000" doc:"Columns, with commas; a date may be cut with :year, :quarter, :month or :day. Empty: one group of everything." example:"huyen,ngay:year"`
	Select  string      `query:"select" maxLength:"4000" doc:"Figures, with commas: count, count(c), sum(c), avg(c), min(c), max(c), median(c), distinct(c); name one with as. Empty: count." example:"count,sum(dan_so) as tong"`
	Order   string      `query:"order" maxLength:"1000" doc:"By names of the answer; absent: by the groups." example:"tong desc"`
	Limit   int         `query:"limit" minimum:"1" maximum:"10000" default:"1000" doc:"Groups."`
	Offset  int64       `query:"offset" minimum:"0" maximum:"100000000"`
	Format  GroupFormat `query:"format" doc:"Absent: as Accept says, else JSON."`
	Lang    string      `query:"lang" enum:"vi,en" default:"vi" doc:"Of the titles in excel and xlsx."`
	Accept  string      `header:"Accept"`
}

// GroupFormat is a format of groups.
type GroupFormat string

// Schema satisfies huma.SchemaProvider.
func (GroupFormat) Schema(huma.Registry) *huma.Schema { return choice(groupFormats) }

var _ huma.SchemaProvider = GroupFormat("")

// GroupsPage is a page of groups.
type GroupsPage struct {
	Dataset  string       `json:"dataset" format:"uuid"`
	Version  int          `json:"version"`
	Position uint64       `json:"position" doc:"Of the event that made this version public."`
	License  *Named       `json:"license,omitempty"`
	Total    int64        `json:"total" doc:"Exact number of groups."`
	Columns  []DataColumn `json:"columns" doc:"The groups, then the figures."`
	Rows     Records      `json:"rows"`
}

func (s *service) getGroups(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-groups", Path: "/datasets/{id}/groups", Tags: []string{tagDatasets},
		Summary:     "Rows counted and added up by groups",
		Description: "Counts, sums, averages, extremes, medians and numbers of different values, by columns or parts of dates, among the rows that a condition chooses.",
		Errors:      []int{410},
		Metadata:    map[string]any{streams: true},
		Responses:   dataAnswers(api, GroupsPage{}, "GroupsPage", groupFormats),
	}, func(ctx context.Context, in *groupsIn) (*huma.StreamResponse, error) {
		a, err := s.aim(ctx, in.Versioned, true)
		if err != nil {
			return nil, err
		}
		r := a.dataset.Content.Release
		q, columns, err := in.understand(r.Columns)
		if err != nil {
			return nil, err
		}
		format := chosenFormat(DataFormat(in.Format), in.Accept, groupFormats)
		text, err := json.Marshal([]any{in.GroupBy, in.Select, where.String(q.Where), in.Q, where.OrderString(q.Order), in.Limit, in.Offset, format, in.Lang})
		if err != nil {
			return nil, err
		}
		out := &streamed{position: a.position, etag: tagged("groups", r.ID, a.dataset.ContentHash, strconv.Itoa(a.Version), string(text)), mediaType: "application/json"}
		if format != export.JSON {
			form, _ := export.FormOf(format)
			out.mediaType, out.name = form.MediaType, a.dataset.Slug+"-v"+strconv.Itoa(a.Version)+"-groups."+form.Extension
		}
		more := ""
		out.link = func() string { return more }
		base := requestOf(ctx).base
		out.write = func(ctx context.Context, w io.Writer) error {
			groups, err := s.app.Queries.Datasets.Groups(ctx, a.Target, q)
			if err != nil {
				return err
			}
			if format != export.JSON {
				t := export.Table{Columns: columns, Title: a.dataset.Title, Lang: in.Lang, Rows: int64(len(groups.Rows)), Notes: notesOf(a, base, in.Lang)}
				return export.Write(ctx, w, format, t, listed(groups.Rows))
			}
			if next := in.Offset + int64(len(groups.Rows)); len(groups.Rows) > 0 && next < groups.Total {
				more = "<" + base + datasetURL(a.Dataset) + "/groups?" + in.again(a.Version, next) + `>; rel="next"`
			}
			body := GroupsPage{
				Dataset: a.Dataset, Version: a.Version, Position: a.dataset.Position, License: licenceOf(a.dataset.Licence),
				Total: groups.Total, Columns: each(columns, columnOf),
			}
			if body.Rows, err = recordsOf(ctx, columns, groups.Rows); err != nil {
				return err
			}
			return strictJSON.Marshal(w, body)
		}
		return s.pour(out), nil
	})
}

// understand reads the question against the columns of the release, and tells the
// columns of the answer.
func (in *groupsIn) understand(columns []dataset.Column) (analytics.Grouping, []dataset.Column, error) {
	g := analytics.Grouping{Search: in.Q, Limit: in.Limit, Offset: in.Offset}
	var err error
	if g.Where, err = in.condition(columns); err != nil {
		return g, nil, err
	}
	if g.By, err = where.By(in.GroupBy, columns); err != nil {
		return g, nil, placed(err, "group_by")
	}
	if _, err = (analytics.Grouping{By: g.By}).Outputs(columns); err != nil {
		return g, nil, placed(err, "group_by")
	}
	if g.Aggregates, err = where.Aggregates(in.Select, columns); err != nil {
		return g, nil, placed(err, "select")
	}
	out, err := g.Outputs(columns)
	if err != nil {
		return g, nil, placed(err, "select")
	}
	named := make([]dataset.Column, len(out))
	for i, c := range out {
		named[i] = dataset.Column{Name: c.Name, Title: c.Name, Type: c.Type} // figures share the titles of their columns
	}
	if g.Order, err = where.Order(in.Order, named); err != nil {
		return g, nil, placed(err, "order")
	}
	return g, out, nil
}

func (in *groupsIn) again(version int, offset int64) string {
	q := url.Values{}
	for name, value := range map[string]string{
		"as_of": in.AsOf, "where": in.Where, "q": in.Q, "select": in.Select, "order": in.Order, "group_by": in.GroupBy,
		"limit": strconv.Itoa(in.Limit), "version": strconv.Itoa(version), "offset": strconv.FormatInt(offset, 10),
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q.Encode()
}
