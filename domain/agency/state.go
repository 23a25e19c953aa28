package agency

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fold"
)

// Tree is the state folded from the facts of all agencies.
type Tree struct {
	nodes map[string]*node
	order []string          // ids as registered
	codes map[string]string // code → id
	live  map[string]string // host that answers, main or by redirect → id
}

type node struct {
	reg        Registered
	names      []span[naming] // by day, the first at the founding
	parents    []span[string]
	ended      calendar.Date // first day without it; zero: it goes on
	successors []string      // the first inherits
	contact    Contact
	hosts      []*host
}

type naming struct{ vi, en, unitType, key string }

// named keeps the sort key with the name: views are asked for far more often than
// names change.
func named(vi, en, unitType string) naming { return naming{vi, en, unitType, fold.SortKey(vi)} }

type span[T any] struct {
	from  calendar.Date
	value T
}

type host struct {
	fqdn      string
	state     domainname.State
	alias     bool
	composed  bool
	template  string
	conflicts []domainname.Conflict
	agreement string
	agreedOn  calendar.Date
}

// answers: readers who come by this name are served or sent on.
func (h *host) answers() bool {
	return h.state == domainname.Active || h.state == domainname.Redirecting
}

// New is a tree without agencies.
func New() *Tree {
	return &Tree{nodes: map[string]*node{}, codes: map[string]string{}, live: map[string]string{}}
}

// Apply takes a fact; it never fails and ignores strangers.
func (t *Tree) Apply(ev domain.Event) {
	switch e := ev.(type) {
	case Registered:
		t.applyRegistered(e)
	case Renamed:
		if n := t.nodes[e.Agency]; n != nil {
			n.names = put(n.names, e.ValidFrom, named(e.NameVi, e.NameEn, e.UnitType))
		}
	case Moved:
		if n := t.nodes[e.Agency]; n != nil {
			n.parents = put(n.parents, e.ValidFrom, e.Parent)
		}
	case Merged:
		for _, id := range e.Agencies {
			if id != e.Into {
				t.end(id, e.ValidFrom, e.Into)
			}
		}
	case Split:
		t.end(e.Agency, e.ValidFrom, e.Into...)
	case Abolished:
		t.end(e.Agency, e.ValidFrom, e.Successor)
	case ContactSet:
		if n := t.nodes[e.Agency]; n != nil {
			n.contact = e.Contact
		}
	default:
		t.applyHost(ev)
	}
}

func (t *Tree) applyRegistered(e Registered) {
	if t.nodes[e.Agency] != nil {
		return
	}
	t.nodes[e.Agency] = &node{
		reg:     e,
		names:   []span[naming]{{e.ValidFrom, named(e.NameVi, e.NameEn, e.UnitType)}},
		parents: []span[string]{{e.ValidFrom, e.Parent}},
	}
	t.order = append(t.order, e.Agency)
	t.codes[e.Code] = e.Agency
}

func (t *Tree) end(id string, on calendar.Date, successors ...string) {
	if n := t.nodes[id]; n != nil {
		n.ended, n.successors = on, slices.Clone(successors)
	}
}

// put keeps spans in the order of days; a second value for a day replaces the first.
func put[T any](spans []span[T], from calendar.Date, value T) []span[T] {
	i, found := slices.BinarySearchFunc(spans, from, func(s span[T], d calendar.Date) int { return s.from.Compare(d) })
	if found {
		spans[i].value = value
		return spans
	}
	return slices.Insert(spans, i, span[T]{from, value})
}

// at is the value on a day; before the first, the first.
func at[T any](spans []span[T], on calendar.Date) (value T) {
	for i, s := range spans {
		if i > 0 && on.Before(s.from) {
			break
		}
		value = s.value
	}
	return value
}

func (n *node) exists(on calendar.Date) bool {
	return !on.Before(n.reg.ValidFrom) && (n.ended.IsZero() || on.Before(n.ended))
}

func (n *node) parent(on calendar.Date) string { return at(n.parents, on) }

func (n *node) name(on calendar.Date) string { return at(n.names, on).vi }

// clone is a copy that can be changed without touching t.
func (t *Tree) clone() *Tree {
	c := New()
	c.order = slices.Clone(t.order)
	for id, n := range t.nodes {
		m := *n
		m.names, m.parents = slices.Clone(n.names), slices.Clone(n.parents)
		m.hosts = make([]*host, len(n.hosts))
		for i, h := range n.hosts {
			k := *h
			m.hosts[i] = &k
		}
		c.nodes[id] = &m
	}
	for k, v := range t.codes {
		c.codes[k] = v
	}
	for k, v := range t.live {
		c.live[k] = v
	}
	return c
}
