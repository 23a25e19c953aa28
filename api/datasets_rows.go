package api

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/analytics"
	"minhbach/analytics/where"
	"minhbach/domain/dataset"
	"minhbach/opendata/export"
)

// maxCells bounds one JSON answer, which is made in memory.
const maxCells = 1_000_000

type rowsIn struct {
	Versioned
	Question
	Select string     `query:"select" maxLength:"8000" doc:"Columns, with commas; _id is the number of the row. Empty: all of them." example:"ten,dan_so"`
	Order  string     `query:"order" maxLength:"1000" doc:"Columns, with commas; desc or a minus for the largest first. No value comes last; ties keep the order of the file." example:"dan_so desc"`
	Limit  int        `query:"limit" minimum:"1" maximum:"10000" doc:"Rows; JSON has 100 where it is absent, other formats every row that was chosen."`
	Cursor string     `query:"cursor" maxLength:"20000" doc:"From next, or from the link rel=next; the rest of the question must be the same. It stays with the version that was read first."`
	Offset int64      `query:"offset" minimum:"0" maximum:"100000000" doc:"Rows to leave out first; a cursor is faster and never repeats a row."`
	Format DataFormat `query:"format" doc:"Absent: as Accept says, else JSON. excel is CSV for Excel in Vietnamese, with titles, semicolons and a BOM."`
	Lang   string     `query:"lang" enum:"vi,en" default:"vi" doc:"Of the titles in excel and xlsx."`
	Accept string     `header:"Accept"`
}

// RowsPage is a page of rows.
type RowsPage struct {
	Dataset  string       `json:"dataset" format:"uuid"`
	Version  int          `json:"version" doc:"Of the dataset, that the rows are of."`
	Position uint64       `json:"position" doc:"Of the event that made this version public."`
	License  *Named       `json:"license,omitempty"`
	Total    int64        `json:"total" doc:"Exact number of rows that the question chooses, on all pages."`
	Columns  []DataColumn `json:"columns" doc:"Of the rows, in order."`
	Rows     Records      `json:"rows"`
	Next     string       `json:"next,omitempty" doc:"Cursor of the next page; absent on the last."`
}

// asked is a question about rows, understood.
type asked struct {
	query    analytics.Query
	columns  []dataset.Column // of the answer
	question []byte           // for cursors
	text     string           // the whole question, written in one way
}

func (s *service) getRows(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-rows", Path: "/datasets/{id}/rows", Tags: []string{tagDatasets},
		Summary:     "Rows of a dataset: chosen, sorted, paged, in eight formats",
		Description: "JSON comes in pages with the exact total; every other format streams all rows that the question chooses. The ETag is of data and question: unchanged data is never sent, nor looked up, twice. A question that is too large or slow is refused with a code that says how to narrow it.",
		Errors:      []int{410},
		Metadata:    map[string]any{streams: true},
		Responses:   dataAnswers(api, RowsPage{}, "RowsPage", dataFormats),
	}, func(ctx context.Context, in *rowsIn) (*huma.StreamResponse, error) {
		var from cursor
		if in.Cursor != "" {
			var err error
			if from, err = decodeCursor(in.Cursor); err != nil {
				return nil, err
			}
			if in.Offset != 0 {
				return nil, errTogether.New("names", "cursor, offset").At("offset")
			}
			if in.Version == 0 {
				in.Version = from.Version
			}
		}
		a, err := s.aim(ctx, in.Versioned, true)
		if err != nil {
			return nil, err
		}
		format := chosenFormat(in.Format, in.Accept, dataFormats)
		r := a.dataset.Content.Release
		asked, err := in.understand(r.ID, r.Columns, from, format)
		if err != nil {
			return nil, err
		}
		out := &streamed{position: a.position, etag: tagged("rows", r.ID, a.dataset.ContentHash, strconv.Itoa(a.Version), asked.text)}
		if format == export.JSON {
			s.rowsPage(ctx, out, a, asked, in.address(a))
			return s.pour(out), nil
		}
		return s.pour(s.rowsFile(out, a, asked.query, asked.columns, format, in.Lang, requestOf(ctx).base)), nil
	})
}

