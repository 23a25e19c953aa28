package api

import (
	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/dataset"
	"minhbach/domain/dataset/quality"
	"minhbach/opendata/export"
)

// Choices of open data, so that the document always lists what there is.
type (
	Topic      string
	Licence    string
	Frequency  string
	Band       string
	DataType   string
	DataChange string
	DataFormat string // in which data can be asked for
	FileFormat string // in which publishers send it
)

func termIDs(list []dataset.Term) []string {
	return each(list, func(t dataset.Term) string { return t.ID })
}

func (Topic) Schema(huma.Registry) *huma.Schema     { return choice(termIDs(dataset.Themes())) }
func (Licence) Schema(huma.Registry) *huma.Schema   { return choice(termIDs(dataset.Licences())) }
func (Frequency) Schema(huma.Registry) *huma.Schema { return choice(termIDs(dataset.Frequencies())) }
func (Band) Schema(huma.Registry) *huma.Schema      { return choice(termIDs(quality.Bands())) }

func (DataType) Schema(huma.Registry) *huma.Schema {
	return choice([]dataset.Type{dataset.Text, dataset.Integer, dataset.Decimal, dataset.Boolean, dataset.Date, dataset.DateTime, dataset.Geometry})
}

func (DataChange) Schema(huma.Registry) *huma.Schema {
	return choice([]dataset.Change{dataset.NewData, dataset.Correction, dataset.Revision})
}

func (DataFormat) Schema(huma.Registry) *huma.Schema { return choice(dataFormats) }

// dataFormats are those in which rows are given out; XML is for clients of another
// convention.
var dataFormats = []export.Format{
	export.JSON, export.NDJSON, export.CSV, export.Excel, export.XLSX, export.Parquet, export.GeoJSON, export.TSV,
}

func (FileFormat) Schema(huma.Registry) *huma.Schema { return choice(fileFormats) }

var fileFormats = []string{"csv", "tsv", "xlsx", "ods", "json", "ndjson", "geojson", "parquet"}

// Named is an entry of a controlled list.
type Named struct {
	ID  string `json:"id" example:"dan-so-hanh-chinh"`
	Vi  string `json:"vi" example:"Dân số – Đơn vị hành chính"`
	En  string `json:"en" example:"Population and administrative units"`
	URI string `json:"uri,omitempty" format:"uri" doc:"In the vocabulary that catalogues exchange."`
}

func namedOf(t dataset.Term, ok bool, id string) Named {
	if !ok {
		return Named{ID: id, Vi: id, En: id}
	}
	return Named(t)
}

func topicOf(id string) Named {
	t, ok := dataset.ThemeOf(id)
	return namedOf(t, ok, id)
}

// named is nil where nothing was said.
func licenceOf(id string) *Named {
	if id == "" {
		return nil
	}
	t, ok := dataset.LicenceOf(id)
	n := namedOf(t, ok, id)
	return &n
}

func frequencyOf(id dataset.Frequency) *Named {
	if id == "" {
		return nil
	}
	t, ok := dataset.FrequencyOf(id)
	n := namedOf(t, ok, string(id))
	return &n
}

// Guard: every choice has a schema of its own.
var _ = []huma.SchemaProvider{Topic(""), Licence(""), Frequency(""), Band(""), DataType(""), DataChange(""), DataFormat(""), FileFormat("")}
