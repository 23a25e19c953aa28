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
	if err := p.guard(cmd.Deed, CommandWithdraw); err != nil {
		return nil, err
	}
	if err := cmd.authorised(cmd.Authority, CommandWithdraw, PositionHead, PositionDeputy, PositionAgencyHead); err != nil {
		return nil, err
	}
	if cmd.Authority.Delegator != "" {
		return nil, ErrPosition.New()
	}
	why, err := reason(cmd.Reason, true)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Withdrawn{Reason: why, Authority: *cmd.Authority}}, nil
}
