package publication

import "minhbach/domain"

// Recall takes a submission back before the board decides.
type Recall struct {
	Deed
	Reason string // optional
}

// Recall decides on a Recall.
func (p *Publication) Recall(cmd Recall) ([]domain.Event, error) {
	why, err := p.desk.Explain(cmd.Deed, CommandRecall, cmd.Reason, false)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Recalled{Reason: why}}, nil
}
