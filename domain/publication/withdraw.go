package publication

import "minhbach/domain"

// Withdraw takes a public item down for good; a tombstone with the reason stays.
// An open correction ends with it. Power that was lent to approve is no power to
// withdraw.
type Withdraw struct {
	Deed
	Authority *Authority // of the board's head or deputy, or of the agency's head
	Reason    string     // public
}

// Withdraw decides on a Withdraw.
func (p *Publication) Withdraw(cmd Withdraw) ([]domain.Event, error) {
	why, err := p.desk.Remove(cmd.Deed, cmd.Authority, cmd.Reason)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Withdrawn{Reason: why, Authority: *cmd.Authority}}, nil
}
