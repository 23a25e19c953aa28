package publication

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/duty"
)

// Stored names of the facts of a publication. They never change.
const (
	TypeDrafted             = "publication.drafted"
	TypeTextWritten         = "publication.text_written"
	TypeDetailsRecorded     = "publication.details_recorded"
	TypeMetadataDescribed   = "publication.metadata_described"
	TypeAttachmentsArranged = "publication.attachments_arranged"
	TypeTranslated          = "publication.translated"
	TypeTranslationDropped  = "publication.translation_dropped"
	TypeSubmitted           = "publication.submitted"
	TypeRecalled            = "publication.recalled"
	TypeReturned            = "publication.returned"
	TypeChecklistCompleted  = "publication.checklist_completed"
	TypeApproved            = "publication.approved"
	TypeApprovalRevoked     = "publication.approval_revoked"
	TypePublished           = "publication.published"
	TypeCorrectionOpened    = "publication.correction_opened"
	TypeCorrectionDropped   = "publication.correction_dropped"
	TypeCorrected           = "publication.corrected"
	TypeWithdrawn           = "publication.withdrawn"
	TypeArchived            = "publication.archived"
	TypeDisposed            = "publication.disposed"
	TypeDiscarded           = "publication.discarded"
	TypeDutyOpened          = "publication.duty_opened"
	TypeDutyMet             = "publication.duty_met"
	TypeDutyDropped         = "publication.duty_dropped"
)

// Drafted: somebody began an item of a kind for the portal of an agency.
type Drafted struct {
	Publication string `json:"publication"` // id
	Agency      string `json:"agency"`
	Kind        Kind   `json:"kind"`
	Slug        string `json:"slug"`     // last part of its permanent address; unique in the agency by claim
	Language    string `json:"language"` // of the original: "vi" as a rule
	Author      Author `json:"author"`
}

// TextWritten: the text of the original language as it now stands.
type TextWritten struct {
	Title   string `json:"title"`
	Summary string `json:"summary"`
	Body    string `json:"body"` // Markdown (CommonMark with tables)
	Author  Author `json:"author"`
}

// DetailsRecorded: what is particular to the kind, as it now stands.
type DetailsRecorded struct {
	Details Details `json:"details"`
	Author  Author  `json:"author"`
}

// MetadataDescribed: what Dublin Core asks for beyond the text (law.md §7.1).
type MetadataDescribed struct {
	Metadata Metadata `json:"metadata"`
	Author   Author   `json:"author"`
}

// AttachmentsArranged: the whole list of attachments, in order.
type AttachmentsArranged struct {
	Attachments []Attachment `json:"attachments"`
	Author      Author       `json:"author"`
}

// Translated: the text in another language, made from the original whose text hash is Of.
type Translated struct {
	Language string `json:"language"`
	Title    string `json:"title"`
	Summary  string `json:"summary"`
	Body     string `json:"body"`
	Of       string `json:"of"`
	Author   Author `json:"author"`
}

type TranslationDropped struct {
	Language string `json:"language"`
	Author   Author `json:"author"`
}

// Submitted: the author asks the board to approve exactly this content.
type Submitted struct {
	Content string `json:"content"` // content hash
	Note    string `json:"note,omitempty"`
}

// Recalled: the author took the submission back.
type Recalled struct {
	Reason string `json:"reason,omitempty"`
}

// Returned: a board member sent it back.
type Returned struct {
	Reason string `json:"reason"`
}

// ChecklistCompleted: a board member answered for every principle of Điều 4.1 on
// exactly this content.
type ChecklistCompleted struct {
	Content   string            `json:"content"`
	Items     map[string]string `json:"items"` // check id → remark, may be empty
	Authority Authority         `json:"authority"`
}

// Approved: an authorised board member who wrote none of it approved this content.
type Approved struct {
	Version   int       `json:"version"` // the public version that this approval allows
	Content   string    `json:"content"`
	Authority Authority `json:"authority"`
	PublishAt time.Time `json:"publish_at,omitzero"` // embargo, UTC; zero: at once
}

// ApprovalRevoked: before the content became public the board took its approval back.
type ApprovalRevoked struct {
	Reason string `json:"reason"`
}

// Published: the first version became public.
type Published struct {
	Version int           `json:"version"`
	Content string        `json:"content"`
	On      calendar.Date `json:"on"` // in Asia/Ho_Chi_Minh
}

// CorrectionOpened: work on a next version began; the public one stays up.
type CorrectionOpened struct {
	Reason string `json:"reason"`
	Author Author `json:"author"`
}

type CorrectionDropped struct {
	Reason string `json:"reason"`
}

// Corrected: a further version replaced the public one, for a public reason.
type Corrected struct {
	Version int           `json:"version"`
	Content string        `json:"content"`
	Reason  string        `json:"reason"`
	On      calendar.Date `json:"on"`
}

// Withdrawn: the item is no longer shown; a tombstone with the reason is.
type Withdrawn struct {
	Reason    string    `json:"reason"`
	Authority Authority `json:"authority"`
}

