package view

import (
	"errors"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/publication"
)

// PublicState is what the public may know of an item.
type PublicState string

const (
	Published PublicState = "published"
	Withdrawn PublicState = "withdrawn" // a tombstone with reason; no content
	Archived  PublicState = "archived"
)

// Item is a public publication in a list.
type Item struct {
	ID          string           `json:"id"`
	Agency      string           `json:"agency"` // id
	Kind        publication.Kind `json:"kind"`
	Section     string           `json:"section"`
	Slug        string           `json:"slug"`
	State       PublicState      `json:"state"`
	Version     int              `json:"version"`
	Language    string           `json:"language"`
	Title       string           `json:"title"`
	Summary     string           `json:"summary"`
	Languages   []string         `json:"languages,omitempty"` // of translations
	Number      string           `json:"number,omitempty"`    // of a document, plan or gazette issue
	IssuedOn    calendar.Date    `json:"issued_on,omitzero"`
	PublishedAt time.Time        `json:"published_at"` // of version 1, UTC
	UpdatedAt   time.Time        `json:"updated_at"`   // of this version or of the withdrawal, UTC
	Attachments int              `json:"attachments"`
	Position    uint64           `json:"position"` // of the event that made it so
}

// ErrNotFound: nothing of that name is there at that point.
var ErrNotFound = errors.New("view: not found")

// ErrCursor: the paging cursor was not made by this list.
var ErrCursor = errors.New("view: cursor does not belong to this list")

// Publication is one public item with everything a reader may see.
type Publication struct {
	Item
	Content     publication.Content   `json:"content"` // empty when withdrawn
	ContentHash string                `json:"content_hash"`
	Event       string                `json:"event"`              // id of the one that made this version public
	Reason      string                `json:"reason,omitempty"`   // of the correction, withdrawal or archiving
	Disposal    *publication.Disposal `json:"disposal,omitempty"` // the content went by this decision, at every point in time
	Creator     string                `json:"creator"`            // display name of the author or unit
	Drafter     string                `json:"-"`                  // account
	ApprovedBy  string                `json:"approved_by"`        // display name
	Authority   publication.Authority `json:"authority"`
	Stale       []string              `json:"stale_translations,omitempty"` // languages
	Duties      []Duty                `json:"duties,omitempty"`
	Later       *Later                `json:"later,omitempty"` // what has become of it since the point asked for
}

// Later says how an item stands now, when that differs from the point asked for.
type Later struct {
	State   PublicState `json:"state"`
	Version int         `json:"version"`
	Reason  string      `json:"reason,omitempty"`
	At      time.Time   `json:"at"`
}

// Version is one public version of an item.
type Version struct {
	Number      int                   `json:"version"`
	PublishedAt time.Time             `json:"published_at"`
	ReplacedAt  time.Time             `json:"replaced_at,omitzero"`
	Position    uint64                `json:"position"`
	ContentHash string                `json:"content_hash"`
	Event       string                `json:"event"`            // id of the one that made it public
	Reason      string                `json:"reason,omitempty"` // empty for version 1
	ApprovedBy  string                `json:"approved_by"`
	Authority   publication.Authority `json:"authority"`
	Title       string                `json:"title"`
	Content     *publication.Content  `json:"content,omitempty"` // only where one version was asked for
}

// Event is one fact of an item's history, told for people.
type Event struct {
	ID        string    `json:"id"`
	Stream    string    `json:"stream"`
	Revision  int64     `json:"revision"`
	Position  uint64    `json:"position"`
	Type      string    `json:"type"`
	Version   int       `json:"type_version"`
	Recorded  time.Time `json:"recorded"`
	Actor     string    `json:"actor,omitempty"` // account id; absent for the public unless it answers for the act
	ActorName string    `json:"actor_name,omitempty"`
	Role      string    `json:"role,omitempty"`
	Agency    string    `json:"agency,omitempty"`
	OnBehalf  string    `json:"on_behalf_of,omitempty"`
	Rules     string    `json:"rules,omitempty"`
	Command   string    `json:"command,omitempty"`
	TextVi    string    `json:"text_vi"`
	TextEn    string    `json:"text_en"`
	Data      any       `json:"data,omitempty"` // the payload; absent where it would show a draft
}

// Duty is a legal deadline of an item and how it stands.
type Duty struct {
	duty.Duty
	Publication string        `json:"publication"`
	Title       string        `json:"title"`
	Met         bool          `json:"met"`
	Verdict     *duty.Verdict `json:"verdict,omitempty"`
}

// ItemFilter chooses public items. Empty fields choose all.
type ItemFilter struct {
	AsOf     AsOf
	Agencies []string // ids
	Kinds    []publication.Kind
	Section  string
	Slug     string        // exact
	Number   string        // exact, folded
	Title    string        // words, any accent or none
	Year     int           // of issue for documents, of publication otherwise
	From, To calendar.Date // of publication
	States   []PublicState // default: published and archived
	Order    Order
	Limit    int    // default 20, at most 100
	Cursor   string // from Items.Next
}

// Order of a list. Ties are broken by id, so paging never skips or repeats.
type Order string

const (
	NewestFirst  Order = ""       // by publication of version 1
	RecentChange Order = "change" // by last public change
	ByIssue      Order = "issued" // by date of issue
	ByTitle      Order = "title"
)

// Items is a page of a list.
type Items struct {
	Items    []Item `json:"items"`
	Next     string `json:"next,omitempty"` // cursor of the next page
	Total    int    `json:"total"`          // of all pages
	Position uint64 `json:"position"`       // of the log that this answer reflects
}
