package dataset

import (
	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/site"
)

// Table is a part of the data ({{template "data-table" .}}).
type Table struct {
	Caption string
	Heads   []Head
	Rows    [][]Cell
	Total   int64
}

// Head is a column with its type; URL orders by it.
type Head struct {
	Label, Type, Unit string
	Num               bool
	URL               string
	Sorted            string // ascending, descending or empty
}

// Cell is one value as it is shown.
type Cell struct {
	Text  string
	Num   bool
	Empty bool
}

// NewTable shows a page of rows. Order links lead to address with the state kept;
// an empty address makes none.
func NewTable(r *site.Request, caption string, columns []dataset.Column, page *analytics.Page, s State, address string) *Table {
	t := &Table{Caption: caption, Total: page.Total}
	shown := make([]dataset.Column, 0, len(page.Columns))
	for _, c := range page.Columns {
		if full, ok := Column(columns, c.Name); ok {
			c = full
		}
		shown = append(shown, c)
		h := Head{Label: Label(r.Lang, c), Type: TypeName(r.Lang, c.Type), Unit: c.Unit, Num: right(c.Type)}
		if address != "" && c.Type != dataset.Geometry {
			to := s
			to.Page, to.Order, to.Descending = 1, c.Name, s.Order == c.Name && !s.Descending
			h.URL = reading.With(address, to.Values(r.Asked.Query().Get("as_of")))
			if s.Order == c.Name {
				h.Sorted = "ascending"
				if s.Descending {
					h.Sorted = "descending"
				}
			}
		}
		t.Heads = append(t.Heads, h)
	}
	t.Rows = Cells(r.Lang, shown, page.Rows)
	return t
}

// Cells writes rows for people.
func Cells(lang i18n.Lang, columns []dataset.Column, rows []analytics.Row) [][]Cell {
	out := make([][]Cell, 0, len(rows))
	for _, row := range rows {
		line := make([]Cell, 0, len(row))
		for i, v := range row {
			var c dataset.Column
			if i < len(columns) {
				c = columns[i]
			}
			text := Value(lang, c, v)
			line = append(line, Cell{Text: text, Num: right(c.Type), Empty: text == ""})
		}
		out = append(out, line)
	}
	return out
}
