package datasetupload

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	set "minhbach/domain/dataset"
	"minhbach/domain/fault"
	"minhbach/opendata/ingest"
	"minhbach/portal/form"
)

// A column's answers are named by its position in the file.
func col(position int, part string) string { return fmt.Sprintf("col.%d.%s", position, part) }

var (
	nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

	errHeaderRow = fault.Define(fault.Invalid, "form.header_row",
		"Dòng tiêu đề phải là số từ 0 đến 300; 0 nghĩa là tệp không có dòng tiêu đề.",
		"The header row is a number from 0 to 300; 0 means that the file has none.")
)

// mostHeader is the last row in which a header is looked for.
const mostHeader = 300

// readChoices reads what the publisher chose, on top of what was chosen before.
// What was left as it had been guessed stays a guess, so that one change does not
// freeze all the rest.
func readChoices(f *form.Form, was ingest.Choices, x *ingest.Examination) ingest.Choices {
	c := ingest.Choices{Format: f.Get("format"), Encoding: f.Get("encoding"), Delimiter: f.Get("delimiter"), Sheet: f.Raw("sheet"), Path: f.Raw("path")}
	if text := f.Get("header_row"); text != "" {
		n := f.Whole("header_row")
		if n < 0 || n > mostHeader {
			f.RefuseAt("header_row", errHeaderRow.New())
		}
		row := int(n)
		// The row that was found stays a finding, unless it was chosen before.
		if x == nil || row != x.Reading.HeaderRow || was.HeaderRow != nil {
			c.HeaderRow = &row
		}
	}
	if x == nil || c.Format != was.Format || c.Delimiter != was.Delimiter || c.Sheet != was.Sheet || c.Path != was.Path {
		return c // other columns, of which nothing was said yet
	}
	columns := map[int]ingest.ColumnChoice{}
	for i, choice := range was.Columns {
		if choice.Drop && !f.Has(col(i, "keep")) {
			columns[i] = choice
		}
	}
	for n, column := range x.Columns {
		at := x.Reading.Columns[n]
		if choice := readColumn(f, at, column, was.Columns[at.Index]); choice != (ingest.ColumnChoice{}) {
			columns[at.Index] = choice
		}
	}
	if len(columns) > 0 {
		c.Columns = columns
	}
	names(f, x, columns)
	return c
}

func readColumn(f *form.Form, at set.SourceColumn, guess set.Column, was ingest.ColumnChoice) ingest.ColumnChoice {
	get := func(part string) string { return f.Get(col(at.Index, part)) }
	if f.Has(col(at.Index, "drop")) {
		return ingest.ColumnChoice{Title: guess.Title, Drop: true} // the title is for taking it back
	}
	out := was
	for _, one := range []struct {
		part, guess string
		to          *string
	}{{"name", guess.Name, &out.Name}, {"title", guess.Title, &out.Title}, {"unit", guess.Unit, &out.Unit}, {"format", at.Format, &out.Format}} {
		if f.Values().Has(col(at.Index, one.part)) && get(one.part) != one.guess {
			*one.to = get(one.part)
		}
	}
	if typ := set.Type(get("type")); typ != "" && typ != guess.Type {
		out.Type = typ
	}
	if !formatFits(out.Type, guess.Type, out.Format) {
		out.Format = "" // of another type: found anew
	}
	out.Key = f.Has(col(at.Index, "key"))
	return out
}

func formatFits(chosen, guess set.Type, format string) bool {
	if chosen == "" {
		chosen = guess
	}
	return format == "" || slices.ContainsFunc(ingest.Formats(), func(x ingest.Format) bool { return x.Type == chosen && x.ID == format })
}

// names refuses names of columns beside their fields, so that the table stays.
func names(f *form.Form, x *ingest.Examination, columns map[int]ingest.ColumnChoice) {
	seen := map[string]bool{}
	for n, column := range x.Columns {
		at := x.Reading.Columns[n].Index
		choice := columns[at]
		if choice.Drop {
			continue
		}
		name := column.Name
		if choice.Name != "" {
			name = choice.Name
		}
		if !nameForm.MatchString(name) || seen[name] {
			f.RefuseAt(col(at, "name"), ingest.ErrName.New("name", name))
		}
		seen[name] = true
	}
}

// dropped are the positions of columns that were left out, in order.
func dropped(c ingest.Choices) []int {
	var out []int
	for _, i := range slices.Sorted(maps.Keys(c.Columns)) {
		if c.Columns[i].Drop {
			out = append(out, i)
		}
	}
	return out
}
