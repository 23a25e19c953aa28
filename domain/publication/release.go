package publication

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
)

// Release makes an approved content public once its time has come. Only the
// system does this, and only for the content that was approved.
type Release struct {
	Deed
	Content  string // hash that the scheduler found approved
	Calendar *calendar.Calendar
}

// Release decides on a Release.
func (p *Publication) Release(cmd Release) ([]domain.Event, error) {
	if cmd.By.Account != domain.System {
		return nil, ErrRole.New("command_vi", CommandRelease.Label("vi"), "command_en", CommandRelease.Label("en"))
	}
	if p.state == StateNew {
		return nil, ErrNotFound.New()
	}
	if err := p.allowed(CommandRelease); err != nil {
		return nil, err
	}
	if cmd.Now.Before(p.approved.PublishAt) {
		return nil, ErrEmbargoed.New("at", p.approved.PublishAt.In(calendar.Zone).Format("15:04 02/01/2006"))
	}
	if cmd.Content != p.approved.Content || cmd.Content != p.Hash() {
		return nil, ErrContentChanged.New().At("content")
	}
	return p.goPublic(p.approved.Version, cmd.Content, cmd.today(), cmd.Calendar)
}
