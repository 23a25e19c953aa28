package rules

import (
	"fmt"
	"slices"

	"minhbach/domain/calendar"
)

// check tells what a pack lacks; intervals are compared by New.
func (p Pack) check() []error {
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("pack %s: %s", p.Version, fmt.Sprintf(format, args...)))
	}
	if p.Version == "" || p.ValidFrom.IsZero() || !p.Title.full() {
		bad("version, title and valid_from are needed")
	}
	for _, r := range p.Rules {
		for _, fault := range r.faults() {
			bad("rule %s: %s", r.ID, fault)
		}
		if r.ValidFrom.Before(p.ValidFrom) || outlives(r.ValidTo, p.ValidTo) {
			bad("rule %s: is valid outside its pack", r.ID)
		}
	}
	for _, g := range p.Groups {
		if g.ID == "" || !g.Name.full() || !g.Content.full() || len(g.Levels) == 0 {
			bad("group %s: id, name, content and levels are needed", g.ID)
		}
		if g.Letter != "" && !slices.Contains(Letters, g.Letter) {
			bad("group %s: there is no point %q (f, j, w and z are skipped)", g.ID, g.Letter)
		}
		for _, l := range g.Levels {
			if !l.Valid() {
				bad("group %s: unknown level %q", g.ID, l)
			}
		}
		if !g.LegalBasis.full() {
			bad("group %s: %s", g.ID, basisFault)
		}
	}
	for _, q := range p.Parameters {
		if q.ID == "" || !q.Name.full() || !q.LegalBasis.full() {
			bad("parameter %s: id, name and legal basis are needed", q.ID)
		}
	}
	for _, k := range p.Retentions {
		for _, fault := range k.faults() {
			bad("retention %s: %s", k.ID, fault)
		}
	}
	if p.Template != nil {
		if err := p.Template.Check(); err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

const basisFault = "the legal basis needs a document in both languages and a known point"

func (r Rule) faults() (out []string) {
	if r.ID == "" || !r.Title.full() || !r.Trigger.full() || !r.Duty.full() {
		out = append(out, "id, title, trigger and duty are needed in both languages")
	}
	if !r.LegalBasis.full() || slices.ContainsFunc(r.Also, func(b LegalBasis) bool { return !b.full() }) {
		out = append(out, basisFault)
	}
	switch r.Unit {
	case WorkingDays, CalendarDays, Months, PerWorkingDay:
		if r.Limit < 1 || r.Before != nil {
			out = append(out, "this unit needs a limit of 1 or more and no date")
		}
	case FixedDate:
		if _, ok := r.LastDay(2023); !ok || r.Limit != 0 {
			out = append(out, "a fixed date needs a date of every year and no limit")
		}
	case OnChange:
		if r.Limit != 0 || r.Before != nil {
			out = append(out, "on_change has neither limit nor date")
		}
	default:
		out = append(out, fmt.Sprintf("unknown unit %q", r.Unit))
	}
	if f := r.FollowUp; f != nil && (f.Limit < 1 || f.Unit != WorkingDays && f.Unit != CalendarDays) {
		out = append(out, "a follow-up needs a limit in days")
	}
	return out
}

func (t Text) full() bool { return t.Vi != "" && t.En != "" }

func (b LegalBasis) full() bool {
	return b.Document.full() && (b.Point == "" || slices.Contains(Letters, b.Point))
}

// outlives tells whether an entry goes on after its pack.
func outlives(entry, pack calendar.Date) bool {
	return !pack.IsZero() && (entry.IsZero() || entry.After(pack))
}
