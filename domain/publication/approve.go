package publication

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
)

// Approve allows exactly the content submitted to become public: at once, or at
// PublishAt where that lies ahead.
type Approve struct {
	Deed
	Authority *Authority
	Content   string            // hash of the content that was read
	Checklist map[string]string // answers given along with the approval; nil: completed before
	PublishAt time.Time         // embargo; zero: none
	Calendar  *calendar.Calendar
}

// Approve decides on an Approve.
func (p *Publication) Approve(cmd Approve) ([]domain.Event, error) {
	consent := editorial.Consent{Authority: cmd.Authority, Content: cmd.Content, Checklist: cmd.Checklist, PublishAt: cmd.PublishAt}
	list, approval, err := p.desk.Approve(cmd.Deed, consent, p.Hash)
	if err != nil {
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
	public, err := p.goPublic(approval.Version, cmd.Content, cmd.Today(), cmd.Calendar)
	if err != nil {
		return nil, err
	}
	return append(events, public...), nil
}

// goPublic is what happens when a content becomes public, whoever sets it off.
func (p *Publication) goPublic(version int, content string, on calendar.Date, cal *calendar.Calendar) ([]domain.Event, error) {
	if version > 1 {
		return []domain.Event{Corrected{Version: version, Content: content, Reason: p.desk.Because(), On: on}}, nil
	}
	met, err := p.meet(on, cal)
	if err != nil {
		return nil, err
	}
	return append([]domain.Event{Published{Version: version, Content: content, On: on}}, met...), nil
}
