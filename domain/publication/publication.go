package publication

import (
	"maps"
	"slices"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/editorial"
)

// Publication is the state that the commands decide on. It belongs to one
// goroutine; what the accessors return belongs to the caller.
type Publication struct {
	id, agency, slug string
	kind             Kind
	desk             editorial.Desk
	content          Content // as it is worked on
	public           Content
	withdrawn        *Withdrawn
	duties           []Obligation
}

// Obligation is a legal deadline of the publication and, once met, the verdict,
// which is never judged again.
type Obligation struct {
	Duty    duty.Duty
	Verdict *duty.Verdict
}

// New is a publication of which nothing is recorded.
func New() *Publication { return &Publication{desk: editorial.NewDesk(flow)} }

func (p *Publication) ID() string     { return p.id }
func (p *Publication) Agency() string { return p.agency } // for which it was drafted
func (p *Publication) Kind() Kind     { return p.kind }
func (p *Publication) Slug() string   { return p.slug }
func (p *Publication) State() State   { return p.desk.State() }

// Content is the content as it is worked on; between corrections the public one.
func (p *Publication) Content() Content { return p.content.clone() }

// Hash is the content hash of Content.
func (p *Publication) Hash() string { return Hash(p.content) }

// Version is the number of the newest version that was ever public; 0: none.
func (p *Publication) Version() int { return p.desk.Version() }

// Public is the newest version that was ever public, and its hash. Whether it is
// shown now is what State().Public() tells.
func (p *Publication) Public() (Content, string) { return p.public.clone(), p.desk.PublicHash() }

// PublishedOn is the day of the first public version.
func (p *Publication) PublishedOn() calendar.Date { return p.desk.FirstOn() }

// UpdatedOn is the day of the newest public version.
func (p *Publication) UpdatedOn() calendar.Date { return p.desk.LastOn() }

// Authors lists the accounts that wrote in the present cycle, sorted: none of
// them may approve.
func (p *Publication) Authors() []string { return p.desk.Authors() }

// Submitted is the hash of the content that waits for approval; empty when none does.
func (p *Publication) Submitted() string { return p.desk.Submitted() }

// Checklist is the checklist of the content under review, if completed.
func (p *Publication) Checklist() (ChecklistCompleted, bool) {
	c, ok := p.desk.Checklist()
	return ChecklistCompleted(c), ok
}

// Approval is the approval that waits for its embargo, if there is one.
func (p *Publication) Approval() (Approved, bool) {
	a, ok := p.desk.Approval()
	return Approved(a), ok
}

// ReleaseDue tells whether the scheduler should release it now.
func (p *Publication) ReleaseDue(now time.Time) bool { return p.desk.ReleaseDue(now) }

// Tombstone is what the withdrawal said, once withdrawn.
func (p *Publication) Tombstone() (Withdrawn, bool) {
	if p.withdrawn == nil {
		return Withdrawn{}, false
	}
	return *p.withdrawn, true
}

// CorrectionReason is why the open correction was begun; empty without one.
func (p *Publication) CorrectionReason() string { return p.desk.Because() }

// Obligations lists the deadlines that were opened and not dropped.
func (p *Publication) Obligations() []Obligation {
	all := slices.Clone(p.duties)
	for i, o := range all {
		if o.Verdict != nil {
			v := *o.Verdict
			all[i].Verdict = &v
		}
	}
	return all
}

// StaleTranslations lists the languages whose translation was made from another
// original text than the present one.
func (p *Publication) StaleTranslations() []string { return p.content.Stale() }

func (c Content) clone() Content {
	c.Attachments = slices.Clone(c.Attachments)
	c.Translations = maps.Clone(c.Translations)
	c.Metadata.Subjects = slices.Clone(c.Metadata.Subjects)
	c.Details = c.Details.clone()
	return c
}

func (d Details) clone() Details {
	d.Document, d.Plan, d.Gazette = copyOf(d.Document), copyOf(d.Plan), copyOf(d.Gazette)
	d.Project, d.Consultation, d.Contact = copyOf(d.Project), copyOf(d.Consultation), copyOf(d.Contact)
	if d.Document != nil {
		d.Document.Replaces = slices.Clone(d.Document.Replaces)
	}
	if d.Gazette != nil {
		d.Gazette.Documents = slices.Clone(d.Gazette.Documents)
	}
	return d
}

func copyOf[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
