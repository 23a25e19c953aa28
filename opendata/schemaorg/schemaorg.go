// Package schemaorg describes datasets and the catalogue in the words of
// schema.org, for the pages of the portal: search engines for data read it there.
//
// It promises what Google Dataset Search requires (a name, a description of 50 to
// 5,000 characters) and what it recommends, as far as the publisher gave it. The
// values marshal to JSON that is safe inside a script element.
//
// It writes no HTML; the page puts the JSON in a data block.
package schemaorg

import (
	"strconv"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

const context = "https://schema.org/"

// Organization is an agency or a unit of it.
type Organization struct {
	Type    string        `json:"@type"` // GovernmentOrganization
	ID      string        `json:"@id,omitempty"`
	Name    string        `json:"name"`
	URL     string        `json:"url,omitempty"`
	Email   string        `json:"email,omitempty"`
	Contact *ContactPoint `json:"contactPoint,omitempty"`
}

// ContactPoint is whom to ask about a dataset.
type ContactPoint struct {
	Type  string `json:"@type"`
	Kind  string `json:"contactType"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"telephone,omitempty"`
}

// Property is a column.
type Property struct {
	Type        string `json:"@type"` // PropertyValue
	ID          string `json:"propertyID"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	Unit        string `json:"unitText,omitempty"`
}

// Download is one form of the data.
type Download struct {
	Type     string `json:"@type"` // DataDownload
	ID       string `json:"@id"`
	Name     string `json:"name"`
	Format   string `json:"encodingFormat,omitempty"`
	URL      string `json:"contentUrl"`
	Size     string `json:"contentSize,omitempty"` // "20480 B"
	SHA256   string `json:"sha256,omitempty"`
	Modified string `json:"dateModified,omitempty"`
}

// Place is what the data covers.
type Place struct {
	Type string `json:"@type"`
	Name string `json:"name,omitempty"`
	Code string `json:"identifier,omitempty"`
	Geo  *Shape `json:"geo,omitempty"`
}

// Shape is a box: south, west, north, east.
type Shape struct {
	Type string `json:"@type"` // GeoShape
	Box  string `json:"box"`
}

// Reference points at another description.
type Reference struct {
	Type string `json:"@type,omitempty"`
	ID   string `json:"@id,omitempty"`
	Name string `json:"name,omitempty"`
	URL  string `json:"url,omitempty"`
}

// Dataset is a schema.org/Dataset.
type Dataset struct {
	Context     string       `json:"@context,omitempty"`
	Type        string       `json:"@type"`
	ID          string       `json:"@id"`
	Name        string       `json:"name"`
	Alternate   string       `json:"alternateName,omitempty"`
	Description string       `json:"description"`
	URL         string       `json:"url"`
	Identifier  []string     `json:"identifier"`
	Keywords    []string     `json:"keywords,omitempty"`
	License     string       `json:"license,omitempty"`
	Free        bool         `json:"isAccessibleForFree"`
	Version     string       `json:"version"`
	Status      string       `json:"creativeWorkStatus,omitempty"`
	Language    string       `json:"inLanguage"`
	Published   string       `json:"datePublished,omitempty"`
	Modified    string       `json:"dateModified,omitempty"`
	Temporal    string       `json:"temporalCoverage,omitempty"`
	Spatial     *Place       `json:"spatialCoverage,omitempty"`
	Creator     Organization `json:"creator"`
	Publisher   Organization `json:"publisher"`
	Catalog     Reference    `json:"includedInDataCatalog"`
	Technique   string       `json:"measurementTechnique,omitempty"`
	BasedOn     string       `json:"isBasedOn,omitempty"`
	Variables   []Property   `json:"variableMeasured,omitempty"`
	Downloads   []Download   `json:"distribution,omitempty"`
	CreditText  string       `json:"creditText,omitempty"`
}

// Of describes a dataset in a language. A withdrawn one has no description.
func Of(s record.Site, r record.Record, lang string) (Dataset, bool) {
	d, text := r.Dataset, r.Dataset.Content.Description
	if d.State == view.Withdrawn {
		return Dataset{}, false
	}
	out := Dataset{
		Context: context, Type: "Dataset", ID: s.URI(d.Slug), Name: r.Title(lang), Description: Description(r, lang), URL: s.Landing(d.DatasetItem),
		Identifier: []string{s.URI(d.Slug), "urn:uuid:" + d.ID}, Keywords: r.Keywords(lang), Free: true, Version: strconv.Itoa(d.Version), Language: "vi",
		Published: record.Stamp(d.PublishedAt), Modified: record.Stamp(d.UpdatedAt), Temporal: record.Interval(text.PeriodFrom, text.PeriodTo, ".."),
		Spatial: spatial(s, r), Creator: agency(s, r.Publisher, lang), Publisher: agency(s, r.Publisher, lang),
		Catalog: Reference{"DataCatalog", s.Catalogue(), title(s, lang), s.Base + "/"}, Technique: text.Method, BasedOn: link(text.SourceURL),
		CreditText: r.Publisher.Label(lang),
	}
	if other := r.Title(map[string]string{"vi": "en", "en": "vi"}[lang]); other != out.Name {
		out.Alternate = other
	}
	if d.State == view.Archived {
		out.Status = "Archived"
	}
	if l, ok := s.Licence(text.Licence); ok {
		out.License = l.URI
	}
	if text.Creator != "" {
		out.Creator = Organization{Type: "GovernmentOrganization", Name: text.Creator}
	}
	c := r.Contact()
	out.Publisher.Contact = &ContactPoint{"ContactPoint", "customer support", c.Unit, c.Email, c.Phone}
	if d.Content.Release != nil {
		out.Variables = variables(d.Content.Release.Columns, lang)
	}
	for _, f := range s.Distributions(d) {
		x := Download{Type: "DataDownload", ID: s.URI(d.Slug) + "/resource/" + f.ID, Name: f.Label, Format: f.MediaType, URL: f.URL, SHA256: f.SHA256, Modified: out.Modified}
		if lang == "en" {
			x.Name = f.LabelEn
		}
		if f.Bytes > 0 {
			x.Size = strconv.FormatInt(f.Bytes, 10) + " B"
		}
		out.Downloads = append(out.Downloads, x)
	}
	return out, true
}

func variables(columns []dataset.Column, lang string) []Property {
	var all []Property
	for _, c := range columns {
		p := Property{"PropertyValue", c.Name, c.Title, c.Description, c.Unit}
		if lang == "en" && c.TitleEn != "" {
			p.Name = c.TitleEn
		}
		if lang == "en" && c.DescriptionEn != "" {
			p.Description = c.DescriptionEn
		}
		all = append(all, p)
	}
	return all
}

func agency(s record.Site, p record.Publisher, lang string) Organization {
	return Organization{Type: "GovernmentOrganization", ID: s.Agency(p.ID), Name: p.Label(lang), URL: link(p.Homepage), Email: p.Email}
}

func spatial(s record.Site, r record.Record) *Place {
	name, code := r.Spatial()
	if name == "" && code == "" {
		return nil
	}
	p := &Place{Type: "Place", Name: name, Code: code}
	if s.Place != nil {
		if at, ok := s.Place(code); ok {
			n := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
			p.Geo = &Shape{"GeoShape", strings.Join([]string{n(at.South), n(at.West), n(at.North), n(at.East)}, " ")}
		}
	}
	return p
}

func title(s record.Site, lang string) string {
	if lang == "en" && s.TitleEn != "" {
		return s.TitleEn
	}
	return s.Title
}

// link keeps addresses that a browser may follow.
func link(address string) string {
	if strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
		return address
	}
	return ""
}