// understand reads the question against the columns of the release.
func (in *rowsIn) understand(release string, columns []dataset.Column, from cursor, format export.Format) (*asked, error) {
	q := analytics.Query{Search: in.Q, Limit: in.Limit, Offset: in.Offset}
	var err error
	if q.Select, err = where.Select(in.Select, columns); err != nil {
		return nil, placed(err, "select")
	}
	if q.Where, err = in.condition(columns); err != nil {
		return nil, err
	}
	if q.Order, err = where.Order(in.Order, columns); err != nil {
		return nil, placed(err, "order")
	}
	if _, err = (analytics.Query{Order: q.Order}).Outputs(columns); err != nil {
		return nil, placed(err, "order")
	}
	condition, order := where.String(q.Where), where.OrderString(q.Order)
	out := &asked{question: fingerprint(release, condition, in.Q, order)}
	if in.Cursor != "" {
		if q.After, err = from.after(out.question, q.Order, columns); err != nil {
			return nil, err
		}
	}
	if out.columns, err = q.Outputs(columns); err != nil {
		return nil, placed(err, "select")
	}
	if format == export.JSON {
		if q.Limit == 0 {
			q.Limit = 100
		}
		if n := len(out.columns); q.Limit*n > maxCells {
			return nil, errRowsLarge.New("max", maxCells, "limit", max(1, maxCells/n)).At("limit")
		}
	}
	text, err := json.Marshal([]any{q.Select, condition, q.Search, order, q.Limit, q.Offset, in.Cursor, format, in.Lang})
	out.query, out.text = q, string(text)
	return out, err
}

// rowsPage answers in JSON with the total and the place of the next page.
func (s *service) rowsPage(_ context.Context, out *streamed, a *aimed, asked *asked, again func(cursor string) string) {
	next := ""
	out.mediaType = "application/json"
	out.link = func() string {
		if next == "" {
			return ""
		}
		return "<" + again(next) + `>; rel="next"`
	}
	out.write = func(ctx context.Context, w io.Writer) error {
		page, err := s.app.Queries.Datasets.Rows(ctx, a.Target, asked.query)
		if err != nil {
			return err
		}
		body := RowsPage{
			Dataset: a.Dataset, Version: a.Version, Position: a.dataset.Position, License: licenceOf(a.dataset.Licence),
			Total: page.Total, Columns: each(page.Columns, columnOf),
		}
		if body.Rows, err = recordsOf(ctx, page.Columns, page.Rows); err != nil {
			return err
		}
		if page.Last != nil {
			if body.Next, err = encodeCursor(a.Version, asked.question, page.Last); err != nil {
				return err
			}
			next = body.Next
		}
		return strictJSON.Marshal(w, body)
	}
}

// rowsFile streams every row that was chosen in a format.
func (s *service) rowsFile(out *streamed, a *aimed, q analytics.Query, columns []dataset.Column, format export.Format, lang, base string) *streamed {
	form, _ := export.FormOf(format)
	out.mediaType, out.name = form.MediaType, a.dataset.Slug+"-v"+strconv.Itoa(a.Version)+"-rows."+form.Extension
	out.write = func(ctx context.Context, w io.Writer) error {
		t := export.Table{Columns: columns, Title: a.dataset.Title, Lang: lang, Notes: notesOf(a, base, lang)}
		return export.Write(ctx, w, format, t, func(yield func([]any) error) error {
			return s.app.Queries.Datasets.Stream(ctx, a.Target, q, yield)
		})
	}
	return out
}

// notesOf tells whoever has the file alone where it came from.
func notesOf(a *aimed, base, lang string) []string {
	notes := []string{base + datasetURL(a.Dataset) + "?version=" + strconv.Itoa(a.Version)}
	if l := licenceOf(a.dataset.Licence); l != nil {
		if lang == "en" {
			return append(notes, l.En)
		}
		notes = append(notes, l.Vi)
	}
	return notes
}

// address is this question again from another place on, of the same version.
func (in *rowsIn) address(a *aimed) func(cursor string) string {
	q := url.Values{}
	for name, value := range map[string]string{"as_of": in.AsOf, "where": in.Where, "q": in.Q, "select": in.Select, "order": in.Order} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if in.Limit != 0 {
		q.Set("limit", strconv.Itoa(in.Limit))
	}
	q.Set("version", strconv.Itoa(a.Version))
	return func(cursor string) string {
		q.Set("cursor", cursor)
		return datasetURL(a.Dataset) + "/rows?" + q.Encode()
	}
}

// schemaOf registers the schema of an answer that is written by hand.
func schemaOf(api huma.API, body any, name string) *huma.Schema {
	return api.OpenAPI().Components.Schemas.Schema(reflect.TypeOf(body), true, name)
}
