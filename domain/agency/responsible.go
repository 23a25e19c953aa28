package agency

import "minhbach/domain/calendar"

// Responsible follows an agency to the one that answers for it on a date: itself
// while it exists, else its first successor, and so on. False for an agency that
// is unknown or had not begun.
func (t *Tree) Responsible(id string, on calendar.Date) (string, bool) {
	n := t.nodes[id]
	if n == nil || on.Before(n.reg.ValidFrom) {
		return "", false
	}
	for range len(t.nodes) {
		if n.ended.IsZero() || on.Before(n.ended) {
			return id, true
		}
		if len(n.successors) == 0 || t.nodes[n.successors[0]] == nil {
			return "", false
		}
		id = n.successors[0]
		n = t.nodes[id]
	}
	return "", false
}

// Predecessors lists the agencies whose duties lie with id on a date, itself excluded.
func (t *Tree) Predecessors(id string, on calendar.Date) []string {
	var all []string
	for _, other := range t.order {
		if r, ok := t.Responsible(other, on); ok && r == id && other != id {
			all = append(all, other)
		}
	}
	return all
}
