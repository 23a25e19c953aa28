package dataset

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
)

// Stored names of the facts of a dataset. They never change.
const (
	TypeDrafted             = "dataset.drafted"
	TypeDescribed           = "dataset.described"
	TypeReleaseAttached     = "dataset.release_attached"
	TypeReleaseDetached     = "dataset.release_detached"
	TypeColumnsDescribed    = "dataset.columns_described"
	TypeSubmitted           = "dataset.submitted"
	TypeRecalled            = "dataset.recalled"
	TypeReturned            = "dataset.returned"
	TypeChecklistCompleted  = "dataset.checklist_completed"
	TypePersonalDataCleared = "dataset.personal_data_cleared"
	TypeApproved            = "dataset.approved"
	TypeApprovalRevoked     = "dataset.approval_revoked"
	TypePublished           = "dataset.published"
	TypeRevisionOpened      = "dataset.revision_opened"
	TypeRevisionDropped     = "dataset.revision_dropped"
	TypeRevised             = "dataset.revised"
	TypeReviewed            = "dataset.reviewed"
	TypeWithdrawn           = "dataset.withdrawn"
	TypeArchived            = "dataset.archived"
	TypeDisposed            = "dataset.disposed"
	TypeDiscarded           = "dataset.discarded"
)

type Author = editorial.Author

// Authority is the board power under which a dataset was approved or withdrawn.
type Authority = editorial.Authority

// Drafted: somebody began a dataset for an agency.
type Drafted struct {
	Dataset string `json:"dataset"` // id
	Agency  string `json:"agency"`
	Slug    string `json:"slug"` // unique in the network by claim: it is also the name for CKAN clients
	Author  Author `json:"author"`
}

// Described: the description as it now stands, whole.
type Described struct {
	Description Description `json:"description"`
	Author      Author      `json:"author"`
}

// ReleaseAttached: a file was read and its rows stand ready under Release.ID.
type ReleaseAttached struct {
	Release Release `json:"release"`
	Author  Author  `json:"author"`
}

// ReleaseDetached: the release in hand was given up before it was public.
type ReleaseDetached struct {
	Release string `json:"release"`
	Author  Author `json:"author"`
}

// ColumnsDescribed: titles, units, descriptions and keys of the columns of the
// release in hand. Names and types do not change by it: that takes a new reading.
type ColumnsDescribed struct {
	Columns []Column `json:"columns"`
	Author  Author   `json:"author"`
}

// Submitted: the author asks the board to approve exactly this content.
type Submitted struct {
	Content string `json:"content"`
	Note    string `json:"note,omitempty"`
}

type Recalled struct {
	Reason string `json:"reason,omitempty"`
}

type Returned struct {
	Reason string `json:"reason"`
}

// ChecklistCompleted: a board member answered for every principle of Điều 4.1.
type ChecklistCompleted struct {
	Content   string            `json:"content"`
	Items     map[string]string `json:"items"`
	Authority Authority         `json:"authority"`
}

// PersonalDataCleared: a second person looked at the findings of this content and
// answers for publishing it nevertheless.
type PersonalDataCleared struct {
	Content   string    `json:"content"`
	Release   string    `json:"release"`
	Reason    string    `json:"reason"`
	Authority Authority `json:"authority"`
}

// Approved: an authorised board member who wrote none of it approved this content.
type Approved struct {
	Version   int       `json:"version"`
	Content   string    `json:"content"`
	Authority Authority `json:"authority"`
	PublishAt time.Time `json:"publish_at,omitzero"` // embargo, UTC; zero: at once
}

type ApprovalRevoked struct {
	Reason string `json:"reason"`
}

// Published: version 1 became public.
type Published struct {
	Version int           `json:"version"`
	Content string        `json:"content"`
	On      calendar.Date `json:"on"`
}

// RevisionOpened: work on a next version began; the public one stays up. Change is
// empty where only the description is worked on.
type RevisionOpened struct {
	Reason string `json:"reason"`
	Author Author `json:"author"`
}

type RevisionDropped struct {
	Reason string `json:"reason"`
}

