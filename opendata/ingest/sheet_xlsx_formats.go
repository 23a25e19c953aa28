package ingest

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"minhbach/domain/calendar"
)

var localZone = calendar.Zone

func ignoreEOF(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

// cellFormat is what a number format says a number means.
type cellFormat struct {
	kind  byte // 0 number, d date, t date and time, h time of day, % percent
	width int  // digits of a code with leading zeros, such as 00000
}

// builtIn are the number formats that have no code in the file (ECMA-376 part 1,
// 18.8.30, with those of East Asian editions).
func builtIn(id int) cellFormat {
	switch {
	case id == 9, id == 10:
		return cellFormat{kind: '%'}
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return cellFormat{kind: 'd'}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return cellFormat{kind: 'h'}
	case id == 22:
		return cellFormat{kind: 't'}
	}
	return cellFormat{}
}

// formatOfCode reads the first section of a format code.
func formatOfCode(code string) cellFormat {
	var plain []byte
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			i = len(code)
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return cellFormat{}
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return cellFormat{}
			}
			if in := strings.ToLower(code[i+1 : i+end]); in != "" && strings.Trim(in, "hms") == "" {
				plain = append(plain, 'h') // elapsed time
			}
			i += end
		default:
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			plain = append(plain, c)
		}
	}
	s := strings.TrimSpace(string(plain))
	if strings.Contains(s, "general") {
		return cellFormat{}
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "am/pm", "h"), "a/p", "h")
	hours, days := strings.ContainsAny(s, "hs"), strings.ContainsAny(s, "yd")
	switch {
	case days && hours:
		return cellFormat{kind: 't'}
	case hours:
		return cellFormat{kind: 'h'}
	case days, strings.Contains(s, "m"):
		return cellFormat{kind: 'd'}
	case strings.Contains(s, "%"):
		return cellFormat{kind: '%'}
	case len(s) > 1 && strings.Trim(s, "0") == "":
		return cellFormat{width: len(s)}
	}
	return cellFormat{}
}

// maxStyles is the largest number of cell formats that Excel keeps.
const maxStyles = 1 << 17

func (b *book) readStyles(x *xmlScanner) error {
	codes := map[int]cellFormat{}
	inXfs := 0
	return x.each(func(name string) error {
		switch {
		case name == "numFmt":
			if id, err := strconv.Atoi(string(x.attr("numFmtId"))); err == nil && len(codes) < maxStyles {
				codes[id] = formatOfCode(string(x.attr("formatCode")))
			}
		case name == "cellXfs":
			inXfs = x.depth
		case name == "xf" && inXfs > 0 && x.depth == inXfs+1 && len(b.styles) < maxStyles:
			id, _ := strconv.Atoi(string(x.attr("numFmtId")))
			f, ok := codes[id]
			if !ok {
				f = builtIn(id)
			}
			b.styles = append(b.styles, f)
		case inXfs > 0 && x.depth <= inXfs:
			inXfs = 0
		}
		return nil
	})
}

// cell makes a value of a number as it is stored.
func (f cellFormat) cell(v string, date04 bool) cell {
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return cell{text: tidy(v)}
	}
	switch f.kind {
	case 'd', 't', 'h':
		if c, ok := serialCell(n, f.kind, date04); ok {
			return c
		}
	case '%':
		return cell{text: percent(n)}
	}
	c := numberCell(v, n)
	if _, whole := c.value.(int64); whole && n >= 0 && len(c.text) <= f.width {
		return cell{text: strings.Repeat("0", f.width-len(c.text)) + c.text} // shown, and meant, as a code
	}
	return c
}

// numberCell keeps whole numbers whole, as far as the file has their digits.
func numberCell(v string, n float64) cell {
	if i, err := strconv.ParseInt(v, 10, 64); err == nil {
		return cell{text: strconv.FormatInt(i, 10), value: i}
	}
	if n == math.Trunc(n) && math.Abs(n) <= 1<<53 {
		return cell{text: strconv.FormatInt(int64(n), 10), value: int64(n)}
	}
	return cell{text: floatText(n), value: n}
}

func floatText(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// percent moves the point of the shortest figure, so that 0.07 is 7% and not
// 7.000000000000001%.
func percent(n float64) string {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(n, 'e', -1, 64), "e")
	e, _ := strconv.Atoi(exponent)
	hundred, err := strconv.ParseFloat(mantissa+"e"+strconv.Itoa(e+2), 64)
	if err != nil {
		hundred = n * 100
	}
	return floatText(hundred) + "%"
}

// serialCell reads a count of days. Days before March 1900 are one off, as Excel
// takes 1900 for a leap year; a time of day is text.
func serialCell(n float64, kind byte, date04 bool) (cell, bool) {
	if n < 0 || n >= 2_958_466 { // 31 December 9999
		return cell{}, false
	}
	days := math.Floor(n)
	ms := int64(math.Round((n - days) * 86_400_000))
	if kind == 'h' {
		total := (int64(days)*86_400_000 + ms) / 1000
		return cell{text: fmt.Sprintf("%02d:%02d:%02d", total/3600, total/60%60, total%60)}, true
	}
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case date04:
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days == 60:
		return cell{text: "1900-02-29"}, true
	case days < 60:
		base = base.AddDate(0, 0, 1)
	}
	t := base.AddDate(0, 0, int(days))
	if kind == 'd' && ms == 0 {
		return dayCell(t), true
	}
	y, m, d := t.Date()
	return timeCell(time.Date(y, m, d, 0, 0, 0, 0, localZone).Add(time.Duration(ms) * time.Millisecond)), true
}

// escaped reads _xHHHH_ at the beginning of s.
func escaped(s string) (rune, bool) {
	if len(s) < 7 || s[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}
