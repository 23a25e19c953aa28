package api

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/opendata/export"
	"minhbach/opendata/ingest"
)

// RowReport lists the rows of a file that are not in the table, and why.
type RowReport struct {
	Version  int           `json:"version,omitempty"`
	Total    int64         `json:"total" doc:"Rejected rows."`
	Rejected []RejectedRow `json:"rejected" doc:"The first 10,000 of them."`
}

// RejectedRow is one row that could not be read.
type RejectedRow struct {
	Line     int64  `json:"line" doc:"Of the file, from 1; for sheets the row, for JSON the record."`
	Column   string `json:"column,omitempty" doc:"Title; absent where the whole row is at fault."`
	Value    string `json:"value" doc:"As it is in the file, at most 200 characters."`
	Code     string `json:"code"`
	ReasonVi string `json:"reason_vi"`
	ReasonEn string `json:"reason_en"`
}

func reportOf(r *ingest.Report, version int) RowReport {
	return RowReport{Version: version, Total: r.Total, Rejected: each(r.Rejected, func(x ingest.Rejected) RejectedRow {
		return RejectedRow{Line: x.Line, Column: x.Column, Value: x.Value, Code: x.Code, ReasonVi: x.Vi, ReasonEn: x.En}
	})}
}

func (s *service) getReport(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-report", Path: "/datasets/{id}/report", Tags: []string{tagDatasets},
		Summary:     "Rows of the file that are not in the table, and why",
		Description: "Line, column, value and reason. Empty where every row could be read.",
		Errors:      []int{410},
	}, func(ctx context.Context, in *Versioned) (*reply[RowReport], error) {
		a, err := s.aim(ctx, *in, true)
		if err != nil {
			return nil, err
		}
		r, err := s.app.Queries.Datasets.Report(ctx, a.Target)
		if err != nil {
			return nil, err
		}
		return &reply[RowReport]{Position: a.position, Body: reportOf(r, a.Version)}, nil
	})
}

func (s *service) getReportCSV(api huma.API) {
	form, _ := export.FormOf(export.CSV)
	text := &huma.Schema{Type: huma.TypeString}
	read(api, huma.Operation{
		OperationID: "get-report-csv", Path: "/datasets/{id}/report.csv", Tags: []string{tagDatasets},
		Summary:     "The same report as CSV",
		Description: "Columns: line, column, value, code, reason_vi, reason_en.",
		Errors:      []int{410},
		Metadata:    map[string]any{streams: true},
		Responses: map[string]*huma.Response{
			"200": {
				Description: "The report", Content: map[string]*huma.MediaType{"text/csv": {Schema: text}},
				Headers: map[string]*huma.Param{"ETag": {Schema: text, Description: "Of exactly this answer."}},
			},
			"304": {Description: "The reader has it already"},
		},
	}, func(ctx context.Context, in *Versioned) (*huma.StreamResponse, error) {
		a, err := s.aim(ctx, *in, true)
		if err != nil {
			return nil, err
		}
		r := a.dataset.Content.Release
		return s.pour(&streamed{
			position: a.position, etag: tagged("report", r.ID, r.Report), mediaType: form.MediaType,
			name: a.dataset.Slug + "-v" + strconv.Itoa(a.Version) + "-report.csv",
			write: func(ctx context.Context, w io.Writer) error {
				report, err := s.app.Queries.Datasets.Report(ctx, a.Target)
				if err != nil {
					return err
				}
				return writeReport(w, report)
			},
		}), nil
	})
}

func writeReport(w io.Writer, report *ingest.Report) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true // RFC 4180
	if err := c.Write([]string{"line", "column", "value", "code", "reason_vi", "reason_en"}); err != nil {
		return err
	}
	for _, x := range report.Rejected {
		if err := c.Write([]string{strconv.FormatInt(x.Line, 10), x.Column, x.Value, x.Code, x.Vi, x.En}); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
