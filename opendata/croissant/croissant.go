// Package croissant describes a dataset as MLCommons' Croissant 1.0 has it, so that
// programs for machine learning load its table without further words.
//
// It promises one record set whose fields are the columns, read from the CSV of
// exactly the version described, so that its SHA-256 stays true. Where the CSV was
// not made yet its hash is not known; then the dataset is declared live, which is
// what the format asks for in that case.
//
// It describes tables only: a dataset without data has no Croissant.
package croissant

import (
	"encoding/json"
	"strconv"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/opendata/record"
	"minhbach/opendata/schemaorg"
	"minhbach/projections/view"
)

// Version of the format.
const Version = "http://mlcommons.org/croissant/1.0"

// Reference names another node of the document.
type Reference struct {
	ID string `json:"@id"`
}

// File is a cr:FileObject.
type File struct {
	Type        string `json:"@type"`
	ID          string `json:"@id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	URL         string `json:"contentUrl"`
	Size        string `json:"contentSize,omitempty"`
	Format      string `json:"encodingFormat"`
	SHA256      string `json:"sha256,omitempty"`
}

// Source is where the values of a field come from.
type Source struct {
	File    Reference `json:"fileObject"`
	Extract Extract   `json:"extract"`
}

// Extract names a column of the CSV.
type Extract struct {
	Column string `json:"column"`
}

// Field is a column.
type Field struct {
	Type        string `json:"@type"`
	ID          string `json:"@id"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	DataType    string `json:"dataType"`
	Source      Source `json:"source"`
}

// RecordSet is the table.
type RecordSet struct {
	Type        string      `json:"@type"`
	ID          string      `json:"@id"`
	Name        string      `json:"name"`
	Description string      `json:"description"`
	Key         []Reference `json:"key,omitempty"`
	Fields      []Field     `json:"field"`
}

// Dataset is the document.
type Dataset struct {
	Context     json.RawMessage        `json:"@context"`
	Type        string                 `json:"@type"`
	ID          string                 `json:"@id"`
	ConformsTo  string                 `json:"conformsTo"`
	Name        string                 `json:"name"`
	Description string                 `json:"description"`
	URL         string                 `json:"url"`
	License     string                 `json:"license,omitempty"`
	Version     string                 `json:"version"`
	Published   string                 `json:"datePublished,omitempty"`
	Modified    string                 `json:"dateModified,omitempty"`
	Language    string                 `json:"inLanguage"`
	Keywords    []string               `json:"keywords,omitempty"`
	Live        bool                   `json:"isLiveDataset,omitempty"`
	CiteAs      string                 `json:"citeAs"`
	Creator     schemaorg.Organization `json:"creator"`
	Publisher   schemaorg.Organization `json:"publisher"`
	Files       []File                 `json:"distribution"`
	RecordSets  []RecordSet            `json:"recordSet"`
}

// Of describes a dataset; false where there is no table to read.
func Of(s record.Site, r record.Record) (Dataset, bool) {
	about, ok := schemaorg.Of(s, r, "vi")
	release := r.Dataset.Content.Release
	if !ok || release == nil || r.Dataset.State == view.Withdrawn {
		return Dataset{}, false
	}
	d := r.Dataset
	out := Dataset{
		Context: context, Type: "sc:Dataset", ID: s.URI(d.Slug), ConformsTo: Version, Name: about.Name, Description: about.Description, URL: about.URL,
		License: about.License, Version: strconv.Itoa(d.Version) + ".0.0", Published: about.Published, Modified: about.Modified, Language: "vi",
		Keywords: about.Keywords, CiteAs: s.BibTeX(r), Creator: organization(about.Creator), Publisher: organization(about.Publisher),
	}
	for _, f := range s.Distributions(d) {
		if f.Original || f.Format == "csv" {
			out.Files = append(out.Files, file(f, d.Version))
			out.Live = out.Live || f.SHA256 == ""
		}
	}
	rows := RecordSet{Type: "cr:RecordSet", ID: "rows", Name: "rows", Description: "Bảng dữ liệu: mỗi bản ghi là một dòng. / The table: one record a row."}
	for _, c := range release.Columns {
		rows.Fields = append(rows.Fields, field(c))
		if c.Key {
			rows.Key = append(rows.Key, Reference{"rows/" + c.Name})
		}
	}
	out.RecordSets = []RecordSet{rows}
	return out, true
}

// organization by the only class that readers of Croissant 1.0 take.
func organization(o schemaorg.Organization) schemaorg.Organization {
	o.Type = "Organization"
	return o
}

func file(f record.Distribution, version int) File {
	x := File{Type: "cr:FileObject", ID: "data.csv", Name: "data.csv", Description: both(f.Label, f.LabelEn),
		URL: record.OfVersion(f.URL, version), Format: f.MediaType, SHA256: f.SHA256}
	if f.Original {
		x.ID, x.Name = "original", "original"
	}
	if f.Bytes > 0 {
		x.Size = strconv.FormatInt(f.Bytes, 10) + " B"
	}
	return x
}

func field(c dataset.Column) Field {
	text := []string{c.Title}
	if c.Unit != "" {
		text[0] += " (" + c.Unit + ")"
	}
	for _, t := range []string{c.TitleEn, c.Description, c.DescriptionEn} {
		if t != "" {
			text = append(text, t)
		}
	}
	x := Field{Type: "cr:Field", ID: "rows/" + c.Name, Name: c.Name, Description: strings.Join(text, " — "), DataType: "sc:Text"}
	switch c.Type {
	case dataset.Integer:
		x.DataType = "sc:Integer"
	case dataset.Decimal:
		x.DataType = "sc:Float"
	case dataset.Boolean:
		x.DataType = "sc:Boolean"
	case dataset.Date:
		x.DataType = "sc:Date"
	case dataset.DateTime:
		x.DataType = "sc:DateTime"
	}
	x.Source.File.ID, x.Source.Extract.Column = "data.csv", c.Name
	return x
}

// both languages in one text, where they differ: Croissant 1.0 has one description.
func both(vi, en string) string {
	if vi == en {
		return vi
	}
	return vi + " / " + en
}
