package dataset

import "minhbach/domain"

// Withdraw takes a public dataset down for good; a tombstone with the reason stays.
// An open revision ends with it. Power that was lent to approve is no power to
// withdraw.
type Withdraw struct {
	Deed
	Authority *Authority // of the board's head or deputy, or of the agency's head
	Reason    string     // public
}

// Withdraw decides on a Withdraw.
func (d *Dataset) Withdraw(cmd Withdraw) ([]domain.Event, error) {
	why, err := d.desk.Remove(cmd.Deed, cmd.Authority, cmd.Reason)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Withdrawn{Reason: why, Authority: *cmd.Authority}}, nil
}
