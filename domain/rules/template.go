package rules

import (
	"strings"

	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fold"
)

// TemplateFor is the rule by which the names of one province's network are
// composed on a date, and the first day of that rule. The packs know provinces by
// name: a network that has not been merged keeps its own base whatever the date.
// For a province without a pack the national pattern applies (Decree 43/2011 Điều
// 6): the rule of the date, under the province's own name. With a zero date the
// first rule of the province counts.
func (s *Set) TemplateFor(province string, on calendar.Date) (domainname.Template, calendar.Date, error) {
	name := strings.Join(fold.Tokens(province), "")
	var found *dated[domainname.Template]
	for i, t := range s.templates {
		if !strings.HasSuffix(name, t.value.ProvinceLabel) {
			continue
		}
		if found == nil || !on.IsZero() && !on.Before(t.from) {
			found = &s.templates[i]
		}
	}
	if found != nil {
		return found.value, found.from, nil
	}
	first := s.templates[0]
	if on.IsZero() {
		on = first.from
	}
	t, err := s.Template(on)
	if err != nil {
		return t, on, err
	}
	label := strings.Join(fold.Tokens(withoutType(province)), "")
	if !domainname.ValidLabel(label) {
		return domainname.Template{}, on, ErrNoRule.New("rule", "R05.1", "date", on.DMY())
	}
	t.Version, t.Base, t.ProvinceLabel = t.Version+"/"+label, label+strings.TrimPrefix(t.Base, t.ProvinceLabel), label
	return t, on, nil
}

// withoutType takes "Tỉnh" or "Thành phố" off the name of a province.
func withoutType(province string) string {
	words := fold.Words(province)
	for _, kind := range [][]string{{"tinh"}, {"thanh", "pho"}} {
		if len(words) < len(kind) {
			continue
		}
		same := true
		for i, k := range kind {
			same = same && fold.String(words[i]) == k
		}
		if same {
			return strings.Join(words[len(kind):], " ")
		}
	}
	return province
}
