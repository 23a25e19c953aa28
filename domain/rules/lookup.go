package rules

import (
	"golang.org/x/text/unicode/norm"

	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
)

// Rules are all rules valid on a date, in the order of the regulation.
func (s *Set) Rules(on calendar.Date) []Rule {
	var out []Rule
	for _, id := range s.order.rules {
		if r, ok := s.rules[id].on(on); ok {
			out = append(out, r)
		}
	}
	return out
}

// Groups are the information groups valid on a date, in the order of the law.
func (s *Set) Groups(on calendar.Date) []Group {
	var out []Group
	for _, id := range s.order.groups {
		if g, ok := s.groups[id].on(on); ok {
			out = append(out, g)
		}
	}
	return out
}

// Group is one information group on a date.
func (s *Set) Group(id string, on calendar.Date) (Group, error) {
	l, known := s.groups[norm.NFC.String(id)]
	if !known {
		return Group{}, ErrUnknownRule.New("rule", id)
	}
	g, ok := l.on(on)
	if !ok {
		return Group{}, ErrNoRule.New("rule", id, "date", on.DMY())
	}
	return g, nil
}

// Parameter is one number on a date.
func (s *Set) Parameter(id string, on calendar.Date) (Parameter, error) {
	l, known := s.parameters[id]
	if !known {
		return Parameter{}, ErrUnknownRule.New("rule", id)
	}
	q, ok := l.on(on)
	if !ok {
		return Parameter{}, ErrNoRule.New("rule", id, "date", on.DMY())
	}
	return q, nil
}

// Template is the rule by which domain names are composed on a date.
func (s *Set) Template(on calendar.Date) (domainname.Template, error) {
	t, ok := s.templates.on(on)
	if !ok {
		return domainname.Template{}, ErrNoRule.New("rule", "R05.1", "date", on.DMY())
	}
	return t, nil
}
