package publication

import "minhbach/domain"

// DropCorrection gives a correction up; the public version is worked on again.
type DropCorrection struct {
	Deed
	Reason string
}

// DropCorrection decides on a DropCorrection.
func (p *Publication) DropCorrection(cmd DropCorrection) ([]domain.Event, error) {
	if err := p.guard(cmd.Deed, CommandDropCorrection); err != nil {
		return nil, err
	}
	why, err := reason(cmd.Reason, true)
	if err != nil {
		return nil, err
	}
	return []domain.Event{CorrectionDropped{Reason: why}}, nil
}
