package rules

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
)

var (
	// ErrNoRule: the rule exists, but not on that date; there is no duty.
	ErrNoRule = fault.Define(fault.NotFound, "rules.no_rule",
		"Ngày {date} không có quy định {rule} nào có hiệu lực trong dữ liệu, nên không phát sinh thời hạn.",
		"No version of the rule {rule} is recorded for {date}, so no deadline arises.")
	// ErrUnknownRule: no pack has such a rule.
	ErrUnknownRule = fault.Define(fault.NotFound, "rules.unknown_rule",
		"Không có quy định nào mang mã “{rule}”; hãy kiểm tra lại mã.",
		"No rule has the id “{rule}”; check the id.")
)

// Set is every rule of every time. It never changes and is safe for every
// goroutine.
type Set struct {
	packs      []Pack
	rules      map[string]timeline[Rule]
	groups     map[string]timeline[Group]
	parameters map[string]timeline[Parameter]
	retentions map[string]timeline[Retention]
	templates  timeline[domainname.Template]
	order      struct{ rules, groups, retentions []string }
}

//go:embed packs/*.json
var embedded embed.FS

var standard = sync.OnceValues(func() (*Set, error) {
	dir, err := fs.Sub(embedded, "packs")
	if err != nil {
		return nil, err
	}
	return Load(dir)
})

// Default is the set built from the packs inside the binary.
func Default() *Set {
	s, err := standard()
	if err != nil {
		panic(err)
	}
	return s
}

// New builds a set from packs and refuses it as a whole, with every fault
// named, where an entry is incomplete or intervals overlap or leave a gap.
func New(packs ...Pack) (*Set, error) {
	s := &Set{
		rules: map[string]timeline[Rule]{}, groups: map[string]timeline[Group]{},
		parameters: map[string]timeline[Parameter]{}, retentions: map[string]timeline[Retention]{},
	}
	var errs []error
	for _, p := range packs {
		p = p.inherit()
		errs = append(errs, p.check()...)
		s.packs = append(s.packs, p)
		for _, r := range p.Rules {
			s.rules[r.ID] = append(s.rules[r.ID], dated[Rule]{r.ValidFrom, r.ValidTo, r})
		}
		for _, g := range p.Groups {
			s.groups[g.ID] = append(s.groups[g.ID], dated[Group]{g.ValidFrom, g.ValidTo, g})
		}
		for _, q := range p.Parameters {
			s.parameters[q.ID] = append(s.parameters[q.ID], dated[Parameter]{q.ValidFrom, q.ValidTo, q})
		}
		for _, k := range p.Retentions {
			s.retentions[k.ID] = append(s.retentions[k.ID], dated[Retention]{k.ValidFrom, k.ValidTo, k})
		}
		if p.Template != nil {
			s.templates = append(s.templates, dated[domainname.Template]{p.ValidFrom, p.ValidTo, *p.Template})
		}
	}
	errs = append(errs, distinct(s.packs), checkAll("rule ", s.rules), checkAll("group ", s.groups),
		checkAll("parameter ", s.parameters), checkAll("retention ", s.retentions), s.templates.check("domain template"))
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("rules: the packs cannot be used:\n%w", err)
	}
	slices.SortStableFunc(s.packs, func(a, b Pack) int { return a.ValidFrom.Compare(b.ValidFrom) })
	for _, p := range s.packs {
		for _, r := range p.Rules {
			s.order.rules = appendNew(s.order.rules, r.ID)
		}
		for _, g := range p.Groups {
			s.order.groups = appendNew(s.order.groups, g.ID)
		}
		for _, k := range p.Retentions {
			s.order.retentions = appendNew(s.order.retentions, k.ID)
		}
	}
	return s, nil
}

func checkAll[T any](what string, all map[string]timeline[T]) error {
	var errs []error
	for id, l := range all {
		errs = append(errs, l.check(what+id))
	}
	return errors.Join(errs...)
}

func distinct(packs []Pack) error {
	seen := map[string]bool{}
	for _, p := range packs {
		if seen[p.Version] {
			return fmt.Errorf("pack %s: two packs have this version", p.Version)
		}
		seen[p.Version] = true
	}
	return nil
}

func appendNew(ids []string, id string) []string {
	if slices.Contains(ids, id) {
		return ids
	}
	return append(ids, id)
}

// On is the rule as it was valid on the day that triggers it: ErrNoRule when
// none was, ErrUnknownRule when no pack has such an id.
func (s *Set) On(ruleID string, trigger calendar.Date) (Rule, error) {
	l, known := s.rules[norm.NFC.String(ruleID)]
	if !known {
		return Rule{}, ErrUnknownRule.New("rule", ruleID)
	}
	r, ok := l.on(trigger)
	if !ok {
		return Rule{}, ErrNoRule.New("rule", ruleID, "date", trigger.DMY())
	}
	return r, nil
}

// Version names the packs in force on a date, for the envelope of an event;
// "" when there is none.
func (s *Set) Version(on calendar.Date) string {
	var versions []string
	for _, p := range s.packs {
		if (dated[struct{}]{from: p.ValidFrom, to: p.ValidTo}).holds(on) {
			versions = append(versions, p.Version)
		}
	}
	slices.Sort(versions)
	return strings.Join(versions, "+")
}

// Packs are all packs by the day they came into force.
func (s *Set) Packs() []Pack { return slices.Clone(s.packs) }
