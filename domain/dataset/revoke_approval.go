package dataset

import (
	"minhbach/domain"
	"minhbach/domain/editorial"
)

// RevokeApproval takes an approval back before the content is public, even when
// its time has come and the scheduler is late: stopping must always be possible.
type RevokeApproval struct {
	Deed
	Authority *Authority
	Reason    string
}

// RevokeApproval decides on a RevokeApproval.
func (d *Dataset) RevokeApproval(cmd RevokeApproval) ([]domain.Event, error) {
	why, err := d.desk.Overrule(cmd.Deed, cmd.Authority, editorial.CommandRevokeApproval, cmd.Reason)
	if err != nil {
		return nil, err
	}
	return []domain.Event{ApprovalRevoked{Reason: why}}, nil
}
