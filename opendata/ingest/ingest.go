package ingest

import (
	"context"
	"io"
	"iter"

	"minhbach/domain/dataset"
)

// Source is a file that can be read more than once. It is a snapshot: nobody
// changes it meanwhile.
type Source interface {
	io.ReaderAt
	Size() int64
	Name() string // as the publisher called it
}

// Choices are what a publisher may say instead of what is guessed. The zero value
// leaves everything to the file.
type Choices struct {
	Format    string `json:"format,omitempty"`
	Encoding  string `json:"encoding,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`
	Sheet     string `json:"sheet,omitempty"`
	Path      string `json:"path,omitempty"`
	HeaderRow *int   `json:"header_row,omitempty"` // 0: there is none
	// Columns by position in the file; fields left empty are guessed.
	Columns map[int]ColumnChoice `json:"columns,omitempty"`
}

// ColumnChoice is what a publisher says of one column.
type ColumnChoice struct {
	Name   string       `json:"name,omitempty"`
	Title  string       `json:"title,omitempty"`
	Type   dataset.Type `json:"type,omitempty"`
	Format string       `json:"format,omitempty"` // of Formats
	Unit   string       `json:"unit,omitempty"`
	Key    bool         `json:"key,omitempty"`
	Drop   bool         `json:"drop,omitempty"` // leave it out of the table; the original keeps it
}

// Examination is what a whole file was found to hold.
type Examination struct {
	Reading  dataset.Reading   `json:"reading"`
	Columns  []dataset.Column  `json:"columns"`
	Evidence []Evidence        `json:"evidence"` // one for each column
	Rows     int64             `json:"rows"`     // accepted
	Report   Report            `json:"report"`
	Findings []dataset.Finding `json:"findings,omitempty"`
	Notes    []dataset.Note    `json:"notes,omitempty"`
	Sample   [][]string        `json:"sample"`           // the first 20 rows as written in the file
	Sheets   []string          `json:"sheets,omitempty"` // to choose from
}

// Evidence is why a column got its type.
type Evidence struct {
	Values   int64            `json:"values"`
	Empty    int64            `json:"empty"`
	Fits     map[string]int64 `json:"fits"` // type or type/format → values that can be read so
	Examples []string         `json:"examples,omitempty"`
}

// Report lists the rows that are not in the table, and why.
type Report struct {
	Total    int64      `json:"total"`    // rejected rows
	Rejected []Rejected `json:"rejected"` // the first MaxReported of them
}

// MaxReported rows are listed one by one; more are only counted.
const MaxReported = 10_000

// Rejected is one row that could not be read.
type Rejected struct {
	Line   int64  `json:"line"`             // of the file, 1-based; for sheets the row, for JSON the record
	Column string `json:"column,omitempty"` // title; empty when the whole row is at fault
	Value  string `json:"value"`            // at most 200 characters
	Code   string `json:"code"`
	Vi     string `json:"reason_vi"`
	En     string `json:"reason_en"`
}

// Limits of a reader. The zero value means the defaults.
type Limits struct {
	Bytes   int64 // of the file; 512 MiB
	Columns int   // 1,000
	Rows    int64 // 20,000,000
	Cell    int   // bytes of one value; 1 MiB
	Line    int   // bytes of one record; 8 MiB
}

// Progress is told now and then how much of a file was read, 0 to 1.
type Progress func(done float64)

// Reader reads data files within its limits.
type Reader struct{ Limits Limits }

// Examine reads the whole file. A fault of code ingest.* when it cannot become a
// table whatever is chosen, or not as it was chosen.
func (r Reader) Examine(ctx context.Context, src Source, c Choices, p Progress) (*Examination, error) {
	return r.examine(ctx, src, c, p)
}

// Rows reads the file again as an examination found it: the values of each
// accepted row in the Go types of dataset.Type, in the order of the file. The same
// file, reading and columns always give the same rows. The slice is only valid
// until the next row.
func (r Reader) Rows(ctx context.Context, src Source, reading dataset.Reading, columns []dataset.Column, p Progress) iter.Seq2[[]any, error] {
	return r.rows(ctx, src, reading, columns, p)
}
