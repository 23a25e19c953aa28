package ingest

import (
	"context"
	"iter"
	"time"

	"minhbach/domain/dataset"
)

// A grid is a file as rows of cells, before anybody has said what they mean. Every
// format is read into one; header, types, report and rows are then common.
type grid interface {
	// rows yields the file from its beginning each time it is called. An error ends
	// it: a fault of code ingest.* or that of the context. The row and its cells are
	// only valid until the next one; texts and values stay valid.
	rows(ctx context.Context) iter.Seq2[row, error]
	// names of the columns where the format carries them (JSON, GeoJSON, Parquet):
	// the keys in the order first met, complete once rows has been read to its end.
	// nil where a header has to be found among the rows (CSV, sheets).
	names() []string
	// done is how much of the file the running rows have read, 0 to 1. It is called
	// between two rows by whoever reads them.
	done() float64
}

// row is one record. Cells missing at the end are empty ones.
type row struct {
	line  int64 // 1-based: of the text file, of the sheet, or number of the record
	cells []cell
	bad   *reason // this record cannot be read, those after it can; cells do not matter
}

// cell is one value. An empty cell has neither text nor value.
type cell struct {
	// text is the value as it is written or, in typed formats, as it would be in
	// CSV: valid UTF-8 in NFC. It is what a text column gets.
	text string
	// value is nil where the format knows only text, which is then typed like a cell
	// of CSV. Otherwise int64, float64, bool, day, time.Time or geometry.
	value any
}

// day is a date without a time: midnight UTC of it.
type day struct{ time.Time }

// geometry is a GeoJSON geometry as compact JSON.
type geometry string

// reason is why a record or a value is not in the table.
type reason struct{ code, value, vi, en string }

// opened is a file of which the format is known.
type opened struct {
	grid
	reading dataset.Reading // Format, Encoding, Delimiter, Sheet and Path as they were settled
	notes   []dataset.Note
	sheets  []string
	others  []other      // sheets that were not chosen
	close   func() error // may be nil
}

func (o *opened) end() {
	if o.close != nil {
		o.close()
	}
}

// orDefault fills in what a reader was not told.
func (l Limits) orDefault() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 512 << 20
	}
	if l.Columns <= 0 {
		l.Columns = 1000
	}
	if l.Rows <= 0 {
		l.Rows = 20_000_000
	}
	if l.Cell <= 0 {
		l.Cell = 1 << 20
	}
	if l.Line <= 0 {
		l.Line = 8 << 20
	}
	return l
}