// Revised: a further version replaced the public one. Change is empty when the
// release stayed the same and only the description changed.
type Revised struct {
	Version int           `json:"version"`
	Content string        `json:"content"`
	Change  Change        `json:"change,omitempty"`
	Reason  string        `json:"reason"`
	On      calendar.Date `json:"on"`
}

// Reviewed: the agency looked at a public dataset and found it still right (every
// six months, Decree 47/2020).
type Reviewed struct {
	Note string        `json:"note,omitempty"`
	On   calendar.Date `json:"on"`
}

type Withdrawn struct {
	Reason    string    `json:"reason"`
	Authority Authority `json:"authority"`
}

type Archived struct {
	Reason string `json:"reason"`
}

// Disposed: the time of retention ended and an approved list named the item. The
// content is gone from pages, files and read models; the tombstone, the hashes and
// the proofs stay.
type Disposed struct {
	Disposal Disposal `json:"disposal"`
}

type Discarded struct {
	Reason string `json:"reason"`
}

func (Drafted) EventType() string             { return TypeDrafted }
func (Described) EventType() string           { return TypeDescribed }
func (ReleaseAttached) EventType() string     { return TypeReleaseAttached }
func (ReleaseDetached) EventType() string     { return TypeReleaseDetached }
func (ColumnsDescribed) EventType() string    { return TypeColumnsDescribed }
func (Submitted) EventType() string           { return TypeSubmitted }
func (Recalled) EventType() string            { return TypeRecalled }
func (Returned) EventType() string            { return TypeReturned }
func (ChecklistCompleted) EventType() string  { return TypeChecklistCompleted }
func (PersonalDataCleared) EventType() string { return TypePersonalDataCleared }
func (Approved) EventType() string            { return TypeApproved }
func (ApprovalRevoked) EventType() string     { return TypeApprovalRevoked }
func (Published) EventType() string           { return TypePublished }
func (RevisionOpened) EventType() string      { return TypeRevisionOpened }
func (RevisionDropped) EventType() string     { return TypeRevisionDropped }
func (Revised) EventType() string             { return TypeRevised }
func (Reviewed) EventType() string            { return TypeReviewed }
func (Withdrawn) EventType() string           { return TypeWithdrawn }
func (Archived) EventType() string            { return TypeArchived }
func (Disposed) EventType() string            { return TypeDisposed }
func (Discarded) EventType() string           { return TypeDiscarded }

func (Drafted) EventVersion() int             { return 1 }
func (Described) EventVersion() int           { return 1 }
func (ReleaseAttached) EventVersion() int     { return 1 }
func (ReleaseDetached) EventVersion() int     { return 1 }
func (ColumnsDescribed) EventVersion() int    { return 1 }
func (Submitted) EventVersion() int           { return 1 }
func (Recalled) EventVersion() int            { return 1 }
func (Returned) EventVersion() int            { return 1 }
func (ChecklistCompleted) EventVersion() int  { return 1 }
func (PersonalDataCleared) EventVersion() int { return 1 }
func (Approved) EventVersion() int            { return 1 }
func (ApprovalRevoked) EventVersion() int     { return 1 }
func (Published) EventVersion() int           { return 1 }
func (RevisionOpened) EventVersion() int      { return 1 }
func (RevisionDropped) EventVersion() int     { return 1 }
func (Revised) EventVersion() int             { return 1 }
func (Reviewed) EventVersion() int            { return 1 }
func (Withdrawn) EventVersion() int           { return 1 }
func (Archived) EventVersion() int            { return 1 }
func (Disposed) EventVersion() int            { return 1 }
func (Discarded) EventVersion() int           { return 1 }

// Events lists every fact of this aggregate, one zero value each, for the codec.
func Events() []domain.Event {
	return []domain.Event{
		Drafted{}, Described{}, ReleaseAttached{}, ReleaseDetached{}, ColumnsDescribed{}, Submitted{}, Recalled{}, Returned{},
		ChecklistCompleted{}, PersonalDataCleared{}, Approved{}, ApprovalRevoked{}, Published{}, RevisionOpened{},
		RevisionDropped{}, Revised{}, Reviewed{}, Withdrawn{}, Archived{}, Disposed{}, Discarded{},
	}
}

// Upcasts lists how older versions become newer ones; none so far.
func Upcasts() []domain.Upcast { return nil }
