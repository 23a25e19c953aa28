package dataset

import (
	"maps"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
)

// Dataset is the state that the commands decide on. It belongs to one goroutine;
// what the accessors return belongs to the caller.
type Dataset struct {
	id, agency, slug string
	desk             editorial.Desk
	content          Content         // as it is worked on
	known            map[string]bool // ids of every release that was ever attached
	cleared          *PersonalDataCleared

	public      Content
	dataVersion int // that brought the public release
	reviewedOn  calendar.Date
	withdrawn   *Withdrawn
}

// New is a dataset of which nothing is recorded.
func New() *Dataset { return &Dataset{desk: editorial.NewDesk(flow), known: map[string]bool{}} }

func (d *Dataset) ID() string     { return d.id }
func (d *Dataset) Agency() string { return d.agency } // for which it was drafted
func (d *Dataset) Slug() string   { return d.slug }
func (d *Dataset) State() State   { return d.desk.State() }

// Content is the content as it is worked on; between revisions the public one.
func (d *Dataset) Content() Content { return d.content.clone() }

// Hash is the content hash of Content.
func (d *Dataset) Hash() string { return Hash(d.content) }

// Version is the number of the newest version that was ever public; 0: none.
func (d *Dataset) Version() int { return d.desk.Version() }

// DataVersion is the version that brought the public release; 0: none.
func (d *Dataset) DataVersion() int { return d.dataVersion }

// Public is the newest version that was ever public, and its hash. Whether it is
// shown now is what State().Public() tells.
func (d *Dataset) Public() (Content, string) { return d.public.clone(), d.desk.PublicHash() }

// FirstOn is the day of the first public version; LastOn of the newest.
func (d *Dataset) FirstOn() calendar.Date { return d.desk.FirstOn() }
func (d *Dataset) LastOn() calendar.Date  { return d.desk.LastOn() }

// ReviewedOn is the day on which the agency last stood by the public version: of a
// review, or of its publication.
func (d *Dataset) ReviewedOn() calendar.Date {
	if d.reviewedOn.After(d.LastOn()) {
		return d.reviewedOn
	}
	return d.LastOn()
}

// Authors lists the accounts that wrote in the present cycle, sorted: none of
// them may approve or clear.
func (d *Dataset) Authors() []string { return d.desk.Authors() }

// Submitted is the hash of the content that waits for approval; empty when none does.
func (d *Dataset) Submitted() string { return d.desk.Submitted() }

// Checklist is the checklist of the content under review, if completed.
func (d *Dataset) Checklist() (ChecklistCompleted, bool) {
	c, ok := d.desk.Checklist()
	return ChecklistCompleted(c), ok
}

// Cleared is what a second person said of the findings in the content in hand, as
// long as nobody changed it.
func (d *Dataset) Cleared() (PersonalDataCleared, bool) {
	if d.cleared == nil {
		return PersonalDataCleared{}, false
	}
	return *d.cleared, true
}

// Approval is the approval that waits for its embargo, if there is one.
func (d *Dataset) Approval() (Approved, bool) {
	a, ok := d.desk.Approval()
	return Approved(a), ok
}

// ReleaseDue tells whether the scheduler should release it now.
func (d *Dataset) ReleaseDue(now time.Time) bool { return d.desk.ReleaseDue(now) }

// Tombstone is what the withdrawal said, once withdrawn.
func (d *Dataset) Tombstone() (Withdrawn, bool) {
	if d.withdrawn == nil {
		return Withdrawn{}, false
	}
	return *d.withdrawn, true
}

// RevisionReason is why the open revision was begun; empty without one.
func (d *Dataset) RevisionReason() string { return d.desk.Because() }

// NewData tells whether the release in hand is another than the public one.
func (d *Dataset) NewData() bool {
	r := d.content.Release
	return r != nil && (d.public.Release == nil || r.ID != d.public.Release.ID)
}

// Releases lists the ids of every release that was ever attached, for sweeping.
func (d *Dataset) Releases() map[string]bool { return maps.Clone(d.known) }
