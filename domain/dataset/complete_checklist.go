package dataset

import "minhbach/domain"

// CompleteChecklist answers for every principle of Điều 4 khoản 1 on exactly the
// content submitted. Whoever wrote in it cannot.
type CompleteChecklist struct {
	Deed
	Authority *Authority
	Content   string            // hash of the content that was read
	Items     map[string]string // check id → remark, may be empty
}

// CompleteChecklist decides on a CompleteChecklist.
func (d *Dataset) CompleteChecklist(cmd CompleteChecklist) ([]domain.Event, error) {
	list, err := d.desk.Check(cmd.Deed, cmd.Authority, cmd.Content, d.Hash, cmd.Items)
	if err != nil {
		return nil, err
	}
	return []domain.Event{ChecklistCompleted(list)}, nil
}
