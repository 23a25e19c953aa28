package dataset

import (
	"minhbach/domain"
	"minhbach/domain/editorial"
)

// Disposal is the paper behind the end of an item's retention.
type Disposal = editorial.Disposal

// Dispose ends an archived item's time of retention, by an approved list. Only the
// system gives it, for whoever approved the list.
type Dispose struct {
	Deed
	Order editorial.Order
}

// Dispose decides on a Dispose.
func (d *Dataset) Dispose(cmd Dispose) ([]domain.Event, error) {
	if err := d.desk.Dispose(cmd.Deed, cmd.Order); err != nil {
		return nil, err
	}
	return []domain.Event{Disposed{Disposal: cmd.Order.Disposal}}, nil
}
