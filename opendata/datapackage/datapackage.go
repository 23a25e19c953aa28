// Package datapackage describes a dataset as a Data Package: version 1 and version
// 2 of the standard at once.
//
// It promises a document that readers of either version take: "profile" and "role"
// for the old, "$schema", "type" and "roles" for the new. The first resource is the
// table, described column by column, as the CSV of exactly this version; the second
// is the publisher's file with its hash.
//
// It reads no data: whether rows fit the schema is settled when a file is read
// (opendata/ingest).
package datapackage

import (
	"regexp"
	"strconv"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

// Package is the document.
type Package struct {
	Schema       string        `json:"$schema"`
	Profile      string        `json:"profile"`
	Name         string        `json:"name"`
	ID           string        `json:"id"`
	Title        string        `json:"title"`
	Description  string        `json:"description"`
	Homepage     string        `json:"homepage"`
	Version      string        `json:"version"`
	Created      string        `json:"created,omitempty"`
	Keywords     []string      `json:"keywords,omitempty"`
	Licenses     []License     `json:"licenses,omitempty"`
	Contributors []Contributor `json:"contributors"`
	Sources      []Source      `json:"sources,omitempty"`
	Resources    []Resource    `json:"resources"`
}

// License of the data.
type License struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Title string `json:"title"`
}

// Contributor is a unit that made or published the data.
type Contributor struct {
	Title string   `json:"title"`
	Path  string   `json:"path,omitempty"`
	Email string   `json:"email,omitempty"`
	Role  string   `json:"role"`
	Roles []string `json:"roles"`
}

// Source is where the data comes from.
type Source struct {
	Title string `json:"title"`
	Path  string `json:"path,omitempty"`
}

// Resource is a file.
type Resource struct {
	Name        string   `json:"name"`
	Title       string   `json:"title"`
	Description string   `json:"description,omitempty"`
	Path        string   `json:"path"`
	Profile     string   `json:"profile"`
	Type        string   `json:"type,omitempty"`
	Format      string   `json:"format"`
	MediaType   string   `json:"mediatype,omitempty"`
	Encoding    string   `json:"encoding,omitempty"`
	Bytes       int64    `json:"bytes,omitempty"`
	Hash        string   `json:"hash,omitempty"`
	Dialect     *Dialect `json:"dialect,omitempty"`
	Schema      *Schema  `json:"schema,omitempty"`
}

// Dialect is how the CSV is written (RFC 4180).
type Dialect struct {
	Delimiter   string `json:"delimiter"`
	Line        string `json:"lineTerminator"`
	Quote       string `json:"quoteChar"`
	DoubleQuote bool   `json:"doubleQuote"`
	Header      bool   `json:"header"`
}

// Schema lists the columns.
type Schema struct {
	Fields  []Field  `json:"fields"`
	Missing []string `json:"missingValues"`
	Key     []string `json:"primaryKey,omitempty"`
}

// Field is a column. Unit and the English texts are ours: both versions allow more.
type Field struct {
	Name          string   `json:"name"`
	Type          string   `json:"type"`
	Format        string   `json:"format,omitempty"`
	Title         string   `json:"title,omitempty"`
	TitleEn       string   `json:"titleEn,omitempty"`
	Description   string   `json:"description,omitempty"`
	DescriptionEn string   `json:"descriptionEn,omitempty"`
	Unit          string   `json:"unit,omitempty"`
	True          []string `json:"trueValues,omitempty"`
	False         []string `json:"falseValues,omitempty"`
}

// Of describes a dataset; false where there is no data.
func Of(s record.Site, r record.Record) (Package, bool) {
	d, text := r.Dataset, r.Dataset.Content.Description
	release := d.Content.Release
	if release == nil || d.State == view.Withdrawn {
		return Package{}, false
	}
	out := Package{
		Schema: "https://datapackage.org/profiles/2.0/datapackage.json", Profile: "data-package", Name: name(d.Slug), ID: s.URI(d.Slug),
		Title: r.Title("vi"), Description: r.TextOr("vi"), Homepage: s.Landing(d.DatasetItem), Version: strconv.Itoa(d.Version) + ".0.0",
		Created: record.Stamp(d.UpdatedAt), Keywords: unique(r.Keywords("vi")), Contributors: contributors(r), Sources: sources(text),
	}
	if l, ok := s.Licence(text.Licence); ok {
		out.Licenses = []License{{spdx[l.ID], l.URI, l.Vi}}
	}
	for _, f := range s.Distributions(d) {
		switch {
		case f.Original:
			out.Resources = append(out.Resources, original(f, release, d.Version))
		case f.Format == "csv":
			out.Resources = append([]Resource{table(f, release, d.Version)}, out.Resources...)
		}
	}
	return out, true
}

