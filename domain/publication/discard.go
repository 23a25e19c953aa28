package publication

import "minhbach/domain"

// Discard gives up a draft that never was public. Its open deadlines are dropped
// with it, visibly.
type Discard struct {
	Deed
	Reason string
}

// Discard decides on a Discard.
func (p *Publication) Discard(cmd Discard) ([]domain.Event, error) {
	why, err := p.desk.Explain(cmd.Deed, CommandDiscard, cmd.Reason, true)
	if err != nil {
		return nil, err
	}
	events := []domain.Event{Discarded{Reason: why}}
	for _, o := range p.duties {
		if o.Verdict == nil {
			events = append(events, DutyDropped{RuleID: o.Duty.RuleID, Reason: DroppedDiscarded})
		}
	}
	return events, nil
}
