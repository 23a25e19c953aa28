// Package record gathers what every convention for exchanging catalogues says
// about a dataset, once: identifiers, addresses, publisher, distributions and the
// chain of versions. dcat, ckan, schemaorg and the others only spell it.
//
// It promises that identifiers are the same in every convention and never change;
// it reads nothing: the surface supplies what it has asked for.
package record

import (
	"net/url"
	"strconv"
	"time"

	"github.com/google/uuid"

	"minhbach/domain/dataset"
	"minhbach/projections/view"
)

// Site is the catalogue and where it is.
type Site struct {
	Base        string // scheme and host, no slash at the end
	Title       string
	TitleEn     string
	Description string
	Publisher   Publisher
	Issued      time.Time // of the first dataset
	Modified    time.Time // of the newest change
	// Page is the address of a dataset's page for people: on its agency's portal.
	Page func(d view.DatasetItem) string
	// Spatial and SpatialCode are the place that the catalogue covers; by default
	// the publisher's.
	Spatial, SpatialCode string
	// Place knows where a unit lies, by official code. Nil, or not ok, where the
	// operator supplied nothing: no coordinates are invented.
	Place func(code string) (Place, bool)
	// Made knows size and SHA-256 of a form of a version that was already made. Nil:
	// not known.
	Made func(datasetID string, version int, format string) (size int64, sha256 string, ok bool)
}

// Place is a box in degrees (WGS 84) and, where there is one, the address by which
// a gazetteer names the place.
type Place struct {
	URI                      string
	West, South, East, North float64
}

// Publisher is an agency as catalogues name it.
type Publisher struct {
	ID       string // agency id
	Code     string // official code
	Slug     string // name for CKAN clients: lower-case ASCII, unique
	Name     string
	NameEn   string
	Homepage string
	Email    string
	Phone    string
	Type     string // unit type, as shown
	Datasets int    // public ones, where counted
}

// Record is a dataset with what belongs to it.
type Record struct {
	Dataset   view.Dataset
	Publisher Publisher
	Versions  []view.DatasetVersion // oldest first; may be nil where only the newest matters
}

// Distribution is one form in which the data of a version can be had.
type Distribution struct {
	ID        string // UUID, the same for every version of the dataset: clients keep it
	Format    string // csv, excel, xlsx, json, ndjson, parquet, geojson, or that of the original
	Label     string // "CSV", "CSV cho Excel", …
	LabelEn   string
	MediaType string
	URL       string // the bytes
	Bytes     int64  // 0: not known before it is asked for
	SHA256    string // of the original, and of the others once they were made (Site.Made)
	Original  bool   // the publisher's own file, byte for byte
	Name      string // offered when saving
}

// forms are the distributions that we make of every table, in the order shown.
var forms = []struct{ format, ext, vi, en, media string }{
	{"csv", "csv", "CSV (UTF-8)", "CSV (UTF-8)", "text/csv"},
	{"excel", "excel.csv", "CSV cho Excel", "CSV for Excel", "text/csv"},
	{"xlsx", "xlsx", "Excel (XLSX)", "Excel (XLSX)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"json", "json", "JSON", "JSON", "application/json"},
	{"ndjson", "ndjson", "NDJSON (mỗi dòng một bản ghi)", "NDJSON (one record a line)", "application/x-ndjson"},
	{"parquet", "parquet", "Parquet", "Parquet", "application/vnd.apache.parquet"},
	{"geojson", "geojson", "GeoJSON", "GeoJSON", "application/geo+json"},
}

// space of the identifiers that are derived from a dataset's.
var space = uuid.MustParse("6f1d2f6e-4c1b-5b0a-9a57-3d9b6f0e2a11")

// DistributionID is the permanent identifier of a form of a dataset.
func DistributionID(datasetID, format string) string {
	return uuid.NewSHA1(space, []byte(datasetID+"/"+format)).String()
}

// Distributions lists the forms in which a dataset's newest data can be had: the
// original first. None without data.
func (s Site) Distributions(d view.Dataset) []Distribution {
	r := d.Content.Release
	if r == nil {
		return nil
	}
	all := []Distribution{{
		ID: DistributionID(d.ID, "original"), Format: r.Reading.Format, Label: "Tệp gốc", LabelEn: "Original file",
		MediaType: r.File.MediaType, URL: s.API(d.ID) + "/original", Bytes: r.File.Size, SHA256: r.File.SHA256, Original: true, Name: r.File.Name,
	}}
	for _, f := range forms {
		if f.format == "geojson" && !HasGeometry(r.Columns) {
			continue
		}
		size, hash := int64(0), ""
		if s.Made != nil {
			if n, h, ok := s.Made(d.ID, d.Version, f.format); ok {
				size, hash = n, h
			}
		}
		all = append(all, Distribution{
			Bytes: size, SHA256: hash,
			ID: DistributionID(d.ID, f.format), Format: f.format, Label: f.vi, LabelEn: f.en, MediaType: f.media,
			URL: s.API(d.ID) + "/data." + f.ext, Name: d.Slug + "-v" + strconv.Itoa(d.Version) + "." + f.ext,
		})
	}
	return all
}

// HasGeometry tells whether rows can be drawn on a map.
func HasGeometry(columns []dataset.Column) bool {
	for _, c := range columns {
		if c.Type == dataset.Geometry {
			return true
		}
	}
	return false
}

// API is the address of a dataset for programs, without a slash at the end.
func (s Site) API(id string) string { return s.Base + "/api/v1/datasets/" + url.PathEscape(id) }

// URI names a dataset in catalogues: permanent, and answers with what was asked for.
func (s Site) URI(slug string) string { return s.Base + "/dataset/" + url.PathEscape(slug) }

// Document is the address of one of the descriptions of a dataset: "ttl", "rdf",
// "jsonld", "croissant.jsonld", "datapackage.json", "csv-metadata.json".
func (s Site) Document(slug, name string) string {
	if len(name) > 6 {
		return s.URI(slug) + "/" + name
	}
	return s.URI(slug) + "." + name
}

// FormNames lists the formats of distributions, the original's among them.
func FormNames() []string {
	names := []string{"original"}
	for _, f := range forms {
		names = append(names, f.format)
	}
	return names
}
