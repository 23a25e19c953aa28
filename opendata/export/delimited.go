package export

import (
	"strings"

	"minhbach/domain/dataset"
)

// delimited writes CSV as RFC 4180 has it: CRLF after each record (section 2.1),
// quotes only where they are needed (2.6) and doubled inside (2.7), a header line
// of column names (2.3). UTF-8 without a byte order mark. TSV is the same with a
// tab, as CKAN dumps are.
type delimited struct {
	s       *sink
	columns []dataset.Column
	comma   byte
}

func (d *delimited) begin() error {
	for i, c := range d.columns {
		d.separate(i)
		d.text(c.Name)
	}
	return d.endRecord()
}

func (d *delimited) row(values []any) error {
	if len(values) == 1 && (isNone(values[0]) || values[0] == "") {
		d.s.buf = append(d.s.buf, `""`...) // an empty line would be taken for no record
		return d.endRecord()
	}
	for i, v := range values {
		d.separate(i)
		if isNone(v) {
			continue
		}
		var ok bool
		if d.s.buf, ok = appendPlain(d.s.buf, v, d.columns[i].Type); !ok {
			d.text(text(v))
		}
	}
	return d.endRecord()
}

func (d *delimited) end() error { return nil }

func (d *delimited) separate(i int) {
	if i > 0 {
		d.s.buf = append(d.s.buf, d.comma)
	}
}

func (d *delimited) endRecord() error {
	d.s.buf = append(d.s.buf, '\r', '\n')
	return d.s.full()
}

// text writes a field, in quotes where a reader could misunderstand it.
func (d *delimited) text(v string) {
	quote := false
	for i := 0; i < len(v) && !quote; i++ {
		c := v[i]
		quote = c == d.comma || c == '"' || c == '\n' || c == '\r'
	}
	if !quote && v != "" {
		quote = v[0] == ' ' || v[0] == '\t' || v[len(v)-1] == ' ' || v[len(v)-1] == '\t'
	}
	if !quote {
		d.s.buf = append(d.s.buf, v...)
		return
	}
	d.s.buf = append(d.s.buf, '"')
	for {
		i := strings.IndexByte(v, '"')
		if i < 0 {
			break
		}
		d.s.buf = append(d.s.buf, v[:i+1]...)
		d.s.buf = append(d.s.buf, '"')
		v = v[i+1:]
	}
	d.s.buf = append(d.s.buf, v...)
	d.s.buf = append(d.s.buf, '"')
}
