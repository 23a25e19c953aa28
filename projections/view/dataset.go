package view

import (
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/duty"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
)

// DatasetItem is a public dataset in a list.
type DatasetItem struct {
	ID          string            `json:"id"`
	Agency      string            `json:"agency"` // id
	Slug        string            `json:"slug"`   // unique in the whole network
	State       PublicState       `json:"state"`
	Version     int               `json:"version"`
	Title       string            `json:"title"`
	TitleEn     string            `json:"title_en,omitempty"`
	Summary     string            `json:"summary"`
	SummaryEn   string            `json:"summary_en,omitempty"`
	Topics      []string          `json:"topics,omitempty"`
	Keywords    []string          `json:"keywords,omitempty"`
	Format      string            `json:"format"` // of the canonical file: csv, xlsx, …
	Licence     string            `json:"licence"`
	Frequency   dataset.Frequency `json:"frequency,omitempty"`
	PeriodFrom  calendar.Date     `json:"period_from,omitzero"`
	PeriodTo    calendar.Date     `json:"period_to,omitzero"`
	Rows        int64             `json:"rows"`
	Columns     int               `json:"columns"`
	Bytes       int64             `json:"bytes"`        // of the canonical file
	Quality     int               `json:"quality"`      // MQA points out of 405, as of publication (domain/dataset/quality)
	Band        string            `json:"band"`         // excellent, good, sufficient, poor
	PublishedAt time.Time         `json:"published_at"` // of version 1, UTC
	UpdatedAt   time.Time         `json:"updated_at"`   // of this version or of the withdrawal, UTC
	Position    uint64            `json:"position"`     // of the event that made it so; a review does not
}

// Dataset is one public dataset with everything a reader may see but the rows.
type Dataset struct {
	DatasetItem
	Content     dataset.Content   `json:"content"` // empty when withdrawn
	ContentHash string            `json:"content_hash"`
	Event       string            `json:"event"`            // id of the one that made this version public
	DataVersion int               `json:"data_version"`     // the version that brought the present release
	DataOn      calendar.Date     `json:"data_on,omitzero"` // day on which that version became public
	Change      dataset.Change    `json:"change,omitempty"`
	Reason      string            `json:"reason,omitempty"`   // of the revision, withdrawal or archiving
	Disposal    *dataset.Disposal `json:"disposal,omitempty"` // the content went by this decision, at every point in time
	ApprovedBy  string            `json:"approved_by"`        // display name
	Authority   dataset.Authority `json:"authority"`
	ReviewedOn  calendar.Date     `json:"reviewed_on,omitzero"` // last look without a change; else the day of the newest version
	ReviewDue   calendar.Date     `json:"review_due,omitzero"`
	UpdateDue   calendar.Date     `json:"update_due,omitzero"`
	Duties      []duty.Duty       `json:"duties,omitempty"` // the two above with their articles
	Later       *Later            `json:"later,omitempty"`
}

// DatasetVersion is one public version of a dataset.
type DatasetVersion struct {
	Number      int               `json:"version"`
	DataVersion int               `json:"data_version"` // the version that brought its release
	On          calendar.Date     `json:"on"`           // day of publication
	PublishedAt time.Time         `json:"published_at"`
	ReplacedAt  time.Time         `json:"replaced_at,omitzero"`
	Position    uint64            `json:"position"`
	ContentHash string            `json:"content_hash"`
	Event       string            `json:"event"`            // id of the one that made it public
	Change      dataset.Change    `json:"change,omitempty"` // empty: only the description changed
	Reason      string            `json:"reason,omitempty"`
	ApprovedBy  string            `json:"approved_by"`
	Authority   dataset.Authority `json:"authority"`
	Content     dataset.Content   `json:"content"`
}

// DatasetFilter chooses public datasets. Empty fields choose all; the values of
// one field are alternatives, the fields hold together.
type DatasetFilter struct {
	AsOf       AsOf
	IDs        []string // ids or slugs: exactly these, in this order unless Order says another
	Agencies   []string
	Topics     []string
	Keywords   []string
	Formats    []string
	Licences   []string
	Bands      []string
	Years      []int         // of the period that the data speaks of
	Words      string        // any accent or none, in title, summary, keywords and columns
	States     []PublicState // default: published and archived
	Changed    Span          // last public change
	Order      Order         // NewestFirst, RecentChange or ByTitle; with ByID: by id
	Limit      int           // default 20, at most 1,000; negative: none, for the counts alone
	Offset     int
	Facets     bool // count the values of every facet among the datasets chosen
	FacetLimit int  // values a facet, the most frequent first; 0: 50; negative: all
}

// ByID orders a list by id.
const ByID Order = "id"

// ByRelevance orders search results by how well they match.
const ByRelevance Order = "relevance"

// Span is an interval of time, closed; a zero end is open.
type Span struct{ From, To time.Time }

// Datasets is a page of a list.
type Datasets struct {
	Items    []DatasetItem      `json:"items"`
	Total    int                `json:"total"`
	Facets   map[string][]Count `json:"facets,omitempty"` // agency, topic, keyword, format, licence, band, year
	Position uint64             `json:"position"`
}

// Count is one value of a facet.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// DatasetWorkItem is a dataset in hand.
type DatasetWorkItem struct {
	ID         string            `json:"id"`
	Agency     string            `json:"agency"`
	Slug       string            `json:"slug"`
	State      publication.State `json:"state"`
	Title      string            `json:"title"`
	Version    int               `json:"version"` // public one; 0: none
	Revision   int64             `json:"revision"`
	UpdatedAt  time.Time         `json:"updated_at"`
	PublishAt  time.Time         `json:"publish_at,omitzero"`
	Rows       int64             `json:"rows"`
	Rejected   int64             `json:"rejected"`
	Findings   int64             `json:"findings"`
	FirstOn    calendar.Date     `json:"first_on,omitzero"`    // day of version 1
	LastOn     calendar.Date     `json:"last_on,omitzero"`     // of the newest version
	DataOn     calendar.Date     `json:"data_on,omitzero"`     // of the newest data
	ReviewedOn calendar.Date     `json:"reviewed_on,omitzero"` // of the newest version, or of a review since
	ReviewDue  calendar.Date     `json:"review_due,omitzero"`
	UpdateDue  calendar.Date     `json:"update_due,omitzero"`
}

// DatasetWork is one dataset in hand with everything staff need.
type DatasetWork struct {
	DatasetWorkItem
	Content     dataset.Content                      `json:"content"`
	ContentHash string                               `json:"content_hash"`
	Public      *dataset.Content                     `json:"public,omitempty"`
	Authors     []string                             `json:"authors"` // accounts that wrote in this cycle
	Note        string                               `json:"note,omitempty"`
	Reason      string                               `json:"reason,omitempty"`
	Checklist   map[string]string                    `json:"checklist,omitempty"`
	Cleared     *dataset.PersonalDataCleared         `json:"cleared,omitempty"`
	Allowed     []publication.Command                `json:"allowed"` // what this caller may do now
	Refused     map[publication.Command]*fault.Fault `json:"-"`
}

// DatasetWorkFilter chooses datasets in hand.
type DatasetWorkFilter struct {
	Agencies []string            // nil: all
	States   []publication.State // nil: all but published, archived, withdrawn and discarded
	All      bool                // every state
	Limit    int
}
