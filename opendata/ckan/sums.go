package ckan

import (
	"strconv"
	"strings"
	"time"
)

// sums reads Solr's sums of dates: -7DAYS, +1MONTH, /DAY, one after another.
func sums(t time.Time, s string) (time.Time, bool) {
	for s != "" {
		sign := s[0]
		s = s[1:]
		digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
		n := 1
		if digits > 0 {
			var err error
			if n, err = strconv.Atoi(s[:digits]); err != nil || n > 100_000 {
				return t, false
			}
		}
		s = s[digits:]
		letters := len(s) - len(strings.TrimLeft(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		unit := strings.TrimSuffix(s[:letters], "S")
		s = s[letters:]
		var ok bool
		switch {
		case sign == '/' && digits == 0:
			t, ok = floor(t, unit)
		case sign == '-' && digits > 0:
			t, ok = add(t, -n, unit)
		case sign == '+' && digits > 0:
			t, ok = add(t, n, unit)
		}
		if !ok {
			return t, false
		}
	}
	return t, true
}

func add(t time.Time, n int, unit string) (time.Time, bool) {
	switch unit {
	case "YEAR":
		return t.AddDate(n, 0, 0), true
	case "MONTH":
		return t.AddDate(0, n, 0), true
	case "DAY", "DATE":
		return t.AddDate(0, 0, n), true
	case "HOUR":
		return t.Add(time.Duration(n) * time.Hour), true
	case "MINUTE":
		return t.Add(time.Duration(n) * time.Minute), true
	case "SECOND":
		return t.Add(time.Duration(n) * time.Second), true
	}
	return t, false
}

func floor(t time.Time, unit string) (time.Time, bool) {
	y, m, d := t.Date()
	switch unit {
	case "YEAR":
		return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), true
	case "MONTH":
		return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC), true
	case "DAY", "DATE":
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), true
	case "HOUR":
		return t.Truncate(time.Hour), true
	case "MINUTE":
		return t.Truncate(time.Minute), true
	case "SECOND":
		return t.Truncate(time.Second), true
	}
	return t, false
}
