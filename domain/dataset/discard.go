package dataset

import (
	"minhbach/domain"
	"minhbach/domain/editorial"
)

// Discard gives up a draft that never was public.
type Discard struct {
	Deed
	Reason string
}

// Discard decides on a Discard.
func (d *Dataset) Discard(cmd Discard) ([]domain.Event, error) {
	why, err := d.desk.Explain(cmd.Deed, editorial.CommandDiscard, cmd.Reason, true)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Discarded{Reason: why}}, nil
}
