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
	approved, err := p.desk.Release(cmd.Deed, cmd.Content, p.Hash)
	if err != nil {
		return nil, err
	}
	return p.goPublic(approved.Version, cmd.Content, cmd.Today(), cmd.Calendar)
}
