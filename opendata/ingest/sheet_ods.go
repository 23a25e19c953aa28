package ingest

import (
	"bytes"
	"context"
	"strconv"
	"strings"
)

// openODS reads OpenDocument spreadsheets (ODF 1.3 part 3, section 9): the values
// that cells carry as attributes, and the paragraphs of those that are text.
// Attributes are known by the prefixes that every producer uses.
func openODS(ctx context.Context, src Source, c Choices, limits Limits) (*opened, error) {
	a, err := openArchive(src, limits)
	if err != nil {
		return nil, err
	}
	const part = "content.xml"
	if _, ok := a.files[part]; !ok {
		return nil, a.damaged(part, nil)
	}
	var sheets []sheetInfo
	hidden := map[string]bool{}
	style := ""
	err = a.scan(part, limits, func(x *xmlScanner) error {
		return x.each(func(string) error {
			switch string(x.name) {
			case "style:style":
				style = string(x.attr("style:name"))
			case "style:table-properties":
				if string(x.attr("table:display")) == "false" {
					hidden[style] = true
				}
			case "table:table":
				if len(sheets) < 10_000 {
					sheets = append(sheets, sheetInfo{name: tidy(string(x.attr("table:name"))), part: part, hidden: hidden[string(x.attr("table:style-name"))]})
				}
				return x.within() // tables inside a table are no sheets
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, s := range sheets {
		if _, twice := at[s.name]; !twice {
			at[s.name] = i
		}
	}
	return openTable(ctx, a, "ods", sheets, c, limits, func(s sheetInfo) *sheet {
		wanted := at[s.name]
		return &sheet{a: a, limits: limits, part: part, read: func(_ context.Context, x *xmlScanner, out *sheetRow) error {
			n := -1
			for {
				kind, err := x.next()
				if err != nil {
					return ignoreEOF(err)
				}
				if kind != xmlStart || string(x.name) != "table:table" {
					continue
				}
				if n++; n == wanted {
					return readODSTable(x, out)
				}
				if err := x.within(); err != nil {
					return err
				}
			}
		}}
	})
}

// maxSheetLine is the last row that any spreadsheet program knows.
const maxSheetLine = 1 << 24

// readODSTable reads the table that has just begun.
func readODSTable(x *xmlScanner, out *sheetRow) error {
	line := int64(1)
	for depth := x.depth - 1; x.depth > depth; {
		kind, err := x.next()
		if err != nil {
			return err
		}
		if kind != xmlStart {
			continue
		}
		switch string(x.name) {
		case "table:table-row":
			times := repeated(x.attr("table:number-rows-repeated"))
			if err := readODSRow(x, out, line); err != nil {
				return err
			}
			if len(out.cells) > 0 {
				// Rows that repeat are written out; empty ones only count, however
				// often the sheet repeats them.
				for i := int64(0); i < times && i < 1<<20; i++ {
					out.line = line + i
					if err := out.end(); err != nil {
						return err
					}
				}
			}
			line = min(maxSheetLine, line+times)
		case "table:shapes", "office:forms", "table:named-expressions":
			if err := x.within(); err != nil {
				return err
			}
		}
	}
	return nil
}

// repeated reads how often a row or a cell repeats.
func repeated(v []byte) int64 {
	n, err := strconv.ParseInt(string(v), 10, 32)
	if err != nil || n < 1 {
		return 1
	}
	return n
}

func readODSRow(x *xmlScanner, out *sheetRow, line int64) error {
	out.begin(line)
	at := int64(0)
	for depth := x.depth - 1; x.depth > depth; {
		kind, err := x.next()
		if err != nil {
			return err
		}
		if kind != xmlStart {
			continue
		}
		covered := string(x.name) == "table:covered-table-cell"
		if !covered && string(x.name) != "table:table-cell" {
			if err := x.within(); err != nil {
				return err
			}
			continue
		}
		times := repeated(x.attr("table:number-columns-repeated"))
		c, err := readODSCell(x, out)
		if err != nil {
			return err
		}
		if !covered && (c.text != "" || c.value != nil) { // what a merged cell covers is not seen
			if at+times > int64(out.limits.Columns) {
				return ErrColumns.New("line", line, "max", out.limits.Columns)
			}
			for i := range times {
				if err := out.put(int(at+i), c); err != nil {
					return err
				}
			}
		}
		at = min(maxSheetLine, at+times)
	}
	return nil
}

// readODSCell reads the cell that has just begun.
func readODSCell(x *xmlScanner, out *sheetRow) (cell, error) {
	kind := string(x.attr("office:value-type"))
	value := string(x.attr("office:value"))
	date, yes := string(x.attr("office:date-value")), string(x.attr("office:boolean-value"))
	given := x.attr("office:string-value")
	text, paragraphs, in := []byte(nil), 0, 0
	if given != nil {
		given = bytes.Clone(given)
	}
	for depth := x.depth - 1; x.depth > depth; {
		piece, err := x.next()
		if err != nil {
			return cell{}, err
		}
		switch piece {
		case xmlStart:
			switch string(x.name) {
			case "text:p", "text:h":
				if paragraphs++; paragraphs > 1 {
					text = append(text, '\n')
				}
				in = x.depth
			case "text:s":
				text = append(text, strings.Repeat(" ", int(min(1000, repeated(x.attr("text:c")))))...)
			case "text:tab":
				text = append(text, '\t')
			case "text:line-break":
				text = append(text, '\n')
			case "office:annotation", "draw:frame", "draw:custom-shape", "table:table":
				if err := x.within(); err != nil {
					return cell{}, err
				}
			}
		case xmlEnd:
			if x.depth < in {
				in = 0
			}
		case xmlText:
			if in > 0 {
				text = appendCollapsed(text, x.text)
			}
		}
		if len(text) > out.limits.Cell {
			return cell{}, ErrCell.New("line", out.line, "max", out.limits.Cell)
		}
	}
	if given != nil {
		text = given
	}
	return odsValue(kind, value, date, yes, string(text)), nil
}

// appendCollapsed joins white space as ODF 1.3 part 3, section 6.1.2 says.
func appendCollapsed(b, text []byte) []byte {
	for _, c := range text {
		if c == '\n' || c == '\r' || c == '\t' {
			c = ' '
		}
		if c == ' ' && len(b) > 0 && b[len(b)-1] == ' ' {
			continue
		}
		b = append(b, c)
	}
	return b
}

// odsValue makes a value of the attributes of a cell (ODF 1.3 part 3, 19.389).
func odsValue(kind, value, date, yes, text string) cell {
	switch kind {
	case "float", "currency":
		if code := strings.TrimSpace(text); shownAsCode(code, value) {
			return cell{text: code}
		}
		return cellFormat{}.cell(value, false)
	case "percentage":
		return cellFormat{kind: '%'}.cell(value, false)
	case "boolean":
		if yes == "true" || yes == "false" {
			return cell{text: yes, value: yes == "true"}
		}
	case "date":
		return isoCell(date)
	}
	return cell{text: tidy(text)}
}

// shownAsCode tells whether a number is shown with leading zeros, and so meant as a code.
func shownAsCode(text, value string) bool {
	if len(text) < 2 || text[0] != '0' || strings.Trim(text, "0123456789") != "" {
		return false
	}
	return strings.TrimLeft(text, "0") == strings.TrimLeft(value, "0")
}
