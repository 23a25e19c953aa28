package publication

import "minhbach/domain"

// Archive labels an item as no longer maintained. It stays reachable; of a
// withdrawn one only the tombstone does.
type Archive struct {
	Deed
	Reason string
}

// Archive decides on an Archive.
func (p *Publication) Archive(cmd Archive) ([]domain.Event, error) {
	if err := p.guard(cmd.Deed, CommandArchive); err != nil {
		return nil, err
	}
	why, err := reason(cmd.Reason, true)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Archived{Reason: why}}, nil
}
