package export

import (
	"context"
	"fmt"
	"io"
	"strings"

	"minhbach/domain/dataset"
)

// Table is what a file says of its rows.
type Table struct {
	Columns []dataset.Column // not empty; names unique
	Title   string
	Lang    string // of headers for people: "en", else Vietnamese
	Rows    int64  // how many there will be, where known: lets XLSX refuse before a byte is written
	// Notes go below the columns dictionary of XLSX and into the metadata of
	// Parquet: licence, source, address.
	Notes []string
}

// Rows passes each row to yield, in order, with one value for each column: string,
// int64, float64, bool, time.Time or nil. Write does not keep the slice.
type Rows = func(yield func([]any) error) error

// writer is one format at work. What it returns has been handed to the sink.
type writer interface {
	begin() error
	row(values []any) error
	end() error
}

// Write writes all rows in a format to w, from the first byte to the last. An
// error of rows or of w ends it and is returned; then what was written is of no
// use. Nothing was written when the fault is ErrFormat, ErrNoGeometry or
// ErrColumns.
func Write(ctx context.Context, w io.Writer, format Format, t Table, rows Rows) error {
	s := &sink{w: w}
	wr, err := open(format, s, t)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := wr.begin(); err != nil {
		return err
	}
	n := 0
	err = rows(func(values []any) error {
		if len(values) != len(t.Columns) {
			return fmt.Errorf("export: a row has %d values for %d columns", len(values), len(t.Columns))
		}
		if n++; n%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return wr.row(values)
	})
	if err != nil {
		return err
	}
	if err := wr.end(); err != nil {
		return err
	}
	return s.flush()
}

func open(format Format, s *sink, t Table) (writer, error) {
	switch format {
	case CSV:
		return &delimited{s: s, columns: t.Columns, comma: ','}, nil
	case TSV:
		return &delimited{s: s, columns: t.Columns, comma: '\t'}, nil
	case Excel:
		return &excelCSV{delimited{s: s, columns: t.Columns, comma: ';'}, t.Lang}, nil
	case JSON:
		return newJSON(s, t.Columns, "[\n", ",\n", "\n]\n"), nil
	case NDJSON:
		return newJSON(s, t.Columns, "", "\n", "\n"), nil
	case GeoJSON:
		return newGeoJSON(s, t)
	case XML:
		return &xmlRows{s: s, columns: t.Columns}, nil
	case XLSX:
		return newXLSX(s, t)
	case Parquet:
		return newParquet(s, t)
	}
	var names []string
	for _, f := range forms {
		names = append(names, string(f.Format))
	}
	return nil, ErrFormat.New("format", format, "formats", strings.Join(names, ", "))
}

// sink collects bytes and hands them on in pieces.
type sink struct {
	w   io.Writer
	buf []byte
}

const piece = 64 << 10

// full hands on what has gathered once it is a piece.
func (s *sink) full() error {
	if len(s.buf) < piece {
		return nil
	}
	return s.flush()
}

func (s *sink) flush() error {
	_, err := s.w.Write(s.buf)
	s.buf = s.buf[:0]
	return err
}

// title of a column for people.
func title(c dataset.Column, lang string) string {
	switch {
	case lang == "en" && c.TitleEn != "":
		return c.TitleEn
	case c.Title != "":
		return c.Title
	}
	return c.Name
}
