package ingest

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"minhbach/domain/dataset"
)

// minCells is the length up to the last column that is never left empty, when rows
// end before it nowhere; 0 when every cell must be written.
func (e *examination) minCells() int {
	for i := len(e.tallies); i > 0; i-- {
		if e.tallies[i-1].empty == 0 {
			if i == e.layout.width {
				return 0
			}
			return i
		}
	}
	return 1
}

// columns decides each column; misfits is the number of values that do not fit.
func (e *examination) columns(x *Examination) (misfits int64, err error) {
	for i := range e.choices.Columns {
		if i < 0 || i >= len(e.tallies) {
			return 0, ErrChoice.New("value", i, "field", "columns", "allowed", "0–"+strconv.Itoa(len(e.tallies)-1))
		}
	}
	style := styleOf(e.tallies, e.file.reading.Delimiter == ";")
	names, seen, emptyColumns := naming{}, map[string]bool{}, []string(nil)
	signs := map[string]bool{}
	for i, t := range e.tallies {
		choice := e.choices.Columns[i]
		title := e.title(i)
		if choice.Drop {
			e.outside.leftOut(t)
			continue
		}
		if title == "" && choice == (ColumnChoice{}) && t.values+t.marked() == 0 {
			emptyColumns = append(emptyColumns, strconv.Itoa(i+1))
			continue
		}
		d := t.decide(style)
		if choice.Type != "" || choice.Format != "" {
			typ := choice.Type
			if typ == "" {
				typ = d.typ
			}
			if d, err = t.as(typ, choice.Format, style); err != nil {
				return 0, err
			}
		}
		c, notes := names.label(title, i+1, seen)
		if e.layout.header > 0 || e.layout.named {
			x.Notes = append(x.Notes, notes...)
		}
		x.Notes = append(x.Notes, t.remarks(c.Title, d)...)
		c.Type = d.typ
		e.units(&c, i, d)
		choice.apply(&c)
		source := dataset.SourceColumn{Index: i}
		if e.layout.named {
			source.Path = title
		}
		if d.format >= 0 {
			source.Format = formats[d.format].ID
			for m := range t.marks {
				signs[m] = true
			}
		}
		x.Columns, x.Reading.Columns = append(x.Columns, c), append(x.Reading.Columns, source)
		x.Evidence = append(x.Evidence, t.evidence(d.typ))
		x.Findings = append(x.Findings, t.sights.findings(c.Name, t.values)...)
		misfits += d.misfits
	}
	if len(x.Columns) == 0 {
		return 0, ErrEmpty.New()
	}
	if len(emptyColumns) > 0 {
		x.Notes = append(x.Notes, note("columns_empty", "positions", few(emptyColumns)))
	}
	if len(signs) > 0 {
		x.Reading.Empty = slices.Sorted(maps.Keys(signs))
		x.Notes = append(x.Notes, note("empty_marks", "marks", "“"+strings.Join(x.Reading.Empty, "”, “")+"”"))
	}
	return misfits, chosenNames(x.Columns)
}

// units come from the row of units, from the header or from the percent sign.
func (e *examination) units(c *dataset.Column, i int, d decision) {
	if i < len(e.layout.units) && e.layout.units[i] != "" {
		c.Unit = e.layout.units[i]
	}
	if c.Unit == "" && d.format >= 0 && percents.has(d.format) {
		c.Unit = "%"
	}
	if c.Type != dataset.Integer && c.Type != dataset.Decimal {
		c.Unit = ""
	}
}

func (c ColumnChoice) apply(to *dataset.Column) {
	if c.Name != "" {
		to.Name = c.Name
	}
	if c.Title != "" {
		to.Title = c.Title
	}
	if c.Unit != "" {
		to.Unit = c.Unit
	}
	to.Key = c.Key
}