// spdx are the names under which others know our licences; that of the decree is
// ours alone.
var spdx = map[string]string{"vn-open-data": "vn-open-data", "cc-by-4.0": "CC-BY-4.0", "cc0-1.0": "CC0-1.0", "odc-by-1.0": "ODC-BY-1.0", "pddl-1.0": "ODC-PDDL-1.0"}

func table(f record.Distribution, release *dataset.Release, version int) Resource {
	x := resource(f, version)
	x.Name, x.Title, x.Profile, x.Type = "data", "Bảng dữ liệu", "tabular-data-resource", "table"
	x.Encoding = "utf-8"
	x.Dialect = &Dialect{",", "\r\n", `"`, true, true}
	x.Schema = &Schema{Missing: []string{""}}
	for _, c := range release.Columns {
		x.Schema.Fields = append(x.Schema.Fields, field(c))
		if c.Key {
			x.Schema.Key = append(x.Schema.Key, c.Name)
		}
	}
	return x
}

func original(f record.Distribution, release *dataset.Release, version int) Resource {
	x := resource(f, version)
	x.Name, x.Title, x.Profile = "original", "Tệp gốc", "data-resource"
	x.Description = release.File.Name
	return x
}

var hash = regexp.MustCompile(`^[0-9a-f]{64}$`)

func resource(f record.Distribution, version int) Resource {
	x := Resource{Path: record.OfVersion(f.URL, version), Format: f.Format, Bytes: max(f.Bytes, 0)}
	if media.MatchString(f.MediaType) {
		x.MediaType = f.MediaType
	}
	if hash.MatchString(f.SHA256) {
		x.Hash = "sha256:" + f.SHA256
	}
	return x
}

var media = regexp.MustCompile(`^[^/\s"]+/[^/\s"]+$`)

func field(c dataset.Column) Field {
	x := Field{Name: c.Name, Type: "string", Title: c.Title, TitleEn: c.TitleEn, Description: c.Description, DescriptionEn: c.DescriptionEn, Unit: c.Unit}
	switch c.Type {
	case dataset.Integer:
		x.Type = "integer"
	case dataset.Decimal:
		x.Type = "number"
	case dataset.Boolean:
		x.Type, x.True, x.False = "boolean", []string{"true"}, []string{"false"}
	case dataset.Date:
		x.Type = "date"
	case dataset.DateTime:
		x.Type = "datetime"
	case dataset.Geometry:
		x.Type = "geojson"
	}
	return x
}

func contributors(r record.Record) []Contributor {
	all := []Contributor{{r.Publisher.Name, link(r.Publisher.Homepage), email(r.Publisher.Email), "publisher", []string{"publisher"}}}
	if creator := r.Dataset.Content.Description.Creator; creator != "" {
		all = append(all, Contributor{Title: creator, Role: "author", Roles: []string{"creator"}})
	}
	c := r.Contact()
	return append(all, Contributor{Title: c.Unit, Email: email(c.Email), Role: "maintainer", Roles: []string{"contact"}})
}

func sources(d dataset.Description) []Source {
	title, path := d.Source, link(d.SourceURL)
	if title == "" {
		title = path
	}
	if title == "" {
		return nil
	}
	return []Source{{title, path}}
}

func link(address string) string {
	if strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
		return address
	}
	return ""
}

var mail = regexp.MustCompile(`^[^\s<>"@]+@[^\s<>"@]+$`)

func email(address string) string {
	if mail.MatchString(address) {
		return address
	}
	return ""
}

// name keeps what both versions allow in a name.
func name(slug string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '-'
	}, strings.ToLower(slug))
}

func unique(words []string) []string {
	var all []string
	seen := map[string]bool{}
	for _, w := range words {
		if strings.TrimSpace(w) != "" && !seen[w] {
			seen[w] = true
			all = append(all, w)
		}
	}
	return all
}
