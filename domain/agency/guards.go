package agency

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

const (
	maxID    = 100
	maxName  = 200
	maxType  = 60
	maxBasis = 300
	maxText  = 1000
)

// administered: an administrator of a province of this tree, or the system itself.
// While there is no province, any administrator may register one.
func (t *Tree) administered(by domain.Actor) error {
	if by.Account == domain.System {
		return nil
	}
	if by.Role != domain.Administrator || by.Account == "" {
		return ErrNotAllowed.New()
	}
	if n := t.nodes[by.Agency]; len(t.nodes) > 0 && (n == nil || n.reg.Level != domainname.Province) {
		return ErrNotAllowed.New()
	}
	return nil
}

// existing finds an agency that exists on a day; its fault goes to the list.
func (t *Tree) existing(l *fault.List, path, id string, on calendar.Date) *node {
	n := t.nodes[id]
	switch {
	case n == nil:
		l.Add(ErrUnknown.New().At(path))
		return nil
	case !on.IsZero() && !n.exists(on):
		l.Add(ErrNotThen.New("name", n.name(on), "date", on.DMY()).At(path))
		return nil
	}
	return n
}

func cleanDate(l *fault.List, path string, d calendar.Date) {
	if d.IsZero() {
		l.Add(ErrDate.New().At(path))
	}
}

func cleanBasis(l *fault.List, basis string) string {
	return input.OptionalLine(l, "basis", basis, maxBasis)
}

// below tells whether id stands under top on a day, or is it.
func (t *Tree) below(id, top string, on calendar.Date) bool {
	for range len(t.nodes) + 1 {
		if id == top {
			return true
		}
		n := t.nodes[id]
		if n == nil {
			return false
		}
		id = n.parent(on)
	}
	return true
}

// follow moves the children of an agency that ends to its successor, as facts of
// their own. Who cannot follow must be moved or merged first.
func (t *Tree) follow(l *fault.List, path string, ending []string, heir string, on calendar.Date, basis string) []domain.Event {
	var moves []domain.Event
	h := t.nodes[heir]
	if h == nil {
		return nil
	}
	for _, id := range ending {
		if t.below(heir, id, on) && heir != id {
			l.Add(ErrSuccessorBelow.New("name", h.name(on)).At(path))
			return nil
		}
	}
	for _, id := range t.order {
		n := t.nodes[id]
		if !n.exists(on) || slices.Contains(ending, id) || id == heir || !slices.Contains(ending, n.parent(on)) {
			continue
		}
		if !fits(n.reg.Level, h.reg.Level) || t.below(heir, id, on) {
			l.Add(ErrChildStays.New("name", n.name(on), "successor", h.name(on)).At(path))
			continue
		}
		moves = append(moves, Moved{Agency: id, Parent: heir, ValidFrom: on, Basis: basis})
	}
	return moves
}
