package export

import (
	"archive/zip"
	"math"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
)

// Limits of a sheet (ECMA-376 and the specifications of Excel): rows below the
// header, columns, UTF-16 units of one cell.
const (
	MaxSheetRows    = 1<<20 - 1
	maxSheetColumns = 1 << 14
	maxCell         = 32_767
)

// exact is the largest integer that Excel shows without rounding: 15 digits.
const exact = 999_999_999_999_999

// Indices of cellXfs in stylesXML.
const (
	styleHeader = "1"
	styleDate   = "2"
	styleTime   = "3"
	styleQuoted = "4" // text that looks like a formula keeps its apostrophe when edited
	styleWrap   = "5"
)

// xlsx writes an Office Open XML workbook straight into the stream: a sheet of
// typed cells below a frozen header, and a sheet with the columns dictionary.
// Strings are inline, so that memory does not grow with the rows. Integers of more
// than 15 digits and dates before 1 March 1900, which Excel cannot hold, are text.
type xlsx struct {
	out     *sink // the file
	zip     *zip.Writer
	s       sink // the sheet being written
	t       Table
	letters []string // of the columns
	rows    int64
}

func newXLSX(s *sink, t Table) (writer, error) {
	switch {
	case len(t.Columns) > maxSheetColumns:
		return nil, ErrColumns.New("max", maxSheetColumns)
	case t.Rows > MaxSheetRows:
		return nil, ErrRows.New("max", MaxSheetRows)
	}
	x := &xlsx{out: s, zip: zip.NewWriter(s.w), t: t}
	for i := range t.Columns {
		x.letters = append(x.letters, letters(i))
	}
	return x, nil
}

// letters names a column: A … Z, AA …
func letters(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}

func (x *xlsx) begin() error {
	x.zip.RegisterCompressor(zip.Deflate, compressor)
	if err := x.parts(); err != nil {
		return err
	}
	if err := x.openSheet("xl/worksheets/sheet1.xml", x.widths()); err != nil {
		return err
	}
	x.openRow(1)
	for i, c := range x.t.Columns {
		x.inline(x.letters[i], 1, styleHeader, title(c, x.t.Lang))
	}
	return x.closeRow()
}

func (x *xlsx) row(values []any) error {
	if x.rows++; x.rows > MaxSheetRows {
		return ErrRows.New("max", MaxSheetRows)
	}
	at := x.rows + 1
	x.openRow(at)
	for i, v := range values {
		if isNone(v) {
			continue
		}
		switch v := v.(type) {
		case int64:
			if v > exact || v < -exact {
				x.inline(x.letters[i], at, "", strconv.FormatInt(v, 10))
				continue
			}
			x.cell(i, at, "", "")
			x.s.buf = strconv.AppendInt(x.s.buf, v, 10)
		case float64:
			x.cell(i, at, "", "")
			x.s.buf = strconv.AppendFloat(x.s.buf, v, 'g', -1, 64)
		case bool:
			x.cell(i, at, "b", "")
			x.s.buf = append(x.s.buf, '0')
			if v {
				x.s.buf[len(x.s.buf)-1] = '1'
			}
		case time.Time:
			serial, style, ok := serialOf(v, x.t.Columns[i].Type)
			if !ok {
				x.inline(x.letters[i], at, "", string(appendTime(nil, v, x.t.Columns[i].Type)))
				continue
			}
			x.cell(i, at, "", style)
			x.s.buf = strconv.AppendFloat(x.s.buf, serial, 'f', -1, 64)
		default:
			s := text(v)
			if len(s) > maxCell && units(s) > maxCell {
				return ErrCell.New("row", x.rows, "column", x.t.Columns[i].Name, "max", maxCell)
			}
			style := ""
			if formula(s) {
				style = styleQuoted
			}
			x.inline(x.letters[i], at, style, s)
			continue
		}
		x.s.buf = append(x.s.buf, "</v></c>"...)
	}
	return x.closeRow()
}

// serialOf is the number of days since 30 December 1899, in the time of Vietnam for
// points in time, as a sheet has no zones. Excel takes 1900 for a leap year, so
// only days from 1 March 1900 on mean the same everywhere.
func serialOf(t time.Time, typ dataset.Type) (serial float64, style string, ok bool) {
	t = t.UTC()
	style = styleDate
	if typ != dataset.Date {
		style = styleTime
		_, offset := t.In(calendar.Zone).Zone()
		t = t.Add(time.Duration(offset) * time.Second)
	}
	seconds := t.Unix() + 25_569*86_400
	if seconds < 61*86_400 || t.Year() > 9999 || t.Nanosecond()%int(time.Millisecond) != 0 {
		return 0, "", false
	}
	days, rest := seconds/86_400, seconds%86_400
	if typ == dataset.Date {
		return float64(days), style, true
	}
	ms := rest*1000 + int64(t.Nanosecond())/int64(time.Millisecond)
	return math.Round((float64(days)+float64(ms)/86_400_000)*1e10) / 1e10, style, true
}

func units(s string) (n int) {
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

func (x *xlsx) openRow(at int64) {
	x.s.buf = append(x.s.buf, `<row r="`...)
	x.s.buf = strconv.AppendInt(x.s.buf, at, 10)
	x.s.buf = append(x.s.buf, `">`...)
}

func (x *xlsx) closeRow() error {
	x.s.buf = append(x.s.buf, "</row>"...)
	return x.s.full()
}

func (x *xlsx) open(letters string, at int64, style string) {
	b := append(x.s.buf, `<c r="`...)
	b = append(b, letters...)
	b = strconv.AppendInt(b, at, 10)
	b = append(b, '"')
	if style != "" {
		b = append(b, ` s="`...)
		b = append(b, style...)
		b = append(b, '"')
	}
	x.s.buf = b
}

// cell opens a cell up to its value.
func (x *xlsx) cell(i int, at int64, typ, style string) {
	x.open(x.letters[i], at, style)
	if typ != "" {
		x.s.buf = append(x.s.buf, ` t="`...)
		x.s.buf = append(x.s.buf, typ...)
		x.s.buf = append(x.s.buf, '"')
	}
	x.s.buf = append(x.s.buf, "><v>"...)
}

// inline writes a whole cell of text.
func (x *xlsx) inline(letters string, at int64, style, s string) {
	x.open(letters, at, style)
	x.s.buf = append(x.s.buf, ` t="inlineStr"><is><t xml:space="preserve">`...)
	x.s.buf = appendSheetText(x.s.buf, s)
	x.s.buf = append(x.s.buf, "</t></is></c>"...)
}

// appendSheetText escapes as ST_Xstring does (ECMA-376 part 1, 22.9.2.19): _xHHHH_
// for what XML cannot hold, and for an underscore that would read as one.
func appendSheetText(b []byte, s string) []byte {
	for i := 0; i+6 < len(s); i++ {
		if s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' && isHex(s[i+2:i+6]) {
			b = appendXML(b, s[:i], odd)
			b = append(b, "_x005F_"...)
			return appendSheetText(b, s[i+1:])
		}
	}
	return appendXML(b, s, odd)
}

func odd(b []byte, r rune) []byte {
	const digits = "0123456789ABCDEF"
	return append(b, '_', 'x', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15], '_')
}

func isHex(s string) bool {
	for _, c := range []byte(s) {
		if c|0x20 < 'a' || c|0x20 > 'f' {
			if c < '0' || c > '9' {
				return false
			}
		}
	}
	return true
}

// width of a header in characters.
func width(s string) int { return min(60, max(10, utf8.RuneCountInString(s)+3)) }
