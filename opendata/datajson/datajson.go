// Package datajson writes the catalogue as /data.json: the Project Open Data
// metadata schema v1.1 (DCAT-US), which harvesters after data.gov's kind and DKAN
// read.
//
// It promises the fields that the schema requires of everybody; those that only
// agencies of the United States can have (bureauCode, programCode) are left out.
//
// It writes one dataset at a time, so that a catalogue of any size takes the memory
// of one.
package datajson

import (
	"bufio"
	"encoding/json"
	"io"
	"iter"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

const (
	schema  = "https://project-open-data.cio.gov/v1.1/schema"
	context = "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld"
	about   = "https://project-open-data.cio.gov/v1.1/schema/catalog.json"
)

// Organization publishes.
type Organization struct {
	Type   string        `json:"@type"` // org:Organization
	Name   string        `json:"name"`
	Parent *Organization `json:"subOrganizationOf,omitempty"`
}

// Contact is a vcard:Contact.
type Contact struct {
	Type  string `json:"@type"`
	Name  string `json:"fn"`
	Email string `json:"hasEmail,omitempty"`
}

// Distribution is one form of the data.
type Distribution struct {
	Type        string `json:"@type"` // dcat:Distribution
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Format      string `json:"format,omitempty"`
	MediaType   string `json:"mediaType,omitempty"`
	DownloadURL string `json:"downloadURL,omitempty"`
	AccessURL   string `json:"accessURL,omitempty"`
	DescribedBy string `json:"describedBy,omitempty"`
	DescribedAs string `json:"describedByType,omitempty"`
	ConformsTo  string `json:"conformsTo,omitempty"`
}

// Dataset is an entry.
type Dataset struct {
	Type          string         `json:"@type"` // dcat:Dataset
	Identifier    string         `json:"identifier"`
	Title         string         `json:"title"`
	Description   string         `json:"description"`
	Keyword       []string       `json:"keyword"`
	Issued        string         `json:"issued,omitempty"`
	Modified      string         `json:"modified"`
	Publisher     Organization   `json:"publisher"`
	Contact       Contact        `json:"contactPoint"`
	Access        string         `json:"accessLevel"`
	License       string         `json:"license,omitempty"`
	Spatial       string         `json:"spatial,omitempty"`
	Temporal      string         `json:"temporal,omitempty"`
	Periodicity   string         `json:"accrualPeriodicity,omitempty"`
	Language      []string       `json:"language"`
	Theme         []string       `json:"theme,omitempty"`
	LandingPage   string         `json:"landingPage"`
	DescribedBy   string         `json:"describedBy,omitempty"`
	DescribedAs   string         `json:"describedByType,omitempty"`
	References    []string       `json:"references,omitempty"`
	Distributions []Distribution `json:"distribution,omitempty"`
}

// Write writes the catalogue. It stops at the first error of records.
func Write(w io.Writer, s record.Site, records iter.Seq2[record.Record, error]) error {
	b := bufio.NewWriter(w)
	head, err := json.Marshal(map[string]string{"@context": context, "@id": s.Base + "/data.json", "@type": "dcat:Catalog", "conformsTo": schema, "describedBy": about})
	if err != nil {
		return err
	}
	_, _ = b.Write(head[:len(head)-1])
	b.WriteString(`,"dataset":[`)
	first := true
	for r, err := range records {
		if err != nil {
			return err
		}
		entry, ok := Of(s, r)
		if !ok {
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		line, err := json.Marshal(entry)
		if err != nil {
			return err
		}
		b.WriteByte('\n')
		_, _ = b.Write(line)
	}
	b.WriteString("\n]}\n")
	return b.Flush()
}

// Of is the entry of a dataset; none for a withdrawn one.
func Of(s record.Site, r record.Record) (Dataset, bool) {
	d, text := r.Dataset, r.Dataset.Content.Description
	if d.State == view.Withdrawn {
		return Dataset{}, false
	}
	out := Dataset{
		Type: "dcat:Dataset", Identifier: s.URI(d.Slug), Title: r.Title("vi"), Description: r.TextOr("vi"), Keyword: keywords(r),
		Issued: record.Stamp(d.PublishedAt), Modified: record.Stamp(d.UpdatedAt), Publisher: organization(s, r.Publisher),
		Contact: contact(r), Access: "public", Temporal: temporal(text),
		Periodicity: periodicity[text.Frequency], Language: []string{"vi"}, LandingPage: s.Landing(d.DatasetItem),
	}
	if d.TitleEn != "" {
		out.Language = append(out.Language, "en")
	}
	if l, ok := s.Licence(text.Licence); ok {
		out.License = l.URI
	}
	out.Spatial, _ = r.Spatial()
	for _, id := range d.Topics {
		if t, ok := dataset.ThemeOf(id); ok {
			out.Theme = append(out.Theme, t.Vi)
		}
	}
	if strings.HasPrefix(text.SourceURL, "http://") || strings.HasPrefix(text.SourceURL, "https://") {
		out.References = []string{text.SourceURL}
	}
	out.Distributions = distributions(s, r)
	if len(out.Distributions) > 0 {
		out.DescribedBy, out.DescribedAs = s.Document(d.Slug, "datapackage.json"), "application/json"
	}
	return out, true
}

func distributions(s record.Site, r record.Record) (all []Distribution) {
	for _, f := range s.Distributions(r.Dataset) {
		x := Distribution{Type: "dcat:Distribution", Title: f.Label, Description: f.LabelEn, Format: f.Format, MediaType: f.MediaType, DownloadURL: f.URL}
		if f.Format == "csv" && !f.Original {
			x.DescribedBy, x.DescribedAs = s.Document(r.Dataset.Slug, "csv-metadata.json"), "application/csvm+json"
		}
		all = append(all, x)
	}
	if all != nil {
		api := s.API(r.Dataset.ID)
		all = append(all, Distribution{Type: "dcat:Distribution", Title: "API", Format: "API", AccessURL: api, DescribedBy: api + "/openapi.json",
			DescribedAs: "application/vnd.oai.openapi+json;version=3.1", ConformsTo: "https://spec.openapis.org/oas/v3.1.0"})
	}
	return all
}

// keywords: the schema wants at least one.
func keywords(r record.Record) []string {
	if k := r.Keywords("vi"); len(k) > 0 {
		return k
	}
	return []string{"dữ liệu mở"}
}

func contact(r record.Record) Contact {
	c := r.Contact()
	out := Contact{Type: "vcard:Contact", Name: c.Unit}
	if c.Email != "" {
		out.Email = "mailto:" + c.Email
	}
	return out
}

func organization(s record.Site, p record.Publisher) Organization {
	o := Organization{Type: "org:Organization", Name: p.Name}
	if p.ID != s.Publisher.ID && s.Publisher.Name != "" {
		o.Parent = &Organization{Type: "org:Organization", Name: s.Publisher.Name}
	}
	return o
}

// temporal is an interval of ISO 8601. The schema knows no open ends: a period of
// one known end is left out.
func temporal(d dataset.Description) string {
	if d.PeriodFrom.IsZero() || d.PeriodTo.IsZero() {
		return ""
	}
	return record.Interval(d.PeriodFrom, d.PeriodTo, "")
}

// periodicity in repeating durations of ISO 8601, as the schema lists them.
var periodicity = map[dataset.Frequency]string{"daily": "R/P1D", "weekly": "R/P1W", "monthly": "R/P1M", "quarterly": "R/P3M", "biannual": "R/P6M", "annual": "R/P1Y", "irregular": "irregular"}
