package schemaorg

import "minhbach/opendata/record"

// DataCatalog is the catalogue, for its front page.
type DataCatalog struct {
	Context     string       `json:"@context"`
	Type        string       `json:"@type"`
	ID          string       `json:"@id"`
	Name        string       `json:"name"`
	Description string       `json:"description,omitempty"`
	URL         string       `json:"url"`
	Language    []string     `json:"inLanguage"`
	License     string       `json:"license"`
	Modified    string       `json:"dateModified,omitempty"`
	Publisher   Organization `json:"publisher"`
	Datasets    []Reference  `json:"dataset,omitempty"`
}

// Catalog describes the catalogue in a language, naming the datasets given (those
// of the page).
func Catalog(s record.Site, lang string, records []record.Record) DataCatalog {
	l, _ := s.Licence("vn-open-data")
	out := DataCatalog{
		Context: context, Type: "DataCatalog", ID: s.Catalogue(), Name: title(s, lang), Description: s.Description, URL: s.Base + "/",
		Language: []string{"vi", "en"}, License: l.URI, Modified: record.Stamp(s.Modified), Publisher: agency(s, s.Publisher, lang),
	}
	for _, r := range records {
		out.Datasets = append(out.Datasets, Reference{"Dataset", s.URI(r.Dataset.Slug), r.Title(lang), s.Landing(r.Dataset.DatasetItem)})
	}
	return out
}
