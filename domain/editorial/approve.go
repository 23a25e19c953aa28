package editorial

import "time"

// maxEmbargo catches mistyped years.
const maxEmbargo = 366 * 24 * time.Hour

// Consent is what a board member says when approving.
type Consent struct {
	Authority *Authority
	Content   string            // hash of the content that was read
	Checklist map[string]string // answers given along with it; nil: completed before
	PublishAt time.Time         // embargo; zero: none
}

// Approve passes when an authorised second person approves the content submitted,
// with a checklist of the same kind. It returns the checklist to record, if it came
// with the approval, and the approval; without PublishAt the content goes public at
// once.
func (d *Desk) Approve(deed Deed, c Consent, now func() string) (*Checklist, Approval, error) {
	none := Approval{}
	if err := d.Reviewed(deed, c.Authority, CommandApprove, c.Content, now); err != nil {
		return nil, none, err
	}
	if c.PublishAt.Sub(deed.Now) > maxEmbargo {
		return nil, none, d.flow.EmbargoFar.New().At("publish_at")
	}
	var list *Checklist
	if c.Checklist != nil {
		items, err := d.flow.answers(c.Checklist)
		if err != nil {
			return nil, none, err
		}
		list = &Checklist{c.Content, items, *c.Authority}
	} else if err := d.checkedBySecondPerson(c.Content); err != nil {
		return nil, none, err
	}
	a := Approval{Version: d.version + 1, Content: c.Content, Authority: *c.Authority}
	if c.PublishAt.After(deed.Now) {
		a.PublishAt = c.PublishAt.UTC().Truncate(time.Microsecond) // as the log keeps time
	}
	return list, a, nil
}

// checkedBySecondPerson looks again at who completed the checklist: they may have
// written since, even if the content came back to what it was.
func (d *Desk) checkedBySecondPerson(content string) error {
	if d.checked == nil || d.checked.Content != content || !complete(d.checked.Items) {
		return d.flow.Checklist.New()
	}
	if a := d.checked.Authority; d.authors[a.Account] || d.authors[a.Delegator] {
		return d.flow.ChecklistAuthor.New()
	}
	return nil
}
