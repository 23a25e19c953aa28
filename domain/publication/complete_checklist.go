package publication

import (
	"maps"
	"slices"

	"minhbach/domain"
)

// CompleteChecklist answers for every principle of Điều 4 khoản 1 on exactly the
// content submitted. Whoever wrote in it cannot.
type CompleteChecklist struct {
	Deed
	Authority *Authority
	Content   string            // hash of the content that was read
	Items     map[string]string // check id → remark, may be empty
}

// CompleteChecklist decides on a CompleteChecklist.
func (p *Publication) CompleteChecklist(cmd CompleteChecklist) ([]domain.Event, error) {
	if err := p.guard(cmd.Deed, CommandCompleteChecklist); err != nil {
		return nil, err
	}
	if err := p.reviewed(cmd.Deed, cmd.Authority, CommandCompleteChecklist, cmd.Content); err != nil {
		return nil, err
	}
	items, err := answers(cmd.Items)
	if err != nil {
		return nil, err
	}
	return []domain.Event{ChecklistCompleted{Content: cmd.Content, Items: items, Authority: *cmd.Authority}}, nil
}

// reviewed: an authorised second person speaks of the content that is submitted.
func (p *Publication) reviewed(d Deed, a *Authority, c Command, content string) error {
	if err := d.judge(a, c); err != nil {
		return err
	}
	if err := p.secondPerson(d.By, *a); err != nil {
		return err
	}
	if content != p.submitted || content != p.Hash() {
		return ErrContentChanged.New().At("content")
	}
	return nil
}

// answers cleans the remarks and demands one for every check and no other.
func answers(items map[string]string) (map[string]string, error) {
	var c cleaner
	out := make(map[string]string, len(checks))
	for _, check := range checks {
		remark, ok := items[check.ID]
		if !ok {
			c.faults.Add(ErrCheckMissing.New("check", check.ID).At("items." + check.ID))
			continue
		}
		c.text("items."+check.ID, &remark, MaxReason)
		out[check.ID] = remark
	}
	for _, id := range slices.Sorted(maps.Keys(items)) {
		if !slices.ContainsFunc(checks, func(c Check) bool { return c.ID == id }) {
			c.faults.Add(ErrCheckUnknown.New("check", id).At("items." + id))
		}
	}
	return out, c.faults.Err()
}
