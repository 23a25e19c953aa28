package disposal

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

const (
	maxNumber = 100
	maxReason = 1000
)

// Approve lets the items go, by a decision of the agency's head.
type Approve struct {
	editorial.Deed
	Decision string
	On       calendar.Date
}

func (l *List) Approve(cmd Approve) ([]domain.Event, error) {
	if err := l.head(cmd.Deed); err != nil {
		return nil, err
	}
	var faults fault.List
	number := input.Line(&faults, "decision", cmd.Decision, maxNumber)
	if !past(cmd.On, cmd.Today()) {
		faults.Add(ErrDate.New().At("on"))
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return []domain.Event{Approved{By: cmd.Writer(), Decision: number, On: cmd.On}}, nil
}

// Refuse keeps the items.
type Refuse struct {
	editorial.Deed
	Reason string
}

func (l *List) Refuse(cmd Refuse) ([]domain.Event, error) {
	if err := l.head(cmd.Deed); err != nil {
		return nil, err
	}
	var faults fault.List
	reason := input.Line(&faults, "reason", cmd.Reason, maxReason)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return []domain.Event{Refused{By: cmd.Writer(), Reason: reason}}, nil
}

// CarryOut closes a list of which every item was given its order. Only the system
// gives it.
type CarryOut struct {
	editorial.Deed
	Kept []Kept
}

func (l *List) CarryOut(cmd CarryOut) ([]domain.Event, error) {
	if cmd.By.Account != domain.System {
		return nil, ErrNotAllowed.New()
	}
	if l.state != StateApproved {
		return nil, l.stateFault()
	}
	for _, k := range cmd.Kept {
		if !slices.ContainsFunc(l.proposed.Items, func(it Item) bool { return it.ID == k.ID }) {
			return nil, ErrItem.New().At("kept." + k.ID)
		}
	}
	return []domain.Event{CarriedOut{Kept: slices.Clone(cmd.Kept)}}, nil
}
