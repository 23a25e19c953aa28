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
	why, err := p.desk.Explain(cmd.Deed, CommandArchive, cmd.Reason, true)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Archived{Reason: why}}, nil
}
