package publication

import (
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

// oracle knows independently of the aggregate who sits on which board and who
// wrote what, and objects to every accepted command that should not have been.
type oracle struct {
	t       *testing.T
	seats   []term
	loans   []loan
	writers map[string]bool // of the present cycle, from the commands accepted

	approval  *Approved // not revoked, not used up
	checklist *ChecklistCompleted
	byWhom    [2]string // of the checklist: account and lender
	reviewed  string    // content hash that was last approved
	public    string    // content hash that readers see; empty: none
	versions  int

	counts map[string]int // what happened over all sequences
}

type term struct {
	account, agency, position string
	from, to                  calendar.Date
}

type loan struct {
	from, to     string
	since, until calendar.Date
}

func (s term) covers(d calendar.Date) bool {
	return !d.Before(s.from) && (s.to.IsZero() || !d.After(s.to))
}

// truth is the power that the board's records give an actor on a day.
func (o *oracle) truth(by domain.Actor, agency string, d calendar.Date) *Authority {
	lender := by.OnBehalfOf
	for _, s := range o.seats {
		if s.agency == agency && s.covers(d) && s.account == by.Account && lender == "" {
			return &Authority{Agency: agency, Account: by.Account, Position: s.position, Decision: "1/QĐ", From: s.from, To: s.to}
		}
	}
	for _, l := range o.loans {
		if l.to != by.Account || d.Before(l.since) || d.After(l.until) || lender != "" && lender != l.from {
			continue
		}
		for _, s := range o.seats {
			if s.agency == agency && s.account == l.from && s.position != PositionMember && s.covers(d) {
				return &Authority{Agency: agency, Account: by.Account, Position: s.position, Decision: "1/QĐ",
					From: l.since, To: l.until, Delegator: l.from}
			}
		}
	}
	return nil
}

func (o *oracle) writes(by domain.Actor) {
	for _, account := range []string{by.Account, by.OnBehalfOf} {
		if account != "" {
			o.writers[account] = true
		}
	}
}

func (o *oracle) begin() { o.writers, o.approval, o.checklist = map[string]bool{}, nil, nil }

// second objects when somebody who wrote took part, or nobody with a seat did.
func (o *oracle) second(d Deed, a *Authority) {
	today := calendar.DateOf(d.Now)
	if a == nil || o.truth(d.By, d.Responsible, today) == nil {
		o.t.Fatalf("%+v decided on %s without a seat or a loan", d.By, today)
	}
	for _, account := range []string{d.By.Account, d.By.OnBehalfOf, a.Delegator} {
		if o.writers[account] {
			o.t.Fatalf("%+v decided with the power %+v over what %s wrote", d.By, a, account)
		}
	}
}

// accepted is told of every command that was not refused, before its facts are applied.
func (o *oracle) accepted(command any, before *Publication, events []domain.Event) {
	var deed Deed
	switch c := command.(type) {
	case Draft:
		deed = c.Deed
		o.begin()
		o.writes(c.By)
	case Revise:
		deed = c.Deed
		if len(events) > 0 {
			o.writes(c.By)
		}
	case OpenCorrection:
		deed = c.Deed
		o.begin()
		o.writes(c.By)
	case CompleteChecklist:
		deed = c.Deed
		o.second(c.Deed, c.Authority)
		o.byWhom = [2]string{c.By.Account, c.Authority.Delegator}
	case Approve:
		deed = c.Deed
		o.approve(c, before.Hash())
	case Release:
		deed = c.Deed
		if c.By.Account != domain.System || o.approval == nil || c.Now.Before(o.approval.PublishAt) {
			o.t.Fatalf("released by %+v at %s, approved %+v", c.By, c.Now, o.approval)
		}
	case Submit:
		deed = c.Deed
	case Recall:
		deed = c.Deed
	case Discard:
		deed = c.Deed
	case DropCorrection:
		deed = c.Deed
	case Archive:
		deed = c.Deed
	case Return:
		deed = c.Deed
	case RevokeApproval:
		deed = c.Deed
	case Withdraw:
		deed = c.Deed
		a := o.truth(c.By, c.Responsible, calendar.DateOf(c.Now))
		if a == nil || a.Delegator != "" || a.Position == PositionMember {
			o.t.Fatalf("%+v withdrew with %+v", c.By, a)
		}
	}
	if deed.By.Role == domain.Inspector || deed.By.Role == domain.Administrator {
		o.t.Fatalf("%s gave %T", deed.By.Role, command)
	}
	if deed.By.Account != domain.System && deed.By.Agency != deed.Responsible {
		o.t.Fatalf("%+v gave %T to an item of %s", deed.By, command, deed.Responsible)
	}
	for _, e := range events {
		o.counts[e.EventType()]++
		o.event(e, deed.Now)
	}
}

func (o *oracle) approve(c Approve, hash string) {
	o.second(c.Deed, c.Authority)
	if c.Content != hash {
		o.t.Fatalf("approved %s while %s was submitted", c.Content, hash)
	}
	if c.Checklist != nil {
		return
	}
	if o.checklist == nil || o.checklist.Content != hash || len(o.checklist.Items) != len(Checks()) {
		o.t.Fatalf("approved without a checklist: %+v", o.checklist)
	}
	for _, account := range o.byWhom {
		if o.writers[account] {
			o.t.Fatalf("approved on the checklist of %s, who wrote", account)
		}
	}
}

func (o *oracle) event(event domain.Event, now time.Time) {
	switch e := event.(type) {
	case ChecklistCompleted:
		o.checklist = &e
	case Approved:
		o.approval, o.reviewed = &e, e.Content
	case Returned:
		o.checklist = nil
	case ApprovalRevoked:
		o.approval, o.checklist = nil, nil
	case Published:
		o.goesPublic(e.Version, e.Content, now)
	case Corrected:
		o.goesPublic(e.Version, e.Content, now)
	case Withdrawn:
		o.public = ""
		o.begin()
	case CorrectionDropped:
		o.begin()
	}
}

func (o *oracle) goesPublic(version int, hash string, now time.Time) {
	o.versions++
	if o.approval == nil || o.approval.Content != hash || o.approval.Version != version || version != o.versions ||
		now.Before(o.approval.PublishAt) {
		o.t.Fatalf("version %d of %s became public, approved was %+v", version, hash, o.approval)
	}
	o.public = hash
	o.begin()
}

// holds checks what must be true after every fact.
func (o *oracle) holds(p *Publication) {
	content, hash := p.Public()
	if p.State().Public() != (o.public != "") {
		o.t.Fatalf("state %s, but the public content is %q", p.State(), o.public)
	}
	if o.public != "" && (hash != o.public || Hash(content) != o.public) {
		o.t.Fatalf("readers see %s, approved was %s", Hash(content), o.public)
	}
	switch p.State() {
	case StatePublished, StateArchived, StateWithdrawn, StateWithdrawnArchived, StateDisposed:
		if p.Hash() != hash || len(p.Authors()) > 0 {
			o.t.Fatalf("%s, but the content worked on is %s and not %s", p.State(), p.Hash(), hash)
		}
	}
	if p.Version() != o.versions {
		o.t.Fatalf("version %d after %d", p.Version(), o.versions)
	}
}
