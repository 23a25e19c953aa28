package api

import (
	"context"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/dataset"
	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/opendata/ingest"
)

// DataUpload is a data file on its way in. It is kept for seven days.
type DataUpload struct {
	ID          string           `json:"id" format:"uuid"`
	Agency      string           `json:"agency" doc:"For which it will be used."`
	Name        string           `json:"name" example:"dan-so.csv"`
	Size        int64            `json:"size" doc:"Bytes, as announced."`
	Offset      int64            `json:"offset" doc:"Bytes received and on disk."`
	Expires     time.Time        `json:"expires"`
	State       string           `json:"state" enum:"receiving,received,examining,examined,refused"`
	Done        float64          `json:"done" doc:"Of the examination, 0 to 1."`
	Choices     DataChoices      `json:"choices" doc:"Of the examination."`
	Examination *DataExamination `json:"examination,omitempty"`
	Refusal     *DataRefusal     `json:"refusal,omitempty" doc:"Why it cannot become a table; other choices may help."`
}

// DataRefusal is why a file could not be read.
type DataRefusal struct {
	Code   string `json:"code" example:"ingest.empty"`
	Detail string `json:"detail"`
}

// DataExamination is what a whole file was found to hold.
type DataExamination struct {
	Reading  Reading          `json:"reading"`
	Columns  []ExaminedColumn `json:"columns"`
	Rows     int64            `json:"rows" doc:"That can be read."`
	Rejected int64            `json:"rejected" doc:"That cannot; all of them are in /uploads/{id}/report."`
	First    []RejectedRow    `json:"first_rejected" doc:"The first 100 of them."`
	Found    []DataFinding    `json:"found" doc:"Columns in which values look like personal data."`
	Notes    []DataNote       `json:"notes"`
	Sample   [][]string       `json:"sample" doc:"The first 20 rows as they are written in the file."`
	Sheets   []string         `json:"sheets" doc:"To choose from."`
}

// ExaminedColumn is a column and why it got its type.
type ExaminedColumn struct {
	DataColumn
	Index    int              `json:"index" doc:"Position in the file, from 0: its key in choices.columns."`
	Written  string           `json:"format,omitempty" doc:"How numbers and dates are written in the file."`
	Values   int64            `json:"values"`
	Empty    int64            `json:"empty"`
	Fits     map[string]int64 `json:"fits" doc:"Type, or type and way of writing, and how many values can be read so."`
	Examples []string         `json:"examples"`
}

const shownRejected = 100

func (q *request) uploadOf(u app.Upload) DataUpload {
	out := DataUpload{
		ID: u.ID, Agency: u.Agency, Name: u.Name, Size: u.Size, Offset: u.Offset, Expires: u.Expires.UTC(), State: string(u.State), Done: u.Done,
		Choices: choicesOf(u.Choices), Examination: examinationOf(u.Examined),
	}
	if f := fault.Of(u.Fault); f != nil {
		out.Refusal = &DataRefusal{f.Code.Name, f.Sentence(q.lang)}
	}
	return out
}

func examinationOf(x *ingest.Examination) *DataExamination {
	if x == nil {
		return nil
	}
	same := func(s string) string { return s }
	out := &DataExamination{
		Reading: readingOf(x.Reading), Columns: []ExaminedColumn{}, Rows: x.Rows, Rejected: x.Report.Total, Found: each(x.Findings, findingOf),
		Notes: each(x.Notes, noteOf), Sample: each(x.Sample, func(r []string) []string { return each(r, same) }), Sheets: each(x.Sheets, same),
	}
	first := x.Report
	first.Rejected = first.Rejected[:min(shownRejected, len(first.Rejected))]
	out.First = reportOf(&first, 0).Rejected
	for i, c := range x.Columns {
		column := ExaminedColumn{DataColumn: columnOf(c), Index: i, Fits: map[string]int64{}, Examples: []string{}}
		if i < len(x.Reading.Columns) {
			column.Index, column.Written = x.Reading.Columns[i].Index, x.Reading.Columns[i].Format
		}
		if i < len(x.Evidence) {
			e := x.Evidence[i]
			column.Values, column.Empty, column.Examples = e.Values, e.Empty, each(e.Examples, same)
			if e.Fits != nil {
				column.Fits = e.Fits
			}
		}
		out.Columns = append(out.Columns, column)
	}
	return out
}

