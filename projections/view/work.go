package view

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
)

// WorkItem is a publication as staff see it in their list.
type WorkItem struct {
	ID        string            `json:"id"`
	Agency    string            `json:"agency"`
	Kind      publication.Kind  `json:"kind"`
	Slug      string            `json:"slug"`
	State     publication.State `json:"state"`
	Public    PublicState       `json:"public,omitempty"` // empty when never public
	Version   int               `json:"version"`          // public version; 0 when never public
	Title     string            `json:"title"`
	Revision  int64             `json:"revision"`
	Authors   []string          `json:"authors"` // account ids of the present cycle
	UpdatedAt time.Time         `json:"updated_at"`
	PublishAt time.Time         `json:"publish_at,omitzero"`
	Due       calendar.Date     `json:"due,omitzero"` // of its nearest open duty
	Duty      *Duty             `json:"duty,omitempty"`
	Status    duty.Status       `json:"duty_status,omitzero"` // of Duty, on the day of asking
}

// WorkFilter chooses work items.
type WorkFilter struct {
	Agencies []string
	States   []publication.State // default: all but published, withdrawn, archived, discarded
	Author   string              // account id
	Limit    int
}

// Work is everything staff need to act on one publication.
type Work struct {
	WorkItem
	Content     publication.Content                  `json:"content"`
	ContentHash string                               `json:"content_hash"`
	Checklist   map[string]string                    `json:"checklist,omitempty"` // completed for ContentHash
	Reason      string                               `json:"reason,omitempty"`    // of the return or the correction
	Note        string                               `json:"note,omitempty"`      // of the submission
	Duties      []Duty                               `json:"duties,omitempty"`
	Allowed     []publication.Command                `json:"allowed"`                  // what the asking caller may do now
	Refused     map[publication.Command]*fault.Fault `json:"-"`                        // why not, for what the state would allow
	Live        *publication.Content                 `json:"public_content,omitempty"` // version that is up
	Stale       []string                             `json:"stale_translations,omitempty"`
}

// Account of a member of staff. It holds no secret.
type Account struct {
	ID           string    `json:"id"`
	Login        string    `json:"login"`
	Name         string    `json:"name"`             // or domain.NameErased, domain.NameSealed
	Erased       bool      `json:"erased,omitempty"` // the key to login and name was destroyed
	Sealed       bool      `json:"sealed,omitempty"` // the key is elsewhere
	Disabled     bool      `json:"disabled"`
	HasPassword  bool      `json:"has_password"`
	MustChange   bool      `json:"must_change_password"`
	SecondFactor bool      `json:"second_factor"`
	LockedUntil  time.Time `json:"locked_until,omitzero"`
	LastSignIn   time.Time `json:"last_sign_in,omitzero"`
	Grants       []Grant   `json:"grants"`
	Tokens       []Token   `json:"tokens,omitempty"`
	Revision     int64     `json:"revision"`
}

// Grant is a role at an agency for a term.
type Grant struct {
	Role   domain.Role   `json:"role"`
	Agency string        `json:"agency"`
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to,omitzero"`
}

// Token for programs, without its secret.
type Token struct {
	ID      string        `json:"id"`
	Label   string        `json:"label"`
	Expires calendar.Date `json:"expires"`
	Revoked bool          `json:"revoked"`
}

// Board of an agency.
type Board struct {
	Agency      string       `json:"agency"`
	Established bool         `json:"established"`
	Decision    Decision     `json:"decision"`
	Seats       []Seat       `json:"seats"`
	Delegations []Delegation `json:"delegations,omitempty"`
	Regulations []Regulation `json:"regulations,omitempty"` // of operation, newest last
	Revision    int64        `json:"revision"`
}

// Decision is the document behind a board or a seat.
type Decision struct {
	Number string        `json:"number"`
	Date   calendar.Date `json:"date"`
	Signer string        `json:"signer"`
}

// Regulation is one version of the board's operating regulation (Điều 22.5).
type Regulation struct {
	Decision   Decision `json:"decision"`
	Attachment string   `json:"attachment,omitempty"` // SHA-256
}

// Seat on a board, past ones included.
type Seat struct {
	Account    string        `json:"account"`
	Name       string        `json:"name"`
	Position   string        `json:"position"`
	Concurrent bool          `json:"concurrent"`
	From       calendar.Date `json:"from"`
	To         calendar.Date `json:"to,omitzero"`
	Decision   Decision      `json:"decision"`
}

// Delegation of a seat's power.
type Delegation struct {
	From  string        `json:"from"`
	To    string        `json:"to"`
	Since calendar.Date `json:"since"`
	Until calendar.Date `json:"until"`
	Note  string        `json:"note,omitempty"`
}

// ProjectionStatus of one read model on this node.
type ProjectionStatus struct {
	Name       string    `json:"name"`
	Version    int       `json:"version"`
	Position   uint64    `json:"position"`
	Head       uint64    `json:"head"`
	Behind     uint64    `json:"events_behind"`
	BehindSecs float64   `json:"seconds_behind"`
	Parked     int       `json:"parked"`
	LastError  string    `json:"last_error,omitempty"`
	Rebuilding bool      `json:"rebuilding,omitempty"`
	StateHash  string    `json:"state_hash,omitempty"`
	Updated    time.Time `json:"updated,omitzero"`
}

// DutyFilter chooses deadlines. Public leaves out those of items never published.
type DutyFilter struct {
	Agencies []string
	Open     bool
	Public   bool
}
