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
	if err := p.guard(cmd.Deed, CommandRevokeApproval); err != nil {
		return nil, err
	}
	if err := cmd.judge(cmd.Authority, CommandRevokeApproval); err != nil {
		return nil, err
	}
	why, err := reason(cmd.Reason, true)
	if err != nil {
		return nil, err
	}
	return []domain.Event{ApprovalRevoked{Reason: why}}, nil
}