// Archived: still reachable, labelled as no longer maintained (law.md §12).
type Archived struct {
	Reason string `json:"reason"`
}

// Disposed: the time of retention ended and an approved list named the item. The
// content is gone from pages, files and read models; the tombstone, the hashes and
// the proofs stay.
type Disposed struct {
	Disposal Disposal `json:"disposal"`
}

// Discarded: a draft that never was public was given up.
type Discarded struct {
	Reason string `json:"reason"`
}

// DutyOpened: a fact of the content started a legal deadline.
type DutyOpened struct {
	Duty duty.Duty `json:"duty"`
}

// DutyMet: publication met a deadline, in time or late, under the article named.
type DutyMet struct {
	RuleID       string       `json:"rule_id"`
	Verdict      duty.Verdict `json:"verdict"`
	LegalBasisVi string       `json:"legal_basis_vi"`
	LegalBasisEn string       `json:"legal_basis_en"`
}

// DutyDropped: the fact behind the deadline was corrected before publication.
type DutyDropped struct {
	RuleID string `json:"rule_id"`
	Reason string `json:"reason"`
}

func (Drafted) EventType() string             { return TypeDrafted }
func (TextWritten) EventType() string         { return TypeTextWritten }
func (DetailsRecorded) EventType() string     { return TypeDetailsRecorded }
func (MetadataDescribed) EventType() string   { return TypeMetadataDescribed }
func (AttachmentsArranged) EventType() string { return TypeAttachmentsArranged }
func (Translated) EventType() string          { return TypeTranslated }
func (TranslationDropped) EventType() string  { return TypeTranslationDropped }
func (Submitted) EventType() string           { return TypeSubmitted }
func (Recalled) EventType() string            { return TypeRecalled }
func (Returned) EventType() string            { return TypeReturned }
func (ChecklistCompleted) EventType() string  { return TypeChecklistCompleted }
func (Approved) EventType() string            { return TypeApproved }
func (ApprovalRevoked) EventType() string     { return TypeApprovalRevoked }
func (Published) EventType() string           { return TypePublished }
func (CorrectionOpened) EventType() string    { return TypeCorrectionOpened }
func (CorrectionDropped) EventType() string   { return TypeCorrectionDropped }
func (Corrected) EventType() string           { return TypeCorrected }
func (Withdrawn) EventType() string           { return TypeWithdrawn }
func (Archived) EventType() string            { return TypeArchived }
func (Disposed) EventType() string            { return TypeDisposed }
func (Discarded) EventType() string           { return TypeDiscarded }
func (DutyOpened) EventType() string          { return TypeDutyOpened }
func (DutyMet) EventType() string             { return TypeDutyMet }
func (DutyDropped) EventType() string         { return TypeDutyDropped }

func (Drafted) EventVersion() int             { return 1 }
func (TextWritten) EventVersion() int         { return 1 }
func (DetailsRecorded) EventVersion() int     { return 1 }
func (MetadataDescribed) EventVersion() int   { return 1 }
func (AttachmentsArranged) EventVersion() int { return 1 }
func (Translated) EventVersion() int          { return 1 }
func (TranslationDropped) EventVersion() int  { return 1 }
func (Submitted) EventVersion() int           { return 1 }
func (Recalled) EventVersion() int            { return 1 }
func (Returned) EventVersion() int            { return 1 }
func (ChecklistCompleted) EventVersion() int  { return 1 }
func (Approved) EventVersion() int            { return 1 }
func (ApprovalRevoked) EventVersion() int     { return 1 }
func (Published) EventVersion() int           { return 1 }
func (CorrectionOpened) EventVersion() int    { return 1 }
func (CorrectionDropped) EventVersion() int   { return 1 }
func (Corrected) EventVersion() int           { return 1 }
func (Withdrawn) EventVersion() int           { return 1 }
func (Archived) EventVersion() int            { return 1 }
func (Disposed) EventVersion() int            { return 1 }
func (Discarded) EventVersion() int           { return 1 }
func (DutyOpened) EventVersion() int          { return 1 }
func (DutyMet) EventVersion() int             { return 1 }
func (DutyDropped) EventVersion() int         { return 1 }

// Events lists every fact of this aggregate, one zero value each, for the codec.
func Events() []domain.Event {
	return []domain.Event{
		Drafted{}, TextWritten{}, DetailsRecorded{}, MetadataDescribed{}, AttachmentsArranged{}, Translated{},
		TranslationDropped{}, Submitted{}, Recalled{}, Returned{}, ChecklistCompleted{}, Approved{}, ApprovalRevoked{},
		Published{}, CorrectionOpened{}, CorrectionDropped{}, Corrected{}, Withdrawn{}, Archived{}, Disposed{}, Discarded{},
		DutyOpened{}, DutyMet{}, DutyDropped{},
	}
}

// Upcasts lists how older versions become newer ones; none so far.
func Upcasts() []domain.Upcast { return nil }
