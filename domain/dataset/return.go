package dataset

import (
	"minhbach/domain"
	"minhbach/domain/editorial"
)

// Return sends a submission back to its authors. What was cleared is forgotten.
type Return struct {
	Deed
	Authority *Authority
	Reason    string
}

// Return decides on a Return.
func (d *Dataset) Return(cmd Return) ([]domain.Event, error) {
	why, err := d.desk.Overrule(cmd.Deed, cmd.Authority, editorial.CommandReturn, cmd.Reason)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Returned{Reason: why}}, nil
}
