package dataset

import "minhbach/domain"

// OpenRevision begins work on the next version while the public one stays up.
// Whoever opens it counts as an author of it.
type OpenRevision struct {
	Deed
	Reason string // public once the revision is
}

// OpenRevision decides on an OpenRevision.
func (d *Dataset) OpenRevision(cmd OpenRevision) ([]domain.Event, error) {
	why, err := d.desk.Explain(cmd.Deed, CommandOpenRevision, cmd.Reason, true)
	if err != nil {
		return nil, err
	}
	return []domain.Event{RevisionOpened{Reason: why, Author: cmd.Writer()}}, nil
}
