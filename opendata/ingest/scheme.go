package ingest

import (
	"context"

	"minhbach/domain/dataset"
)

// scheme judges rows: which are data, which are rejected and why. Examine and Rows
// go by the same one, so that they always agree.
type scheme struct {
	header  int64
	skip    map[int64]bool
	lastTop int64 // no line beyond it is in skip
	width   int   // 0: as many as there are
	strict  bool  // a row must have all its cells, as in CSV
	min     int   // of a strict row
	records bool  // a record without values is a row all the same, as in JSON and Parquet
	empty   map[string]bool
	columns []reading
}

// reading is one column of the table.
type reading struct {
	index  int
	format int // -1: text
	typ    dataset.Type
	title  string
}

// newScheme prepares to read a file as its examination found it.
func newScheme(ctx context.Context, o *opened, r dataset.Reading, columns []dataset.Column) (*scheme, error) {
	t := &scheme{header: int64(r.HeaderRow), skip: map[int64]bool{}, strict: isText(r.Format), min: r.MinCells, records: o.names() != nil, empty: map[string]bool{}}
	for _, line := range r.Skip {
		t.skip[int64(line)] = true
		t.lastTop = max(t.lastTop, int64(line))
	}
	for _, m := range r.Empty {
		t.empty[m] = true
	}
	if len(columns) != len(r.Columns) {
		return nil, ErrChoice.New("value", len(columns), "field", "columns", "allowed", len(r.Columns))
	}
	for i, c := range columns {
		col := reading{index: r.Columns[i].Index, typ: c.Type, format: -1, title: c.Title}
		if c.Type != dataset.Text {
			n, ok := formatNumber(c.Type, r.Columns[i].Format)
			if !ok {
				return nil, ErrChoice.New("value", r.Columns[i].Format, "field", "format", "allowed", allowedFormats(formatsOf(c.Type)))
			}
			col.format = n
		}
		t.columns = append(t.columns, col)
	}
	if o.names() == nil {
		head, err := beginning(ctx, o)
		if err != nil {
			return nil, err
		}
		t.width = widthOf(head, t.header, t.strict)
	}
	if t.min == 0 {
		t.min = t.width
	}
	return t, nil
}

func isText(format string) bool { return format == "csv" || format == "tsv" }

// verdict on a row before its values are read.
type verdict int

const (
	isData verdict = iota
	isHead         // header, title, units
	isBlank
	isBad
	isShort // strict, but might be allowed
)

func (t *scheme) judge(b *batch, s span) (verdict, *reason) {
	if s.line <= t.header || s.line <= t.lastTop && t.skip[s.line] {
		return isHead, nil
	}
	if s.bad != nil {
		return isBad, s.bad
	}
	if t.records {
		return isData, nil
	}
	n := s.last - s.first
	if n == 0 {
		return isBlank, nil
	}
	if n != t.width || n == 1 { // as wide as it should be: seldom blank, and found later
		for n > 0 && isNothing(b, s.first+n-1) {
			n--
		}
		switch written := s.last - s.first; {
		case n == 0:
			return isBlank, nil
		case t.width > 0 && n > t.width:
			return isBad, tooLong(n, t.width)
		case t.strict && written < t.min:
			return isShort, tooShort(written, t.width)
		}
		return isData, nil
	}
	for i := s.first; i < s.last; i++ {
		if !isNothing(b, i) {
			return isData, nil
		}
	}
	return isBlank, nil
}

func isNothing(b *batch, i int) bool {
	t := b.texts[i]
	return t == "" || t[0] <= ' ' && trim(t) == ""
}

// value reads a cell of a column; ok is false when it cannot be read so.
func (t *scheme) value(c reading, text string, value any) (v any, ok bool) {
	text = trim(text)
	if text == "" && value == nil {
		return nil, true
	}
	if c.format < 0 {
		return text, true
	}
	if v, ok = parse(c.format, text, value); ok {
		return v, true
	}
	return nil, value == nil && t.empty[text]
}

// read fills values with those of a row; at is the column that cannot be read.
func (t *scheme) read(b *batch, s span, values []any) (at int) {
	for i, c := range t.columns {
		text, value := b.cell(s, c.index)
		v, ok := t.value(c, text, value)
		if !ok {
			return i
		}
		values[i] = v
	}
	return -1
}
