package view

import (
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/disposal"
)

// Retained is an archived item whose time of retention runs.
type Retained struct {
	Sort       string        `json:"sort"` // disposal.Publication or disposal.Dataset
	ID         string        `json:"id"`
	Agency     string        `json:"agency"`
	Kind       string        `json:"kind"` // of a publication; "dataset"
	Title      string        `json:"title"`
	ArchivedAt time.Time     `json:"archived_at"`
	ExpiredOn  calendar.Date `json:"expired_on,omitzero"` // loss of force of a document
}

// Disposal is a list of items whose time has ended, and what became of it.
type Disposal struct {
	ID       string              `json:"id"`
	Agency   string              `json:"agency"`
	State    disposal.State      `json:"state"`
	Proposed disposal.Proposed   `json:"proposed"`
	At       time.Time           `json:"proposed_at"`
	Approved disposal.Approved   `json:"approved,omitzero"`
	Refused  disposal.Refused    `json:"refused,omitzero"`
	Done     disposal.CarriedOut `json:"carried_out,omitzero"`
	DoneAt   time.Time           `json:"carried_out_at,omitzero"`
	Ended    uint64              `json:"ended,omitempty"` // position of the event that says it was carried out
	Revision int64               `json:"revision"`
}
