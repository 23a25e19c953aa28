package datasetupload

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	set "minhbach/domain/dataset"
	"minhbach/opendata/ingest"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	page "minhbach/portal/pages/dataset"
	"minhbach/portal/render"
)

// Column is what was found of a column, to be changed.
type Column struct {
	Position     int // from 1, as people count
	Title, Type  string
	Open         bool
	Badge        *render.Badge
	Evidence     string
	Others       string
	Examples     string
	Fields       []render.Field
	Key, Drop    render.Field
	MisfitsCount int64
}

// fewColumns are all shown open.
const fewColumns = 6

func columnsOf(f *form.Form, lang i18n.Lang, x *ingest.Examination) []Column {
	var out []Column
	for n, c := range x.Columns {
		at, e := x.Reading.Columns[n], x.Evidence[n]
		fits := e.Values
		if c.Type != set.Text {
			fits = e.Fits[key(c.Type, at.Format)]
		}
		col := Column{Position: at.Index + 1, Title: page.Label(lang, c), Type: page.TypeName(lang, c.Type), MisfitsCount: e.Values - fits,
			Evidence: i18n.T(lang, "desk.data.evidence", fits, e.Values, e.Empty), Others: others(lang, e, key(c.Type, at.Format))}
		if len(e.Examples) > 0 {
			col.Examples = strings.Join(e.Examples, " · ")
		}
		if col.MisfitsCount > 0 {
			col.Badge = &render.Badge{Tone: render.Warning, Label: i18n.T(lang, "desk.data.misfits", col.MisfitsCount)}
		}
		col.fields(f, lang, c, at, e)
		col.Open = len(x.Columns) <= fewColumns || col.Badge != nil || len(render.Errors(col.Fields...)) > 0
		out = append(out, col)
	}
	return out
}

func (c *Column) fields(f *form.Form, lang i18n.Lang, column set.Column, at set.SourceColumn, e ingest.Evidence) {
	name := func(part string) string { return col(at.Index, part) }
	answered := f.Values().Has(name("name"))
	for part, value := range map[string]string{"name": column.Name, "title": column.Title, "unit": column.Unit, "type": string(column.Type), "format": at.Format} {
		if !f.Values().Has(name(part)) {
			f.Set(name(part), value)
		}
	}
	var types []render.Option
	for _, t := range set.Types() {
		types = append(types, render.Option{Value: string(t), Label: page.TypeName(lang, t)})
	}
	formats := []render.Option{{Label: i18n.T(lang, "desk.data.format.guess")}}
	for _, x := range ingest.Formats() {
		if x.Type == column.Type || e.Fits[key(x.Type, x.ID)] > 0 {
			formats = append(formats, render.Option{Value: x.ID, Label: x.Label(string(lang))})
		}
	}
	c.Fields = []render.Field{
		f.Field("text", name("title"), "desk.data.field.column.title", form.Most(set.MaxTitle)),
		f.Field("text", name("name"), "desk.data.field.column.name", form.Most(63), form.Hint(i18n.T(lang, "desk.data.name.hint"))),
		f.Choice("select", name("type"), "desk.data.field.column.type", types),
		f.Choice("select", name("format"), "desk.data.field.column.format", formats, form.Optional),
		f.Field("text", name("unit"), "desk.data.field.column.unit", form.Optional, form.Narrow),
	}
	label := form.Label(column.Title)
	c.Key = f.Choice("checkboxes", name("key"), "", []render.Option{{Value: "1", Label: i18n.T(lang, "desk.data.key"), Selected: column.Key && !answered}}, label)
	c.Drop = f.Choice("checkboxes", name("drop"), "", []render.Option{{Value: "1", Label: i18n.T(lang, "desk.data.drop")}}, label)
}

// key is how evidence names a type and a format.
func key(t set.Type, format string) string {
	if format == "" {
		return string(t)
	}
	return string(t) + "/" + format
}

// mostOthers are told of the ways in which the values could be read otherwise.
const mostOthers = 4

func others(lang i18n.Lang, e ingest.Evidence, taken string) string {
	names := slices.SortedFunc(maps.Keys(e.Fits), func(a, b string) int {
		if e.Fits[a] != e.Fits[b] {
			return int(min(max(e.Fits[b]-e.Fits[a], -1), 1))
		}
		return strings.Compare(a, b)
	})
	var out []string
	for _, name := range names {
		if name == taken || e.Fits[name] == 0 || len(out) == mostOthers {
			continue
		}
		typ, format, _ := strings.Cut(name, "/")
		label := page.TypeName(lang, set.Type(typ))
		if i := slices.IndexFunc(ingest.Formats(), func(x ingest.Format) bool { return string(x.Type) == typ && x.ID == format }); i >= 0 {
			label = ingest.Formats()[i].Label(string(lang))
		}
		out = append(out, label+" ("+i18n.Number(lang, e.Fits[name])+")")
	}
	return strings.Join(out, "; ")
}

// asked are the questions about the file as a whole.
func asked(f *form.Form, lang i18n.Lang, c ingest.Choices, x *ingest.Examination) []render.Field {
	if !f.Values().Has("header_row") {
		for name, text := range map[string]string{"format": c.Format, "encoding": c.Encoding, "delimiter": c.Delimiter, "sheet": c.Sheet, "path": c.Path} {
			f.Set(name, text)
		}
		switch {
		case c.HeaderRow != nil:
			f.Set("header_row", strconv.Itoa(*c.HeaderRow))
		case x != nil && tabular(x.Reading.Format):
			f.Set("header_row", strconv.Itoa(x.Reading.HeaderRow))
		}
	}
	choice := func(name string, values ...string) render.Field {
		options := []render.Option{{Label: i18n.T(lang, "desk.data.guess")}}
		for _, v := range values {
			o := render.Option{Value: v, Label: v}
			if k := "desk.data." + name + "." + v; i18n.Has(k) {
				o.Label = i18n.T(lang, k)
			} else if name == "delimiter" {
				o.Label = i18n.T(lang, "desk.data.delimiter."+signs[v])
			}
			options = append(options, o)
		}
		return f.Choice("select", name, "desk.data.reading."+name, options, form.Optional)
	}
	out := []render.Field{choice("format", "csv", "tsv", "xlsx", "ods", "json", "ndjson", "geojson", "parquet")}
	format := c.Format
	if x != nil {
		format = x.Reading.Format
	}
	switch format {
	case "csv", "tsv", "":
		out = append(out, choice("encoding", "utf-8", "utf-16le", "utf-16be", "windows-1258", "tcvn3", "vni"), choice("delimiter", ",", ";", "\\t", "|", ":", "^", "~"))
	case "xlsx", "ods":
		if x != nil && len(x.Sheets) > 1 {
			out = append(out, choice("sheet", x.Sheets...))
		}
	case "json", "geojson":
		out = append(out, f.Field("text", "path", "desk.data.reading.path", form.Optional, form.Hint(i18n.T(lang, "desk.data.path.hint"))))
	}
	if format == "" || tabular(format) {
		out = append(out, f.Field("text", "header_row", "desk.data.reading.header_row", form.Optional, form.Digits, form.Narrow, form.Most(3), form.Hint(i18n.T(lang, "desk.data.header.hint"))))
	}
	return out
}

var signs = map[string]string{",": "comma", ";": "semicolon", "\\t": "tab", "|": "bar", ":": "colon", "^": "caret", "~": "tilde"}

func tabular(format string) bool {
	return slices.Contains([]string{"csv", "tsv", "xlsx", "ods"}, format)
}
