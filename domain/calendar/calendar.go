package calendar

import (
	"maps"
	"slices"

	"minhbach/domain/fault"
)

// Calendar is a validated set of entries. The zero value is not useful; use
// New or VietNam.
type Calendar struct {
	entries  []Entry        // as given, by date and declaration
	days     map[Date]Entry // entries in force
	derived  map[Date]Entry // from statute, on dates without an entry
	declared map[int]bool
	version  string
}

// New builds a calendar from entries and the statutory fixed holidays. All
// faults are told at once: incomplete entries, two entries in force for one
// date, supersession of anything but one earlier entry of the same date.
func New(entries []Entry) (*Calendar, error) {
	c := &Calendar{
		entries: slices.Clone(entries), days: map[Date]Entry{},
		derived: map[Date]Entry{}, declared: map[int]bool{},
	}
	slices.SortStableFunc(c.entries, func(a, b Entry) int {
		if n := a.Date.Compare(b.Date); n != 0 {
			return n
		}
		return a.DeclaredAt.Compare(b.DeclaredAt)
	})
	if err := c.resolve(); err != nil {
		return nil, err
	}
	for d := range c.days {
		c.declared[d.Year()] = true
	}
	c.derive()
	c.version = hash(c.entries)
	return c, nil
}

// With is a calendar that also holds more entries: one more notice.
func (c *Calendar) With(more ...Entry) (*Calendar, error) {
	return New(append(slices.Clone(c.entries), more...))
}

// Entries are all entries, the superseded ones too, by date and declaration.
func (c *Calendar) Entries() []Entry { return slices.Clone(c.entries) }

// Year lists what holds in a year, by date: entries in force and, on dates
// without one, the statutory days.
func (c *Calendar) Year(year int) []Entry {
	var out []Entry
	for _, m := range []map[Date]Entry{c.days, c.derived} {
		for e := range maps.Values(m) {
			if e.Date.Year() == year {
				out = append(out, e)
			}
		}
	}
	slices.SortFunc(out, func(a, b Entry) int { return a.Date.Compare(b.Date) })
	return out
}

// Day is the entry in force for a date, if any: why people rest or work then.
func (c *Calendar) Day(d Date) (Entry, bool) {
	if e, ok := c.days[d]; ok {
		return e, true
	}
	e, ok := c.derived[d]
	return e, ok
}

// resolve checks the entries and keeps those in force. A supersession names
// the entry in force at its declaration, so entries of a date form one chain.
func (c *Calendar) resolve() error {
	var faults fault.List
	for _, e := range c.entries {
		if e.Date.IsZero() || !e.Kind.valid() || e.LegalBasis == "" || e.DeclaredAt.IsZero() {
			faults.Add(ErrEntry.New("date", e.Date).At(e.ID()))
			continue
		}
		current, taken := c.days[e.Date]
		switch {
		case e.Supersedes == "" && taken:
			faults.Add(ErrDuplicate.New("date", e.Date, "id", current.ID()).At(e.ID()))
		case e.Supersedes != "" && (!taken || current.ID() != e.Supersedes || !current.DeclaredAt.Before(e.DeclaredAt)):
			faults.Add(ErrSupersedes.New("id", e.ID(), "target", e.Supersedes).At(e.ID()))
		default:
			c.days[e.Date] = e
		}
	}
	return faults.Err()
}
