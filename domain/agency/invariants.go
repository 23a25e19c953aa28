package agency

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
)

// change is a command on the tree: it decides on the tree as it is, without
// looking at what the change does to other days and agencies.
type change interface {
	decide(*Tree) ([]domain.Event, error)
}

// run decides and lets nothing out that would break the tree on any day.
func (t *Tree) run(c change) ([]domain.Event, error) {
	events, err := c.decide(t)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	after := t.clone()
	for _, e := range events {
		after.Apply(e)
	}
	if f := after.check(); f != nil {
		return nil, f
	}
	return events, nil
}

// parents tells what may stand directly under what.
var parents = map[domainname.Level][]domainname.Level{
	domainname.Department:  {domainname.Province},
	domainname.District:    {domainname.Province},
	domainname.Commune:     {domainname.Province, domainname.District},
	domainname.Subordinate: {domainname.Province, domainname.Department, domainname.District, domainname.Commune, domainname.Subordinate},
	domainname.Voluntary:   {domainname.Province, domainname.District},
}

func fits(child, parent domainname.Level) bool { return slices.Contains(parents[child], parent) }

// check holds what the package comment promises, for every day at once.
func (t *Tree) check() *fault.Fault {
	var roots []*node
	for _, id := range t.order {
		n := t.nodes[id]
		if n.reg.Level == domainname.Province {
			roots = append(roots, n)
		} else if f := t.checkParents(n); f != nil {
			return f
		}
		if f := t.checkHeirs(id); f != nil {
			return f
		}
	}
	slices.SortStableFunc(roots, func(a, b *node) int { return a.reg.ValidFrom.Compare(b.reg.ValidFrom) })
	for i := 1; i < len(roots); i++ {
		if prev := roots[i-1]; prev.ended.IsZero() || roots[i].reg.ValidFrom.Before(prev.ended) {
			return ErrTwoProvinces.New("date", roots[i].reg.ValidFrom.DMY())
		}
	}
	return nil
}

// checkParents: under every span of its life stands a parent that exists all the
// time and may have it, and nobody stands above themselves.
func (t *Tree) checkParents(n *node) *fault.Fault {
	for i, s := range n.parents {
		first, last := later(s.from, n.reg.ValidFrom), n.ended // last: first day after the span
		if i+1 < len(n.parents) && (last.IsZero() || n.parents[i+1].from.Before(last)) {
			last = n.parents[i+1].from
		}
		if !last.IsZero() && !first.Before(last) {
			continue
		}
		p := t.nodes[s.value]
		if p == nil || first.Before(p.reg.ValidFrom) {
			return ErrBreaks.New("name", n.name(first), "date", first.DMY())
		}
		if !p.ended.IsZero() && (last.IsZero() || p.ended.Before(last)) {
			return ErrBreaks.New("name", n.name(p.ended), "date", later(p.ended, first).DMY())
		}
		if !fits(n.reg.Level, p.reg.Level) {
			return ErrParentLevel.New("level", n.reg.Level, "parent", p.reg.Level)
		}
		if t.circles(n, first) {
			return ErrCycle.New()
		}
	}
	return nil
}

// circles: the way up from n on a day comes back. A circle must close on the first
// day of some span, so those days are enough to look at.
func (t *Tree) circles(n *node, on calendar.Date) bool {
	steps := 0
	for p := n; p != nil && p.reg.Level == domainname.Subordinate; p = t.nodes[p.parent(on)] {
		if steps++; steps > len(t.nodes) {
			return true
		}
	}
	return false
}

// checkHeirs: an agency that ended has successors that existed on that day or ended
// with it, and the line of heirs reaches one that goes on.
func (t *Tree) checkHeirs(id string) *fault.Fault {
	n := t.nodes[id]
	if n.ended.IsZero() {
		return nil
	}
	broken := ErrBreaks.New("name", n.name(n.ended), "date", n.ended.DMY())
	if len(n.successors) == 0 || !n.reg.ValidFrom.Before(n.ended) {
		return broken
	}
	for _, s := range n.successors {
		heir := t.nodes[s]
		if heir == nil || n.ended.Before(heir.reg.ValidFrom) || !heir.ended.IsZero() && heir.ended.Before(n.ended) {
			return broken
		}
	}
	const endOfTime = 4_000_000 // days: past the last date there is
	if _, ok := t.Responsible(id, n.ended.AddDays(endOfTime)); !ok {
		return broken
	}
	return nil
}
