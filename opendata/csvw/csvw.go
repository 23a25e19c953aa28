// Package csvw describes the CSV of a dataset as the W3C's "Metadata Vocabulary for
// Tabular Data" has it, so that a program knows the type of every column before it
// reads a line.
//
// It promises to describe the file that opendata/export writes as csv: a header of
// column names, UTF-8, commas, ISO dates, points in decimals.
//
// It does not read CSV and does not check it against the description.
package csvw

import (
	"minhbach/domain/dataset"
	"minhbach/opendata/record"
)

// Value is a plain value, a reference, or a typed one, as JSON-LD has it.
type Value map[string]string

// Table is the metadata document.
type Table struct {
	Context     []any       `json:"@context"`
	Type        string      `json:"@type"`
	ID          string      `json:"@id"`
	URL         string      `json:"url"`
	Title       []Value     `json:"dc:title"`
	Description []Value     `json:"dc:description"`
	Publisher   []Value     `json:"dc:publisher"`
	License     *Value      `json:"dc:license,omitempty"`
	Modified    *Value      `json:"dc:modified,omitempty"`
	Source      Value       `json:"dc:source"`
	Dialect     Dialect     `json:"dialect"`
	Schema      TableSchema `json:"tableSchema"`
}

// Dialect is how the file is written.
type Dialect struct {
	Encoding    string   `json:"encoding"`
	Delimiter   string   `json:"delimiter"`
	Quote       string   `json:"quoteChar"`
	DoubleQuote bool     `json:"doubleQuote"`
	Header      bool     `json:"header"`
	HeaderRows  int      `json:"headerRowCount"`
	Line        []string `json:"lineTerminators"`
}

// TableSchema lists the columns.
type TableSchema struct {
	Columns []Column `json:"columns"`
	Key     []string `json:"primaryKey,omitempty"`
}

// Column is one column. Titles under "und" are the header.
type Column struct {
	Name        string              `json:"name"`
	Titles      map[string][]string `json:"titles"`
	Datatype    any                 `json:"datatype"` // a name, or a Datatype
	Null        []string            `json:"null"`
	Description []Value             `json:"dc:description,omitempty"`
	Unit        string              `json:"schema:unitText,omitempty"`
}

// Datatype is a type with its form.
type Datatype struct {
	Base   string `json:"base"`
	Format string `json:"format,omitempty"`
}

// Of describes the CSV of a dataset; false where there is no data.
func Of(s record.Site, r record.Record) (Table, bool) {
	release := r.Dataset.Content.Release
	if release == nil {
		return Table{}, false
	}
	d := r.Dataset
	out := Table{
		Context: []any{"http://www.w3.org/ns/csvw", map[string]string{"@language": "vi"}},
		Type:    "Table", ID: s.Document(d.Slug, "csv-metadata.json"),
		Title: values(r.Title("vi"), d.TitleEn), Description: values(r.Text("vi"), r.Text("en")), Publisher: values(r.Publisher.Name, r.Publisher.NameEn),
		Source:  Value{"@id": s.URI(d.Slug)},
		Dialect: Dialect{"utf-8", ",", `"`, true, true, 1, []string{"\r\n", "\n"}},
	}
	for _, f := range s.Distributions(d) {
		if f.Format == "csv" && !f.Original {
			out.URL = record.OfVersion(f.URL, d.Version)
		}
	}
	if l, ok := s.Licence(d.Content.Description.Licence); ok {
		out.License = &Value{"@id": l.URI}
	}
	if at := record.Stamp(d.UpdatedAt); at != "" {
		out.Modified = &Value{"@value": at, "@type": "xsd:dateTime"}
	}
	for _, c := range release.Columns {
		out.Schema.Columns = append(out.Schema.Columns, column(c))
		if c.Key {
			out.Schema.Key = append(out.Schema.Key, c.Name)
		}
	}
	return out, true
}

func column(c dataset.Column) Column {
	out := Column{Name: c.Name, Titles: map[string][]string{"und": {c.Name}}, Datatype: datatype(c.Type), Null: []string{""},
		Description: values(c.Description, c.DescriptionEn), Unit: c.Unit}
	if c.Title != "" {
		out.Titles["vi"] = []string{c.Title}
	}
	if c.TitleEn != "" {
		out.Titles["en"] = []string{c.TitleEn}
	}
	return out
}

// datatype is the built-in type (section 5.11.1) of the values as they are written.
func datatype(t dataset.Type) any {
	switch t {
	case dataset.Integer:
		return "long"
	case dataset.Decimal:
		return "double"
	case dataset.Boolean:
		return Datatype{"boolean", "true|false"}
	case dataset.Date:
		return Datatype{"date", "yyyy-MM-dd"}
	case dataset.DateTime:
		return "dateTimeStamp"
	case dataset.Geometry:
		return "json"
	}
	return "string"
}

// values is a text in both languages.
func values(vi, en string) []Value {
	var all []Value
	if vi != "" {
		all = append(all, Value{"@value": vi, "@language": "vi"})
	}
	if en != "" && en != vi {
		all = append(all, Value{"@value": en, "@language": "en"})
	}
	return all
}
