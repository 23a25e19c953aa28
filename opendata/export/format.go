package export

import "slices"

// Format of a file. The names are those of record.Distribution and of the API.
type Format string

const (
	CSV     Format = "csv"
	Excel   Format = "excel"
	XLSX    Format = "xlsx"
	JSON    Format = "json"
	NDJSON  Format = "ndjson"
	Parquet Format = "parquet"
	GeoJSON Format = "geojson"
	TSV     Format = "tsv"
	XML     Format = "xml"
)

// Form is what surfaces need to know of a format.
type Form struct {
	Format    Format
	MediaType string // with its parameters, for Content-Type
	Extension string // without the dot
	Vi, En    string // for people
	Offered   bool   // in lists of downloads; the others are for CKAN clients
}

// Media types: RFC 7111 and RFC 4180 (text/csv), RFC 8259, RFC 7946, the IANA
// registrations of Parquet, XLSX and tab-separated values; NDJSON has none.
var forms = []Form{
	{CSV, "text/csv; charset=utf-8; header=present", "csv", "CSV (UTF-8)", "CSV (UTF-8)", true},
	{Excel, "text/csv; charset=utf-8; header=present", "excel.csv", "CSV cho Excel", "CSV for Excel", true},
	{XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "Excel (XLSX)", "Excel (XLSX)", true},
	{JSON, "application/json", "json", "JSON", "JSON", true},
	{NDJSON, "application/x-ndjson", "ndjson", "NDJSON (mỗi dòng một bản ghi)", "NDJSON (one record a line)", true},
	{Parquet, "application/vnd.apache.parquet", "parquet", "Parquet", "Parquet", true},
	{GeoJSON, "application/geo+json", "geojson", "GeoJSON", "GeoJSON", true},
	{TSV, "text/tab-separated-values; charset=utf-8; header=present", "tsv", "TSV (cách bằng dấu tab)", "TSV (tab-separated)", false},
	{XML, "application/xml; charset=utf-8", "xml", "XML", "XML", false},
}

// Formats lists every format in the order in which readers see them.
func Formats() []Form { return slices.Clone(forms) }

// FormOf finds a format by name; false when there is none of that name.
func FormOf(f Format) (Form, bool) {
	for _, x := range forms {
		if x.Format == f {
			return x, true
		}
	}
	return Form{}, false
}