// DataChoices are what a publisher says instead of what was guessed. What is left
// out is guessed.
type DataChoices struct {
	Format    string                      `json:"format,omitempty" maxLength:"20" example:"csv"`
	Encoding  string                      `json:"encoding,omitempty" maxLength:"20" doc:"utf-8, utf-16le, utf-16be, windows-1258, tcvn3 or vni."`
	Delimiter string                      `json:"delimiter,omitempty" maxLength:"1"`
	Sheet     string                      `json:"sheet,omitempty" maxLength:"300"`
	Path      string                      `json:"path,omitempty" maxLength:"2000" doc:"JSON Pointer of the list of records."`
	HeaderRow *int                        `json:"header_row,omitempty" minimum:"0" maximum:"1048576" doc:"From 1; 0: there is none."`
	Columns   map[string]DataColumnChoice `json:"columns,omitempty" doc:"By position in the file, from 0."`
}

// DataColumnChoice is what a publisher says of one column.
type DataColumnChoice struct {
	Name   string `json:"name,omitempty" maxLength:"63"`
	Title  string `json:"title,omitempty" maxLength:"300"`
	Type   string `json:"type,omitempty" maxLength:"20" doc:"text, integer, decimal, boolean, date, datetime or geometry."`
	Format string `json:"format,omitempty" maxLength:"40" doc:"How numbers and dates are written; the examination lists what fits."`
	Unit   string `json:"unit,omitempty" maxLength:"100"`
	Key    bool   `json:"key,omitempty"`
	Drop   bool   `json:"drop,omitempty" doc:"Leave it out of the table; the original keeps it."`
}

func choicesOf(c ingest.Choices) DataChoices {
	out := DataChoices{Format: c.Format, Encoding: c.Encoding, Delimiter: c.Delimiter, Sheet: c.Sheet, Path: c.Path, HeaderRow: c.HeaderRow}
	for i, x := range c.Columns {
		if out.Columns == nil {
			out.Columns = map[string]DataColumnChoice{}
		}
		out.Columns[strconv.Itoa(i)] = DataColumnChoice{Name: x.Name, Title: x.Title, Type: string(x.Type), Format: x.Format, Unit: x.Unit, Key: x.Key, Drop: x.Drop}
	}
	return out
}

func (c DataChoices) domain() (ingest.Choices, error) {
	out := ingest.Choices{Format: c.Format, Encoding: c.Encoding, Delimiter: c.Delimiter, Sheet: c.Sheet, Path: c.Path, HeaderRow: c.HeaderRow}
	for name, x := range c.Columns {
		i, err := strconv.Atoi(name)
		if err != nil || i < 0 || strconv.Itoa(i) != name {
			return out, errFormat.New().At("columns." + short(name))
		}
		if out.Columns == nil {
			out.Columns = map[int]ingest.ColumnChoice{}
		}
		out.Columns[i] = ingest.ColumnChoice{Name: x.Name, Title: x.Title, Type: dataset.Type(x.Type), Format: x.Format, Unit: x.Unit, Key: x.Key, Drop: x.Drop}
	}
	return out, nil
}

type examineIn struct {
	UploadKey
	Wait int `query:"wait" minimum:"0" maximum:"25" doc:"Seconds to wait for the result before answering."`
	Body DataChoices
}

type uploadReply struct{ Body DataUpload }

func (s *service) examineUpload(api huma.API) {
	change(api, huma.Operation{
		OperationID: "examine-upload", Path: "/uploads/{id}/examine", Tags: []string{tagCurating},
		Summary:     "Read a finished upload, to its last row",
		Description: "Answers at once, or when the reading has ended within wait seconds; ask GET /uploads/{id} how far it is. Send {} for a first guess and your corrections afterwards.",
	}, func(ctx context.Context, in *examineIn) (*uploadReply, error) {
		choices, err := in.Body.domain()
		if err != nil {
			return nil, err
		}
		q := requestOf(ctx)
		up, err := s.app.Uploads.Examine(ctx, q.caller, in.ID, choices)
		if err != nil {
			return nil, err
		}
		if in.Wait > 0 && up.State == app.Examining {
			limited, cancel := context.WithTimeout(ctx, time.Duration(in.Wait)*time.Second)
			defer cancel()
			if up, err = s.app.Uploads.Wait(limited, q.caller, in.ID); err != nil {
				return nil, err
			}
		}
		return &uploadReply{q.uploadOf(up)}, nil
	})
}

type uploadReportIn struct{ UploadKey }

func (s *service) getUploadReport(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "get-upload-report", Path: "/uploads/{id}/report", Tags: []string{tagCurating},
		Summary:     "Rows of an examined upload that could not be read, and why",
		Description: "Line, column, value and reason; empty where every row could be read.",
	}, func(ctx context.Context, in *uploadReportIn) (*reply[RowReport], error) {
		up, err := s.app.Uploads.Get(ctx, requestOf(ctx).caller, in.ID)
		if err != nil {
			return nil, err
		}
		if up.Examined == nil {
			return nil, app.ErrUploadReading.New()
		}
		return &reply[RowReport]{Body: reportOf(&up.Examined.Report, 0)}, nil
	})
}
