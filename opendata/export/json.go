package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"minhbach/domain/dataset"
)

// jsonRows writes one object a row, keyed by column name in the order of the
// columns: as one array (RFC 8259) or one a line. Missing values are null, so that
// every object has every key; a geometry is an object, not text in quotes.
type jsonRows struct {
	s                  *sink
	columns            []dataset.Column
	keys               [][]byte // `"name":`, escaped once
	open, between, fin string
	rows               int64
}

func newJSON(s *sink, columns []dataset.Column, open, between, fin string) *jsonRows {
	return &jsonRows{s: s, columns: columns, keys: jsonKeys(columns), open: open, between: between, fin: fin}
}

func jsonKeys(columns []dataset.Column) [][]byte {
	keys := make([][]byte, len(columns))
	for i, c := range columns {
		keys[i] = append(appendJSONText(nil, c.Name), ':')
	}
	return keys
}

func (j *jsonRows) begin() error {
	j.s.buf = append(j.s.buf, j.open...)
	return nil
}

func (j *jsonRows) row(values []any) (err error) {
	if j.rows++; j.rows > 1 {
		j.s.buf = append(j.s.buf, j.between...)
	}
	j.s.buf = append(j.s.buf, '{')
	for i, v := range values {
		if i > 0 {
			j.s.buf = append(j.s.buf, ',')
		}
		j.s.buf = append(j.s.buf, j.keys[i]...)
		if j.s.buf, err = appendJSON(j.s.buf, v, j.columns[i].Type); err != nil {
			return fmt.Errorf("export: row %d, column %s: %w", j.rows, j.columns[i].Name, err)
		}
	}
	j.s.buf = append(j.s.buf, '}')
	return j.s.full()
}

func (j *jsonRows) end() error {
	if j.rows > 0 || j.open != "" {
		j.s.buf = append(j.s.buf, j.fin...)
	}
	return nil
}

func appendJSON(b []byte, v any, typ dataset.Type) ([]byte, error) {
	if isNone(v) {
		return append(b, "null"...), nil
	}
	switch v := v.(type) {
	case string:
		if typ == dataset.Geometry && json.Valid([]byte(v)) {
			return appendCompact(b, v), nil
		}
		return appendJSONText(b, v), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case float64:
		return appendNumber(b, v), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case time.Time:
		b = append(b, '"')
		return append(appendTime(b, v, typ), '"'), nil
	}
	more, err := json.Marshal(v)
	return append(b, more...), err
}

// appendCompact writes valid JSON on one line.
func appendCompact(b []byte, v string) []byte {
	if !strings.ContainsAny(v, "\n\r") {
		return append(b, v...)
	}
	out := bytes.NewBuffer(b)
	_ = json.Compact(out, []byte(v)) // valid, so it cannot fail
	return out.Bytes()
}

const hex = "0123456789abcdef"

// appendJSONText writes a string with only the escapes that RFC 8259 section 7
// demands: Vietnamese stays legible.
func appendJSONText(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			if r, n := utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || n > 1 {
				i += n
				continue
			}
			b = append(append(b, s[from:i]...), "\uFFFD"...)
			i++
			from = i
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		b = append(b, s[from:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		from = i
	}
	b = append(b, s[from:]...)
	return append(b, '"')
}
