package ckan

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"minhbach/domain/fold"
)

// Check refuses fields and bounds that nothing can be compared with, before any
// dataset is looked at.
func Check(c Condition, now time.Time) error {
	switch c := c.(type) {
	case All:
		return check(c, now)
	case Any:
		return check(c, now)
	case Not:
		return Check(c.Condition, now)
	case Term:
		f, ok := fieldOf(c.Field)
		if !ok {
			return unknown(c.Field)
		}
		if _, ok := Instant(c.Value, now); f.at != nil && c.Value != "*" && !ok {
			return BadQuery("Invalid Date String '" + c.Value + "'")
		}
	case Range:
		f, ok := fieldOf(c.Field)
		if !ok {
			return unknown(c.Field)
		}
		for _, bound := range []string{c.From, c.To} {
			if bound == "*" {
				continue
			}
			if _, ok := Instant(bound, now); f.at != nil && !ok {
				return BadQuery("Invalid Date String '" + bound + "'")
			}
			if _, err := strconv.ParseFloat(bound, 64); f.number && err != nil {
				return BadQuery("Invalid Number '" + bound + "'")
			}
		}
	}
	return nil
}

func check(all []Condition, now time.Time) error {
	for _, c := range all {
		if err := Check(c, now); err != nil {
			return err
		}
	}
	return nil
}

func unknown(name string) error {
	return BadSearch("undefined field " + name + "; the fields are organization, owner_org, groups, tags, res_format, license_id, id, name, title, notes, text, metadata_created, metadata_modified, state, type")
}

// Match tells whether a dataset meets a condition that Check passed.
func Match(c Condition, d *Doc, now time.Time) bool {
	switch c := c.(type) {
	case All:
		for _, x := range c {
			if !Match(x, d, now) {
				return false
			}
		}
		return true
	case Any:
		return slices.ContainsFunc(c, func(x Condition) bool { return Match(x, d, now) })
	case Not:
		return !Match(c.Condition, d, now)
	case Term:
		f, _ := fieldOf(c.Field)
		return f.is(c, d, now)
	case Range:
		f, _ := fieldOf(c.Field)
		return f.within(c, d, now)
	}
	return false
}

func (f field) is(t Term, d *Doc, now time.Time) bool {
	if f.at != nil {
		when, _ := Instant(t.Value, now)
		return t.Value == "*" || f.at(d).Truncate(time.Second).Equal(when.Truncate(time.Second))
	}
	return slices.ContainsFunc(f.values(d), func(v string) bool {
		switch {
		case v == "":
			return false
		case t.Value == "*" && !t.Phrase:
			return true
		case f.text:
			return holds(v, t)
		case !t.Phrase && strings.ContainsAny(t.Value, "*?"):
			return like(strings.ToLower(t.Value), strings.ToLower(v))
		}
		return strings.EqualFold(v, t.Value)
	})
}

// holds looks for a word, or for a phrase as a whole, in a text.
func holds(text string, t Term) bool {
	all, wanted := fold.String(text), fold.String(t.Value)
	if t.Phrase || !strings.ContainsAny(wanted, "*?") {
		return strings.Contains(all, wanted)
	}
	return slices.ContainsFunc(strings.Fields(all), func(w string) bool { return like(wanted, w) })
}

// like compares with a pattern in which * is any text and ? any character.
func like(pattern, s string) bool {
	p, v := []rune(pattern), []rune(s)
	i, j, star, mark := 0, 0, -1, 0
	for j < len(v) {
		switch {
		case i < len(p) && p[i] == '*':
			star, mark = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == v[j]):
			i++
			j++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

func (f field) within(r Range, d *Doc, now time.Time) bool {
	if f.at != nil {
		at := f.at(d)
		return bounded(r, func(bound string) int { t, _ := Instant(bound, now); return at.Compare(t) })
	}
	return slices.ContainsFunc(f.values(d), func(v string) bool {
		return bounded(r, func(bound string) int {
			if f.number {
				a, _ := strconv.ParseFloat(v, 64)
				b, _ := strconv.ParseFloat(bound, 64)
				return cmp.Compare(a, b)
			}
			return strings.Compare(strings.ToLower(v), strings.ToLower(bound))
		})
	})
}

func bounded(r Range, compare func(bound string) int) bool {
	if r.From != "*" {
		if c := compare(r.From); c < 0 || c == 0 && r.AboveFrom {
			return false
		}
	}
	if r.To != "*" {
		if c := compare(r.To); c > 0 || c == 0 && r.BelowTo {
			return false
		}
	}
	return true
}
