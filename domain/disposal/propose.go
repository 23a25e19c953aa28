package disposal

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
)

// maxItems bounds one list; a list is read by a person before it is approved.
const maxItems = 500

// Propose draws up a list. The items' classes and dates are the application's word.
type Propose struct {
	editorial.Deed
	List   string
	Agency string
	Items  []Item
}

func (l *List) Propose(cmd Propose) ([]domain.Event, error) {
	roles := []domain.Role{domain.Editor, domain.BoardMember, domain.BoardHead, domain.AgencyHead}
	switch {
	case cmd.By.Account == "" || cmd.By.Account == domain.System || !slices.Contains(roles, cmd.By.Role):
		return nil, ErrNotAllowed.New()
	case cmd.Agency == "" || cmd.By.Agency != cmd.Agency || cmd.Responsible != cmd.Agency:
		return nil, ErrNotAllowed.New()
	case l.state != StateNew:
		return nil, l.stateFault()
	case cmd.List == "" || len(cmd.Items) == 0:
		return nil, ErrEmpty.New().At("items")
	case len(cmd.Items) > maxItems:
		return nil, ErrTooMany.New("count", len(cmd.Items), "limit", maxItems).At("items")
	}
	var faults fault.List
	seen := map[string]bool{}
	for _, it := range cmd.Items {
		switch {
		case it.ID == "" || it.Content == "" || it.Class == "" || it.Sort != Publication && it.Sort != Dataset || seen[it.ID]:
			faults.Add(ErrItem.New().At("items." + it.ID))
		case it.Until.IsZero() || !cmd.Today().After(it.Until):
			faults.Add(ErrKept.New().At("items." + it.ID))
		}
		seen[it.ID] = true
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return []domain.Event{Proposed{List: cmd.List, Agency: cmd.Agency, Items: slices.Clone(cmd.Items), Author: cmd.Writer()}}, nil
}

func (l *List) stateFault() error {
	if l.state == StateNew {
		return ErrNotFound.New()
	}
	return ErrState.New("state_vi", l.state.Label("vi"), "state_en", l.state.Label("en"))
}

// head: the head of the agency that answers for the list, and nobody who drew it up.
func (l *List) head(d editorial.Deed) error {
	switch {
	case d.By.Account == "" || d.By.Role != domain.AgencyHead || d.Responsible == "" || d.By.Agency != d.Responsible:
		return ErrNotAllowed.New()
	case l.state != StateProposed:
		return l.stateFault()
	}
	for _, account := range people(d.Writer()) {
		if slices.Contains(people(l.proposed.Author), account) {
			return ErrSamePerson.New()
		}
	}
	return nil
}

func past(on, today calendar.Date) bool { return !on.IsZero() && !today.Before(on) }
