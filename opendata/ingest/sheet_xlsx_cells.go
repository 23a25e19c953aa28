package ingest

import (
	"context"
	"strconv"
	"time"
)

// read goes through a worksheet part.
func (b *book) read(_ context.Context, x *xmlScanner, out *sheetRow) error {
	last, inRow := int64(0), false
	at := -1
	for {
		kind, err := x.next()
		if err != nil {
			return ignoreEOF(err)
		}
		switch kind {
		case xmlStart:
			switch x.local() {
			case "row":
				line := last + 1
				if r := x.attr("r"); r != nil {
					if line, err = strconv.ParseInt(string(r), 10, 32); err != nil || line < 1 {
						return errXML
					}
				}
				last, at, inRow = line, -1, true
				out.begin(line)
			case "c":
				if !inRow {
					return errXML
				}
				if at, err = b.cell(x, out, at); err != nil {
					return err
				}
			}
		case xmlEnd:
			if inRow && x.local() == "row" {
				inRow = false
				if err := out.end(); err != nil {
					return err
				}
			}
		}
	}
}

// cell reads one c element and tells its position.
func (b *book) cell(x *xmlScanner, out *sheetRow, before int) (int, error) {
	at := before + 1
	if r := x.attr("r"); r != nil {
		if at = columnOf(r); at < 0 {
			return 0, errXML
		}
	}
	typ := string(x.attr("t"))
	var format cellFormat
	if n, err := strconv.Atoi(string(x.attr("s"))); err == nil && n >= 0 && n < len(b.styles) {
		format = b.styles[n]
	}
	var v, formula []byte
	inline, hasFormula, hasValue := "", false, false
	where := byte(0)
	for depth := x.depth - 1; x.depth > depth; {
		kind, err := x.next()
		if err != nil {
			return 0, err
		}
		switch kind {
		case xmlStart:
			where = 0
			switch x.local() {
			case "v":
				where, hasValue = 'v', true
			case "f":
				where, hasFormula = 'f', true
			case "is":
				if inline, err = x.richText(); err != nil {
					return 0, err
				}
			}
		case xmlEnd:
			where = 0
		case xmlText:
			switch where {
			case 'v':
				v = append(v, x.text...)
			case 'f':
				if len(formula) < 100 {
					formula = append(formula, x.text[:min(len(x.text), 100)]...)
				}
			}
		}
	}
	var c cell
	switch {
	case hasFormula && !hasValue && inline == "": // never calculated: better seen than lost
		c.text = tidy("=" + string(formula))
	case typ == "inlineStr":
		c.text = tidy(inline)
	default:
		var err error
		if c, err = b.value(typ, string(v), format); err != nil {
			return 0, err
		}
	}
	return at, out.put(at, c)
}

// value of a cell by its type (ST_CellType) and number format.
func (b *book) value(typ, v string, format cellFormat) (cell, error) {
	if v == "" {
		return cell{}, nil
	}
	switch typ {
	case "s":
		n, err := strconv.Atoi(v)
		s, ok := b.strings.get(n)
		if err != nil || !ok {
			return cell{}, errXML
		}
		return cell{text: s}, nil
	case "b":
		yes := v == "1" || v == "true"
		return cell{text: strconv.FormatBool(yes), value: yes}, nil
	case "d":
		return isoCell(v), nil
	case "", "n":
		return format.cell(v, b.date04), nil
	}
	return cell{text: tidy(unescapeSheetText(v))}, nil // str, e
}

// columnOf is the 0-based position that a reference such as AB12 names.
func columnOf(ref []byte) int {
	n := 0
	for i, c := range ref {
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c < 'A' || c > 'Z' {
			if i == 0 {
				return -1
			}
			break
		}
		if n = n*26 + int(c-'A') + 1; n > 1<<20 {
			return -1
		}
	}
	return n - 1
}

// isoCell reads a date or point in time as ISO 8601 writes it; what is neither is
// text.
func isoCell(v string) cell {
	if t, err := time.Parse(time.DateOnly, v); err == nil {
		return dayCell(t)
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, v, localZone); err == nil {
			return timeCell(t)
		}
	}
	return cell{text: tidy(v)}
}

func dayCell(t time.Time) cell {
	return cell{text: t.Format(time.DateOnly), value: day{t}}
}

func timeCell(t time.Time) cell {
	t = t.UTC()
	return cell{text: t.Format(time.RFC3339Nano), value: t}
}
