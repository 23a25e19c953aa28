package dataset

import "minhbach/domain"

// DropRevision gives a revision up; the public version is worked on again.
type DropRevision struct {
	Deed
	Reason string
}

// DropRevision decides on a DropRevision.
func (d *Dataset) DropRevision(cmd DropRevision) ([]domain.Event, error) {
	why, err := d.desk.Explain(cmd.Deed, CommandDropRevision, cmd.Reason, true)
	if err != nil {
		return nil, err
	}
	return []domain.Event{RevisionDropped{Reason: why}}, nil
}
