package agency

import (
	"slices"
	"strings"

	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
)

// Agency is one agency as it stood on a date.
type Agency struct {
	ID         string
	Code       string
	Slug       string
	NameVi     string
	NameEn     string
	UnitType   string
	Level      domainname.Level
	Parent     string
	Obligation Obligation
	Function   string
	ValidFrom  calendar.Date
	ValidTo    calendar.Date // last day; zero while it goes on
	Successors []string
	Contact    Contact
	Domain     Domain
	Depth      int // 0 for the province
}

// Domain is the naming of a portal as it stands now.
type Domain struct {
	FQDN      string // main, or waiting while there is none
	State     domainname.State
	Conflicts []domainname.Conflict // of the name that waits
	Waiting   string                // proposed beside a main name
	Aliases   []string
	Former    []string // redirect for ever
}

// View is the tree on one date, in tree order: parents before children, children
// by level and name.
type View struct {
	Date     calendar.Date
	agencies []Agency
	index    map[string]int
	children map[string][]string
}

// At shows who existed on a date, under whom and under which name.
func (t *Tree) At(on calendar.Date) View {
	v := View{Date: on, index: map[string]int{}, children: map[string][]string{}}
	type entry struct {
		id, key string
		level   int
	}
	below, bases := map[string][]entry{}, t.bases()
	for _, id := range t.order {
		if n := t.nodes[id]; n.exists(on) {
			below[n.parent(on)] = append(below[n.parent(on)], entry{id, at(n.names, on).key, rank(n.reg.Level)})
		}
	}
	var walk func(parent string, depth int)
	walk = func(parent string, depth int) {
		kin := below[parent]
		slices.SortStableFunc(kin, func(a, b entry) int {
			if a.level != b.level {
				return a.level - b.level
			}
			return strings.Compare(a.key, b.key)
		})
		for _, k := range kin {
			v.index[k.id] = len(v.agencies)
			v.agencies = append(v.agencies, t.describe(k.id, on, depth, bases))
			v.children[parent] = append(v.children[parent], k.id)
			walk(k.id, depth+1)
		}
	}
	walk("", 0)
	return v
}

func rank(l domainname.Level) int { return slices.Index(domainname.Levels(), l) }

func (t *Tree) describe(id string, on calendar.Date, depth int, bases []string) Agency {
	n := t.nodes[id]
	name := at(n.names, on)
	a := Agency{
		ID: id, Code: n.reg.Code, Slug: n.slug(bases), NameVi: name.vi, NameEn: name.en, UnitType: name.unitType,
		Level: n.reg.Level, Parent: n.parent(on), Obligation: n.reg.Obligation, Function: n.reg.Function,
		ValidFrom: n.reg.ValidFrom, Successors: slices.Clone(n.successors), Contact: n.contact, Domain: n.domain(), Depth: depth,
	}
	if !n.ended.IsZero() {
		a.ValidTo = n.ended.AddDays(-1)
	}
	return a
}

func (n *node) domain() (d Domain) {
	for _, h := range n.hosts {
		switch {
		case h.state == domainname.Active:
			d.FQDN, d.State = h.fqdn, h.state
		case h.state == domainname.Redirecting && h.alias:
			d.Aliases = append(d.Aliases, h.fqdn)
		case h.state == domainname.Redirecting:
			d.Former = append(d.Former, h.fqdn)
		}
	}
	for _, h := range n.waiting() { // the newest wins
		d.Waiting, d.Conflicts = h.fqdn, h.conflicts
		if d.State != domainname.Active {
			d.FQDN, d.State = h.fqdn, h.state
		}
	}
	if d.State != domainname.Active {
		d.Waiting = ""
	}
	return d
}

// Agencies lists all that exist, in tree order.
func (v View) Agencies() []Agency { return slices.Clone(v.agencies) }

// Agency finds one by id.
func (v View) Agency(id string) (Agency, bool) {
	i, ok := v.index[id]
	if !ok {
		return Agency{}, false
	}
	return v.agencies[i], true
}

// Province is the root; false while there is none.
func (v View) Province() (Agency, bool) {
	if len(v.agencies) == 0 {
		return Agency{}, false
	}
	return v.agencies[0], true
}

// Children lists the agencies directly below one.
func (v View) Children(id string) []Agency {
	var all []Agency
	for _, c := range v.children[id] {
		all = append(all, v.agencies[v.index[c]])
	}
	return all
}

// Path leads from the province down to and including the agency.
func (v View) Path(id string) []Agency {
	var path []Agency
	for i, ok := v.index[id]; ok; i, ok = v.index[v.agencies[i].Parent] {
		path = append(path, v.agencies[i])
	}
	slices.Reverse(path)
	return path
}

// Serving lists the agencies that a function is bound to, whatever their names.
func (v View) Serving(function string) []Agency {
	return slices.DeleteFunc(v.Agencies(), func(a Agency) bool { return function == "" || a.Function != function })
}

// ByID shows an agency as it stands after every change recorded, even when it ended.
func (t *Tree) ByID(id string) (Agency, bool) {
	n := t.nodes[id]
	if n == nil {
		return Agency{}, false
	}
	on := n.reg.ValidFrom
	for _, s := range n.names {
		on = later(on, s.from)
	}
	for _, s := range n.parents {
		on = later(on, s.from)
	}
	depth := 0
	for p := t.nodes[n.parent(on)]; p != nil && depth < len(t.nodes); p = t.nodes[p.parent(on)] {
		depth++
	}
	return t.describe(id, on, depth, t.bases()), true
}

// ByCode is ByID by the official code.
func (t *Tree) ByCode(code string) (Agency, bool) { return t.ByID(t.codes[code]) }

// Pending lists the names that wait for an agreement, of agencies that exist on a date.
func (t *Tree) Pending(on calendar.Date) []Agency {
	return slices.DeleteFunc(t.At(on).Agencies(), func(a Agency) bool { return len(a.Domain.Conflicts) == 0 })
}

func later(a, b calendar.Date) calendar.Date {
	if a.Before(b) {
		return b
	}
	return a
}
