package export

import (
	"unicode/utf8"

	"minhbach/domain/dataset"
)

// xmlRows writes rows as the dump of a CKAN DataStore does: one element a column,
// xsi:nil where there is no value, and the row number, where it is a column, as an
// attribute.
type xmlRows struct {
	s       *sink
	columns []dataset.Column
}

// rowID is the column that CKAN clients know rows by.
const rowID = "_id"

func (x *xmlRows) begin() error {
	x.s.buf = append(x.s.buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<data xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"...)
	return nil
}

func (x *xmlRows) row(values []any) error {
	b := append(x.s.buf, "<row"...)
	for i, v := range values {
		if x.columns[i].Name == rowID {
			b = append(b, ` _id="`...)
			b = x.value(b, v, x.columns[i].Type)
			b = append(b, '"')
		}
	}
	b = append(b, '>')
	for i, v := range values {
		name := x.columns[i].Name
		switch {
		case name == rowID:
			continue
		case isNone(v):
			b = append(b, '<')
			b = append(b, name...)
			b = append(b, ` xsi:nil="true"/>`...)
			continue
		}
		b = append(b, '<')
		b = append(b, name...)
		b = append(b, '>')
		b = x.value(b, v, x.columns[i].Type)
		b = append(b, "</"...)
		b = append(b, name...)
		b = append(b, '>')
	}
	x.s.buf = append(b, "</row>\n"...)
	return x.s.full()
}

func (x *xmlRows) end() error {
	x.s.buf = append(x.s.buf, "</data>\n"...)
	return nil
}

func (x *xmlRows) value(b []byte, v any, typ dataset.Type) []byte {
	if isNone(v) {
		return b
	}
	b, ok := appendPlain(b, v, typ)
	if !ok {
		b = appendXML(b, text(v), nil)
	}
	return b
}

// appendXML writes character data. A character that XML 1.0 (section 2.2) cannot
// hold is given to odd, or becomes U+FFFD where odd is nil.
func appendXML(b []byte, s string, odd func(b []byte, r rune) []byte) []byte {
	from := 0
	put := func(i, n int, as string) {
		b = append(append(b, s[from:i]...), as...)
		from = i + n
	}
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case r == '&':
			put(i, n, "&amp;")
		case r == '<':
			put(i, n, "&lt;")
		case r == '>':
			put(i, n, "&gt;")
		case r == '"':
			put(i, n, "&quot;")
		case r == '\r' && odd == nil:
			put(i, n, "&#13;")
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			if odd == nil {
				put(i, n, "\uFFFD")
			} else {
				put(i, n, "")
				b = odd(b, r)
			}
		case r == utf8.RuneError && n == 1:
			put(i, n, "\uFFFD")
		}
		i += n
	}
	return append(b, s[from:]...)
}
