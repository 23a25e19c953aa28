package publication

import "minhbach/domain"

// RevokeApproval takes an approval back before the content is public, even when
// its time has come and the scheduler is late: stopping must always be possible.
type RevokeApproval struct {
	Deed
	Authority *Authority
	Reason    string
}

// RevokeApproval decides on a RevokeApproval.
func (p *Publication) RevokeApproval(cmd RevokeApproval) ([]domain.Event, error) {
	why, err := p.desk.Overrule(cmd.Deed, cmd.Authority, CommandRevokeApproval, cmd.Reason)
	if err != nil {
		return nil, err
	}
	return []domain.Event{ApprovalRevoked{Reason: why}}, nil
}
