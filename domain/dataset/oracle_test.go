package dataset

import (
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

// oracle knows independently of the aggregate who wrote what and who answered for
// which findings, and objects to every accepted command that should not have been.
type oracle struct {
	t       *testing.T
	writers map[string]bool // of the present cycle, from the commands accepted
	cleared string          // content that a second person cleared, and nobody touched since

	approved *Approved
	public   string // content hash that readers see; empty: none
	versions int

	counts map[string]int // what happened over all sequences
}

func (o *oracle) begin() { o.writers, o.approved, o.cleared = map[string]bool{}, nil, "" }

func (o *oracle) writes(by domain.Actor) {
	o.cleared = ""
	for _, account := range []string{by.Account, by.OnBehalfOf} {
		if account != "" {
			o.writers[account] = true
		}
	}
}

// second objects when somebody who wrote took part, or when the power is no power.
func (o *oracle) second(d Deed, a *Authority) {
	today := calendar.DateOf(d.Now)
	if a == nil || a.Account != d.By.Account || a.Agency != portal || today.Before(a.From) || today.After(a.To) {
		o.t.Fatalf("%+v decided on %s with the power %+v", d.By, today, a)
	}
	if d.By.Role == domain.Inspector || d.By.Role == domain.Administrator {
		o.t.Fatalf("%s decided", d.By.Role)
	}
	for _, account := range []string{d.By.Account, d.By.OnBehalfOf, a.Delegator} {
		if o.writers[account] {
			o.t.Fatalf("%+v decided with the power %+v over what %s wrote", d.By, a, account)
		}
	}
}

// accepted is told of every command that was not refused, before its facts are applied.
func (o *oracle) accepted(command any, before *Dataset, events []domain.Event) {
	var now time.Time
	switch c := command.(type) {
	case Draft:
		o.writes(c.By)
	case Describe:
		if len(events) > 0 {
			o.writes(c.By)
		}
	case Attach:
		if len(events) > 0 {
			o.writes(c.By)
		}
	case Detach:
		o.writes(c.By)
	case OpenRevision:
		o.begin()
		o.writes(c.By)
	case CompleteChecklist:
		o.second(c.Deed, c.Authority)
	case ClearPersonalData:
		o.second(c.Deed, c.Authority)
		if c.Content != before.Hash() || len(before.Content().Release.Findings) == 0 {
			o.t.Fatalf("cleared %s, in hand is %s", c.Content, before.Hash())
		}
		o.cleared = c.Content
	case Approve:
		now = c.Now
		o.second(c.Deed, c.Authority)
		if c.Content != before.Hash() {
			o.t.Fatalf("approved %s while %s was submitted", c.Content, before.Hash())
		}
		if len(before.Content().Release.Findings) > 0 && o.cleared != c.Content {
			o.t.Fatal("approved with findings that nobody answers for")
		}
	case Return, RevokeApproval:
		o.cleared = ""
	case ReleaseDue:
		now = c.Now
		o.counts["released"]++
		if c.By.Account != domain.System {
			o.t.Fatalf("released by %+v", c.By)
		}
	}
	for _, e := range events {
		o.counts[e.EventType()]++
		o.event(e, before, now)
	}
}

func (o *oracle) event(event domain.Event, before *Dataset, now time.Time) {
	switch e := event.(type) {
	case Approved:
		o.approved = &e
	case ApprovalRevoked:
		o.approved = nil
	case Published:
		o.goesPublic(e.Version, e.Content, before, now)
	case Revised:
		o.counts["description only"]++
		if e.Change != "" {
			o.counts["new data"]++
			o.counts["description only"]--
		}
		o.goesPublic(e.Version, e.Content, before, now)
	case Withdrawn:
		o.public = ""
		o.begin()
	case RevisionDropped:
		o.begin()
	}
}

func (o *oracle) goesPublic(version int, hash string, before *Dataset, now time.Time) {
	o.versions++
	if o.approved == nil || o.approved.Content != hash || o.approved.Version != version || version != o.versions ||
		hash != before.Hash() || now.Before(o.approved.PublishAt) {
		o.t.Fatalf("version %d of %s became public, approved was %+v", version, hash, o.approved)
	}
	if len(before.Content().Release.Findings) > 0 {
		o.counts["public with findings"]++
		if o.cleared != hash {
			o.t.Fatal("public with findings that nobody answers for")
		}
	}
	o.public = hash
	o.begin()
}

// holds checks what must be true after every step.
func (o *oracle) holds(d *Dataset) {
	content, hash := d.Public()
	if d.State().Public() != (o.public != "") {
		o.t.Fatalf("state %s, but the public content is %q", d.State(), o.public)
	}
	if o.public != "" && (hash != o.public || Hash(content) != o.public) {
		o.t.Fatalf("readers see %s, approved was %s", Hash(content), o.public)
	}
	if c, ok := d.Cleared(); ok && c.Content != o.cleared {
		o.t.Fatalf("cleared is %s, answered for was %q", c.Content, o.cleared)
	}
	if d.Version() != o.versions {
		o.t.Fatalf("version %d after %d", d.Version(), o.versions)
	}
}
