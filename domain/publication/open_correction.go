package publication

import "minhbach/domain"

// OpenCorrection begins work on the next version while the public one stays up.
// Whoever opens it counts as an author of it.
type OpenCorrection struct {
	Deed
	Reason string // public once the correction is
}

// OpenCorrection decides on an OpenCorrection.
func (p *Publication) OpenCorrection(cmd OpenCorrection) ([]domain.Event, error) {
	why, err := p.desk.Explain(cmd.Deed, CommandOpenCorrection, cmd.Reason, true)
	if err != nil {
		return nil, err
	}
	return []domain.Event{CorrectionOpened{Reason: why, Author: cmd.Writer()}}, nil
}
