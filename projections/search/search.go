package search

import (
	"context"
	"time"
)

// Kinds of documents.
const (
	Publication = "publication"
	Dataset     = "dataset"
	Agency      = "agency"
)

// Document is one thing that can be found.
type Document struct {
	ID        string // unique among all kinds
	Kind      string
	Type      string // publication kind, agency unit type
	Section   string // of the portal
	Slug      string
	Agency    string // id of the agency whose it is
	Language  string
	Title     string
	Summary   string
	Body      string // plain text, whole
	Number    string // of a document: "07/2019/QĐ-UBND"
	Keywords  []string
	Topics    []string
	Format    string
	Licence   string
	Band      string // of quality
	Years     []int  // that it speaks of; of publication for others
	State     string // published, archived
	Published time.Time
	Updated   time.Time
	Weight    float64 // 0: 1; agencies and newer things may weigh more
}

// Query asks for documents. The values of one filter are alternatives, filters
// hold together.
type Query struct {
	Text               string // empty: everything
	Kinds              []string
	Types              []string
	Sections           []string
	Agencies           []string
	Topics             []string
	Keywords           []string
	Formats            []string
	Licences           []string
	Bands              []string
	Years              []int
	States             []string
	Published, Updated Span
	Order              Order
	Limit              int      // 0: 20; at most 1,000; negative: total and facets only
	Offset             int      // at most 10,000
	Facets             []string // names of facets wanted: kind, type, section, agency, topic, keyword, format, licence, band, year, state
	FacetLimit         int      // values a facet; default 20
	Highlight          bool
}

// Span is an interval of time, closed; a zero end is open.
type Span struct{ From, To time.Time }

// Order of hits.
type Order string

const (
	ByRelevance Order = "" // newest first where there is no text
	ByNewest    Order = "newest"
	ByUpdated   Order = "updated"
	ByTitle     Order = "title"
	ByID        Order = "id"
)

// Result of a Query.
type Result struct {
	Hits   []Hit
	Total  int
	Facets map[string][]Count
	// Relaxed: no document has all that was asked for, so Hits are what comes
	// nearest: the last word taken as the beginning of one, unknown words replaced
	// (then Spelling says by what), quotes ignored, or most words only.
	Relaxed bool
	// Spelling is a text that finds something, when the one asked for finds nothing;
	// Hits, where there are any, are then what it finds. Empty when there is none.
	Spelling string
	Position uint64 // of the log that the index reflects
}

// Hit is a document that was found.
type Hit struct {
	ID       string
	Kind     string
	Score    float64
	Title    []Fragment   // the whole title, split where it matches
	Passages [][]Fragment // up to three passages of summary, keywords and body
}

// Fragment of the original text.
type Fragment struct {
	Text  string
	Match bool
}

// Count is one value of a facet.
type Count struct {
	Value string
	Count int
}

// Suggestion completes what somebody is typing.
type Suggestion struct {
	Text string // a title
	Kind string
	ID   string
}

// Index is an engine. It is safe for concurrent use.
type Index interface {
	Search(ctx context.Context, q Query) (*Result, error)
	// Suggest completes text, best first, at most limit.
	Suggest(ctx context.Context, text string, limit int) ([]Suggestion, error)
	// Apply writes documents and removes ids, together with the position of the log
	// that they reflect: all of it is there after a crash, or none.
	Apply(ctx context.Context, put []Document, remove []string, position uint64) error
	// Position that was applied last.
	Position(ctx context.Context) (uint64, error)
	Close() error
}
