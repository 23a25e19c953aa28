package publication

import "minhbach/domain"

// Return sends a submission back to its authors. A board member may return what
// they wrote themselves: that makes nothing public.
type Return struct {
	Deed
	Authority *Authority
	Reason    string
}

// Return decides on a Return.
func (p *Publication) Return(cmd Return) ([]domain.Event, error) {
	why, err := p.desk.Overrule(cmd.Deed, cmd.Authority, CommandReturn, cmd.Reason)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Returned{Reason: why}}, nil
}
