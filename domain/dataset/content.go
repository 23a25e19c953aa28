package dataset

import (
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
)

// Content is everything of a dataset that a reader can see apart from the rows:
// the description and, once data is there, the release. Its hash (Hash) is what is
// submitted, approved and published.
type Content struct {
	Description Description `json:"description"`
	Release     *Release    `json:"release,omitempty"` // nil until data was attached
}

// Description is what people say of a dataset, Vietnamese first. En parts may be
// empty.
type Description struct {
	Title         string        `json:"title"`
	TitleEn       string        `json:"title_en,omitempty"`
	Summary       string        `json:"summary"` // one plain sentence or two
	SummaryEn     string        `json:"summary_en,omitempty"`
	Description   string        `json:"description,omitempty"` // Markdown
	DescriptionEn string        `json:"description_en,omitempty"`
	Topics        []string      `json:"topics,omitempty"`       // ids of Themes
	Keywords      []string      `json:"keywords,omitempty"`     // free
	Spatial       string        `json:"spatial,omitempty"`      // place that it covers, in words
	SpatialCode   string        `json:"spatial_code,omitempty"` // official code of that unit, where there is one
	PeriodFrom    calendar.Date `json:"period_from,omitzero"`   // period that the data speaks of
	PeriodTo      calendar.Date `json:"period_to,omitzero"`
	Licence       string        `json:"licence,omitempty"`   // id of Licences
	Frequency     Frequency     `json:"frequency,omitempty"` // of updates
	NextDue       calendar.Date `json:"next_due,omitzero"`   // next release announced
	Creator       string        `json:"creator,omitempty"`   // unit that makes the data, as shown
	Contact       Contact       `json:"contact,omitzero"`
	Source        string        `json:"source,omitempty"` // where the data comes from: a register, a survey, another publisher
	SourceURL     string        `json:"source_url,omitempty"`
	Method        string        `json:"method,omitempty"` // how it was collected, in words
}

// Contact is a unit, never a private person.
type Contact struct {
	Unit  string `json:"unit,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// Release is one upload of data as it was read. File is kept byte for byte for
// ever; File, Reading and Columns together determine every row.
type Release struct {
	ID       string               `json:"id"` // UUID; also the name of its table
	File     editorial.Attachment `json:"file"`
	Reading  Reading              `json:"reading"`
	Columns  []Column             `json:"columns"`
	Rows     int64                `json:"rows"`               // accepted
	Rejected int64                `json:"rejected,omitempty"` // listed in Report, not in the table
	Report   string               `json:"report,omitempty"`   // SHA-256 of the stored report (opendata/ingest.Report as JSON)
	Findings []Finding            `json:"findings,omitempty"` // of possible personal data, by column and kind
	Notes    []Note               `json:"notes,omitempty"`    // what was converted or dropped on reading
	Change   Change               `json:"change"`
	Reason   string               `json:"reason,omitempty"` // why, for readers; mandatory for corrections and revisions
}

// Change is why a release replaced the one before it.
type Change string

const (
	NewData    Change = "new_data"   // a further or longer period
	Correction Change = "correction" // the earlier data was wrong
	Revision   Change = "revision"   // method, scope or provisional figures changed
)

// Reading says how the bytes of a file become rows. The zero value of a field
// means what its format does not need.
type Reading struct {
	Format    string         `json:"format"`              // csv, tsv, xlsx, ods, json, ndjson, geojson, parquet
	Encoding  string         `json:"encoding,omitempty"`  // utf-8, utf-16le, utf-16be, windows-1258, tcvn3, vni
	Delimiter string         `json:"delimiter,omitempty"` // one character
	Sheet     string         `json:"sheet,omitempty"`
	Path      string         `json:"path,omitempty"`       // JSON Pointer of the list of records
	HeaderRow int            `json:"header_row,omitempty"` // 1-based row of the file; 0: there is none
	Skip      []int          `json:"skip,omitempty"`       // 1-based rows below the header that are not data (units, merged titles, totals)
	MinCells  int            `json:"min_cells,omitempty"`  // fewest cells of a row of CSV: the last ones are left out where empty; 0: all are written
	Empty     []string       `json:"empty,omitempty"`      // marks that mean “no value”, besides the empty cell
	Columns   []SourceColumn `json:"columns"`              // one for each of Release.Columns, in order
}

// SourceColumn is where a column's values come from and how they are written.
type SourceColumn struct {
	Index  int    `json:"index"`            // 0-based position in the file; for JSON the position of Path among the keys first met
	Path   string `json:"path,omitempty"`   // key of JSON, GeoJSON and Parquet
	Format string `json:"format,omitempty"` // of numbers and dates: see Formats in opendata/ingest
}

// Column is one entry of the columns dictionary.
type Column struct {
	Name          string `json:"name"`  // ^[a-z][a-z0-9_]{0,62}$, unique: for programs
	Title         string `json:"title"` // as in the file, or better
	TitleEn       string `json:"title_en,omitempty"`
	Type          Type   `json:"type"`
	Unit          string `json:"unit,omitempty"`
	Description   string `json:"description,omitempty"`
	DescriptionEn string `json:"description_en,omitempty"`
	Key           bool   `json:"key,omitempty"` // the key columns together name a row across versions
}

// Type of a column's values. In Go: Text string, Integer int64, Decimal float64,
// Boolean bool, Date and DateTime time.Time (UTC), Geometry string (GeoJSON); nil
// is no value.
type Type string

const (
	Text     Type = "text"
	Integer  Type = "integer"
	Decimal  Type = "decimal"
	Boolean  Type = "boolean"
	Date     Type = "date"
	DateTime Type = "datetime"
	Geometry Type = "geometry"
)

// Outside is the column of findings in a part of the file that is not in the table:
// columns left out, rejected rows, titles, other sheets. The original holds it.
const Outside = "_outside"

// Finding is a column in which values look like personal data.
type Finding struct {
	Column string  `json:"column"` // or Outside
	Kind   string  `json:"kind"`   // identity_card, phone, email, tax_code, bank_account
	Count  int64   `json:"count"`
	Rows   []int64 `json:"rows,omitempty"` // first lines of the file, at most 20; never the values
}

// Note is a remark on the reading of a file, as a code with its parameters: the
// sentence is the surface's (opendata/ingest.Sentence).
type Note struct {
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
}
