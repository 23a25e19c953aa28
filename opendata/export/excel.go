package export

import (
	"bytes"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
)

// excelCSV writes CSV that a Vietnamese Excel opens rightly with a double click:
// UTF-8 with a byte order mark, semicolons, decimal commas, dd/mm/yyyy, times of
// Vietnam, titles for headers.
type excelCSV struct {
	delimited
	lang string
}

func (x *excelCSV) begin() error {
	x.s.buf = append(x.s.buf, "\uFEFF"...)
	for i, c := range x.columns {
		x.separate(i)
		x.text(harmless(title(c, x.lang)))
	}
	return x.endRecord()
}

func (x *excelCSV) row(values []any) error {
	if len(values) == 1 && isNone(values[0]) {
		return x.delimited.row(values)
	}
	for i, v := range values {
		x.separate(i)
		if isNone(v) {
			continue
		}
		switch v := v.(type) {
		case float64:
			from := len(x.s.buf)
			x.s.buf = appendNumber(x.s.buf, v)
			if dot := bytes.IndexByte(x.s.buf[from:], '.'); dot >= 0 {
				x.s.buf[from+dot] = ','
			}
		case bool:
			x.s.buf = append(x.s.buf, yesNo(v, x.lang)...)
		case time.Time:
			x.s.buf = appendLocal(x.s.buf, v, x.columns[i].Type)
		case int64:
			x.s.buf, _ = appendPlain(x.s.buf, v, dataset.Integer)
		default:
			x.text(harmless(text(v)))
		}
	}
	return x.endRecord()
}

// appendLocal writes dd/mm/yyyy, with the time of Vietnam for points in time.
func appendLocal(b []byte, t time.Time, typ dataset.Type) []byte {
	if typ == dataset.Date {
		return t.UTC().AppendFormat(b, "02/01/2006")
	}
	return t.In(calendar.Zone).AppendFormat(b, "02/01/2006 15:04:05.999999999")
}

// harmless keeps a spreadsheet from running text as a formula when it opens a CSV
// file (OWASP, “CSV injection”): an apostrophe says that text follows.
func harmless(s string) string {
	if formula(s) {
		return "'" + s
	}
	return s
}

func formula(s string) bool {
	if s == "" {
		return false
	}
	switch s[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return true
	}
	return false
}

func yesNo(v bool, lang string) string {
	switch {
	case lang == "en" && v:
		return "TRUE"
	case lang == "en":
		return "FALSE"
	case v:
		return "có"
	}
	return "không"
}
