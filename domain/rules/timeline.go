package rules

import (
	"fmt"
	"slices"

	"minhbach/domain/calendar"
)

// dated is a value with the interval in which it holds.
type dated[T any] struct {
	from, to calendar.Date // to: last day; zero while open
	value    T
}

func (d dated[T]) holds(on calendar.Date) bool {
	return !on.Before(d.from) && (d.to.IsZero() || !on.After(d.to))
}

// timeline is the history of one rule, group or parameter: intervals in
// order, without overlap and without a gap.
type timeline[T any] []dated[T]

func (l timeline[T]) on(d calendar.Date) (T, bool) {
	for _, v := range l {
		if v.holds(d) {
			return v.value, true
		}
	}
	var none T
	return none, false
}

// check sorts the intervals and tells what is wrong with them.
func (l timeline[T]) check(id string) error {
	slices.SortStableFunc(l, func(a, b dated[T]) int { return a.from.Compare(b.from) })
	for i, v := range l {
		switch {
		case v.from.IsZero():
			return fmt.Errorf("%s: valid_from is missing", id)
		case !v.to.IsZero() && v.to.Before(v.from):
			return fmt.Errorf("%s: valid from %s to %s", id, v.from, v.to)
		case i == 0:
		case l[i-1].to.IsZero() || !l[i-1].to.Before(v.from):
			return fmt.Errorf("%s: the versions from %s and from %s overlap; end the first one on %s", id, l[i-1].from, v.from, v.from.AddDays(-1))
		case l[i-1].to.AddDays(1) != v.from:
			return fmt.Errorf("%s: no version holds from %s to %s; close the gap or use another id", id, l[i-1].to.AddDays(1), v.from.AddDays(-1))
		}
	}
	return nil
}
