package editorial

import (
	"maps"
	"slices"
	"time"

	"minhbach/domain/calendar"
)

// Desk is where one item stands between its authors, the board and the public. It
// is part of an aggregate's state and belongs to the same goroutine.
type Desk struct {
	flow  *Flow
	state State

	authors   map[string]bool // who wrote since the cycle began, lent names included
	everWrote map[string]bool
	submitted string // hash under review
	checked   *Checklist
	approved  *Approval
	because   string // reason of the open further version

	version    int // of the public content; 0: never public
	publicHash string
	firstOn    calendar.Date
	lastOn     calendar.Date
}

// Checklist is what a board member answered on one content.
type Checklist struct {
	Content   string
	Items     map[string]string // check id → remark, may be empty
	Authority Authority
}

// Approval allows one content to become public.
type Approval struct {
	Version   int
	Content   string
	Authority Authority
	PublishAt time.Time // embargo, UTC; zero: at once
}

// NewDesk is that of an item of which nothing is recorded.
func NewDesk(f *Flow) Desk {
	return Desk{flow: f, state: StateNew, authors: map[string]bool{}, everWrote: map[string]bool{}}
}

func (d *Desk) State() State { return d.state }

// Version is the number of the newest version that was ever public; 0: none.
func (d *Desk) Version() int { return d.version }

// PublicHash is the content hash of that version.
func (d *Desk) PublicHash() string { return d.publicHash }

// FirstOn is the day of the first public version.
func (d *Desk) FirstOn() calendar.Date { return d.firstOn }

// LastOn is the day of the newest public version.
func (d *Desk) LastOn() calendar.Date { return d.lastOn }

// Authors lists the accounts that wrote in the present cycle, sorted: none of
// them may approve.
func (d *Desk) Authors() []string { return slices.Sorted(maps.Keys(d.authors)) }

// Wrote tells whether an account wrote in the present cycle.
func (d *Desk) Wrote(account string) bool { return d.authors[account] }

// Submitted is the hash of the content that waits for approval; empty when none does.
func (d *Desk) Submitted() string { return d.submitted }

// Because is why the open further version was begun; empty without one.
func (d *Desk) Because() string { return d.because }

// Checklist is the checklist of the content under review, if completed.
func (d *Desk) Checklist() (Checklist, bool) {
	if d.checked == nil {
		return Checklist{}, false
	}
	c := *d.checked
	c.Items = maps.Clone(c.Items)
	return c, true
}

// Approval is the approval that waits for its embargo, if there is one.
func (d *Desk) Approval() (Approval, bool) {
	if d.approved == nil {
		return Approval{}, false
	}
	return *d.approved, true
}

// ReleaseDue tells whether the scheduler should release it now.
func (d *Desk) ReleaseDue(now time.Time) bool {
	return d.approved != nil && !now.Before(d.approved.PublishAt)
}
