package publication

import "minhbach/domain"

// DropCorrection gives a correction up; the public version is worked on again.
type DropCorrection struct {
	Deed
	Reason string
}

// DropCorrection decides on a DropCorrection.
func (p *Publication) DropCorrection(cmd DropCorrection) ([]domain.Event, error) {
	why, err := p.desk.Explain(cmd.Deed, CommandDropCorrection, cmd.Reason, true)
	if err != nil {
		return nil, err
	}
	return []domain.Event{CorrectionDropped{Reason: why}}, nil
}
