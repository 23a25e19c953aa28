package dataset

import (
	"minhbach/domain"
	"minhbach/domain/editorial"
)

// Recall takes a submission back before the board decides.
type Recall struct {
	Deed
	Reason string // optional
}

// Recall decides on a Recall.
func (d *Dataset) Recall(cmd Recall) ([]domain.Event, error) {
	why, err := d.desk.Explain(cmd.Deed, editorial.CommandRecall, cmd.Reason, false)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Recalled{Reason: why}}, nil
}
