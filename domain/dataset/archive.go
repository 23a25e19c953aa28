package dataset

import (
	"minhbach/domain"
	"minhbach/domain/editorial"
)

// Archive labels a dataset as no longer maintained. It stays reachable; of a
// withdrawn one only the tombstone does.
type Archive struct {
	Deed
	Reason string
}

// Archive decides on an Archive.
func (d *Dataset) Archive(cmd Archive) ([]domain.Event, error) {
	why, err := d.desk.Explain(cmd.Deed, editorial.CommandArchive, cmd.Reason, true)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Archived{Reason: why}}, nil
}
