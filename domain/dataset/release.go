package dataset

import "minhbach/domain"

// ReleaseDue makes an approved content public once its time has come. Only the
// system does this, and only for the content that was approved.
type ReleaseDue struct {
	Deed
	Content string // hash that the scheduler found approved
}

// Release decides on a ReleaseDue.
func (d *Dataset) Release(cmd ReleaseDue) ([]domain.Event, error) {
	approved, err := d.desk.Release(cmd.Deed, cmd.Content, d.Hash)
	if err != nil {
		return nil, err
	}
	return []domain.Event{d.becomes(approved.Version, cmd.Content, cmd.Today())}, nil
}
