package dataset

import "minhbach/domain"

// Detach gives the new data in hand up. In a revision the public data is in hand
// again.
type Detach struct{ Deed }

// Detach decides on a Detach.
func (d *Dataset) Detach(cmd Detach) ([]domain.Event, error) {
	if err := d.desk.Guard(cmd.Deed, CommandDetach); err != nil {
		return nil, err
	}
	if !d.NewData() {
		return nil, ErrNothingAttached.New()
	}
	return []domain.Event{ReleaseDetached{Release: d.content.Release.ID, Author: cmd.Writer()}}, nil
}
