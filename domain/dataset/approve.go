package dataset

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
)

// Approve allows exactly the content submitted, the release in it included, to
// become public: at once, or at PublishAt where that lies ahead.
type Approve struct {
	Deed
	Authority *Authority
	Content   string            // hash of the content that was read
	Checklist map[string]string // answers given along with the approval; nil: completed before
	PublishAt time.Time         // embargo; zero: none
}

// Approve decides on an Approve.
func (d *Dataset) Approve(cmd Approve) ([]domain.Event, error) {
	consent := editorial.Consent{Authority: cmd.Authority, Content: cmd.Content, Checklist: cmd.Checklist, PublishAt: cmd.PublishAt}
	list, approval, err := d.desk.Approve(cmd.Deed, consent, d.Hash)
	if err != nil {
		return nil, err
	}
	if err := d.clean(cmd.Content); err != nil {
		return nil, err
	}
	var events []domain.Event
	if list != nil {
		events = append(events, ChecklistCompleted(*list))
	}
	events = append(events, Approved(approval))
	if !approval.PublishAt.IsZero() {
		return events, nil
	}
	return append(events, d.becomes(approval.Version, cmd.Content, cmd.Today())), nil
}

// becomes is what happens when a content becomes public, whoever sets it off.
func (d *Dataset) becomes(version int, content string, on calendar.Date) domain.Event {
	if version == 1 {
		return Published{Version: version, Content: content, On: on}
	}
	e := Revised{Version: version, Content: content, Reason: d.desk.Because(), On: on}
	if d.NewData() {
		e.Change = d.content.Release.Change
	}
	return e
}
