package publication

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
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

// maxEmbargo catches mistyped years.
const maxEmbargo = 366 * 24 * time.Hour

// Approve decides on an Approve.
func (p *Publication) Approve(cmd Approve) ([]domain.Event, error) {
	if err := p.guard(cmd.Deed, CommandApprove); err != nil {
		return nil, err
	}
	if err := p.reviewed(cmd.Deed, cmd.Authority, CommandApprove, cmd.Content); err != nil {
		return nil, err
	}
	if cmd.PublishAt.Sub(cmd.Now) > maxEmbargo {
		return nil, ErrEmbargoFar.New().At("publish_at")
	}
	var events []domain.Event
	if cmd.Checklist != nil {
		items, err := answers(cmd.Checklist)
		if err != nil {
			return nil, err
		}
		events = append(events, ChecklistCompleted{Content: cmd.Content, Items: items, Authority: *cmd.Authority})
	} else if err := p.checkedBySecondPerson(cmd.Content); err != nil {
		return nil, err
	}
	approved := Approved{Version: p.version + 1, Content: cmd.Content, Authority: *cmd.Authority}
	if cmd.PublishAt.After(cmd.Now) {
		approved.PublishAt = cmd.PublishAt.UTC().Truncate(time.Microsecond) // as the log keeps time
		return append(events, approved), nil
	}
	public, err := p.goPublic(approved.Version, cmd.Content, cmd.today(), cmd.Calendar)
	if err != nil {
		return nil, err
	}
	return append(append(events, approved), public...), nil
}

// checkedBySecondPerson looks again at who completed the checklist: they may have
// written since, even if the content came back to what it was.
func (p *Publication) checkedBySecondPerson(content string) error {
	if p.checked == nil || p.checked.Content != content || !complete(p.checked.Items) {
		return ErrChecklist.New()
	}
	if a := p.checked.Authority; p.authors[a.Account] || p.authors[a.Delegator] {
		return ErrChecklistAuthor.New()
	}
	return nil
}

// goPublic is what happens when a content becomes public, whoever sets it off.
func (p *Publication) goPublic(version int, content string, on calendar.Date, cal *calendar.Calendar) ([]domain.Event, error) {
	if version > 1 {
		return []domain.Event{Corrected{Version: version, Content: content, Reason: p.because, On: on}}, nil
	}
	met, err := p.meet(on, cal)
	if err != nil {
		return nil, err
	}
	return append([]domain.Event{Published{Version: version, Content: content, On: on}}, met...), nil
}
