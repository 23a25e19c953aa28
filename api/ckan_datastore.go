package api

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/opendata/ckan"
)

// found is the result of datastore_search.
type found struct {
	Filters   any               `json:"filters,omitempty"`
	Counted   bool              `json:"include_total"`
	Limit     int               `json:"limit"`
	Offset    int64             `json:"offset,omitempty"`
	Format    string            `json:"records_format"`
	Resource  string            `json:"resource_id"`
	Threshold *int              `json:"total_estimation_threshold"`
	Records   any               `json:"records"`
	Fields    []ckan.Field      `json:"fields"`
	Links     map[string]string `json:"_links"`
	Total     *int64            `json:"total,omitempty"`
	Guessed   *bool             `json:"total_was_estimated,omitempty"`
}

// resource is the table of a call: some clients call it id.
func (c *ckanCall) resource() (string, error) {
	for _, name := range []string{"resource_id", "id"} {
		if id := c.params.Text(name); id != "" {
			return id, nil
		}
	}
	return "", ckan.Missing("resource_id")
}

func (c *ckanCall) datastoreSearch() (any, error) {
	id, err := c.resource()
	if err != nil {
		return nil, err
	}
	if id == metadata {
		return c.tables()
	}
	target, release, _, err := c.table(c, id, c.params.Text("version"))
	if err != nil {
		return nil, err
	}
	ask, err := ckan.ReadDatastore(c.params, release.Columns)
	if err != nil {
		return nil, err
	}
	rows, total, err := c.rows(target, ask)
	if err != nil {
		return nil, err
	}
	return c.found(id, ask, rows, total)
}

// inOne is how many rows the engine gives out in one piece.
const inOne = analytics.MaxRows

func (c *ckanCall) rows(target app.Target, ask ckan.Ask) (rows [][]any, total int64, err error) {
	q, queries := ask.Query, c.app.Queries.Datasets
	limit := q.Limit
	if q.Distinct && ask.Total && len(q.Select) > analytics.MaxBy {
		all := q
		all.Limit, all.Offset, all.NoTotal, q.NoTotal = 0, 0, true, true
		if err := queries.Stream(c, target, all, func(analytics.Row) error { total++; return nil }); err != nil {
			return nil, 0, err
		}
	} else if q.Distinct && ask.Total {
		by := make([]analytics.Bucket, len(q.Select))
		for i, name := range q.Select {
			by[i].Column = name
		}
		groups, err := queries.Groups(c, target, analytics.Grouping{Where: q.Where, Search: q.Search, By: by, Limit: 1})
		if err != nil {
			return nil, 0, err
		}
		total, q.NoTotal = groups.Total, true
	}
	q.Limit = min(max(limit, 1), inOne)
	page, err := queries.Rows(c, target, q)
	if err != nil {
		return nil, 0, err
	}
	if !q.NoTotal {
		total = page.Total
	}
	rows = page.Rows[:min(limit, len(page.Rows))]
	if limit > inOne && len(rows) == inOne {
		q.Limit, q.Offset = limit-inOne, q.Offset+inOne
		err = queries.Stream(c, target, q, func(r analytics.Row) error {
			rows = append(rows, slices.Clone(r))
			return nil
		})
	}
	return rows, total, err
}

func (c *ckanCall) found(id string, ask ckan.Ask, rows [][]any, total int64) (any, error) {
	out := found{
		Filters: ask.Filters, Counted: ask.Total, Limit: ask.Query.Limit, Offset: ask.Query.Offset, Format: ask.Format, Resource: id,
		Fields: ckan.FieldsOf(ask.Fields), Links: c.links(ask),
	}
	if ask.Total {
		out.Total, out.Guessed = &total, new(bool)
	}
	switch ask.Format {
	case "objects":
		out.Records = each(rows, func(r []any) ckan.Record { return ckan.Record{Columns: ask.Fields, Values: r} })
	case "lists":
		out.Records = each(rows, func(r []any) []any { return cells(ask.Fields, r) })
	default:
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if ask.Format == "tsv" {
			w.Comma = '\t'
		}
		for _, r := range rows {
			_ = w.Write(each(cells(ask.Fields, r), plainText)) // a buffer takes everything
		}
		w.Flush()
		out.Records = b.String()
	}
	return out, nil
}

func cells(columns []dataset.Column, row []any) []any {
	out := make([]any, len(columns))
	for i, c := range columns {
		out[i] = ckan.Cell(c, row[i])
	}
	return out
}

func plainText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// links lead through the pages, as CKAN's answers up to 2.11 did.
func (c *ckanCall) links(ask ckan.Ask) map[string]string {
	values := url.Values{}
	for name := range c.params {
		if s := c.params.Text(name); s != "" && name != "offset" && name != "callback" {
			if _, plain := c.params[name].(string); plain {
				values.Set(name, s)
			}
		}
	}
	const at = "/api/3/action/datastore_search?"
	start := at + values.Encode()
	values.Set("offset", strconv.FormatInt(ask.Query.Offset+int64(ask.Query.Limit), 10))
	return map[string]string{"start": start, "next": at + values.Encode()}
}
