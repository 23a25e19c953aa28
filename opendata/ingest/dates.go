package ingest

import (
	"strings"
	"time"
)

// readDate tells in which formats a value is a date or a time, its three parts in
// the order written, and where they end.
func readDate(s string) (parts [3]int, k int, m mask) {
	a, i := digits(s, 0)
	if i == 0 || i == len(s) {
		return parts, 0, 0
	}
	sep := s[i]
	if sep != '/' && sep != '-' && sep != '.' {
		return parts, 0, 0
	}
	b, j := digits(s, i+1)
	if j == i+1 || j-i > 3 || j == len(s) || s[j] != sep {
		return parts, 0, 0
	}
	c, k := digits(s, j+1)
	parts = [3]int{a, b, c}
	first, last := i, k-j-1
	switch {
	case first == 4 && last >= 1 && last <= 2 && valid(a, b, c):
		switch sep {
		case '-':
			m = 1 << dateISO
		case '/':
			m = 1 << dateYMD
		}
	case first <= 2 && last == 4:
		if valid(c, b, a) {
			switch sep {
			case '/':
				m = 1 << dateDMY
			case '-':
				m = 1 << dateDash
			case '.':
				m = 1 << dateDot
			}
		}
		if sep == '/' && valid(c, a, b) {
			m |= 1 << dateMDY
		}
	}
	if m == 0 {
		return parts, 0, 0
	}
	times := timesOf(m)
	if k == len(s) {
		return parts, k, m | times
	}
	if s[k] != ' ' && s[k] != 'T' {
		return parts, 0, 0
	}
	if _, _, ok := clock(s[k:]); !ok {
		return parts, 0, 0
	}
	return parts, k, times
}

// timesOf are the formats with a time that begin with dates of these formats.
func timesOf(m mask) (t mask) {
	if m.has(dateISO) {
		t = 1 << timeISO
	}
	if m.has(dateDMY) {
		t |= 1 << timeDMY
	}
	if m.has(dateMDY) {
		t |= 1 << timeMDY
	}
	if m.has(dateDash) {
		t |= 1 << timeDash
	}
	return t
}

func digits(s string, i int) (n, end int) {
	for end = i; end < len(s) && end-i < 5 && s[end] >= '0' && s[end] <= '9'; end++ {
		n = n*10 + int(s[end]-'0')
	}
	return n, end
}

var monthDays = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func valid(y, m, d int) bool {
	return y >= 1000 && m >= 1 && m <= 12 && d >= 1 && d <= monthDays[m] &&
		(m != 2 || d < 29 || y%4 == 0 && (y%100 != 0 || y%400 == 0))
}

// clock reads what may follow a date: a space or T, HH:MM, seconds with a
// fraction, and Z or an offset.
func clock(s string) (after time.Duration, off *int, ok bool) {
	if s = strings.TrimLeft(s[1:], " "); s == "" {
		return 0, nil, false
	}
	h, i := digits(s, 0)
	if i == 0 || i > 2 || i >= len(s) || s[i] != ':' || h > 23 {
		return 0, nil, false
	}
	m, j := digits(s, i+1)
	if j != i+3 || m > 59 {
		return 0, nil, false
	}
	after = time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	s = s[j:]
	if s != "" && s[0] == ':' {
		sec, k := digits(s, 1)
		if k != 3 || sec > 59 {
			return 0, nil, false
		}
		after += time.Duration(sec) * time.Second
		if s = s[3:]; s != "" && s[0] == '.' {
			unit := int64(time.Second)
			n := 1
			for ; n < len(s) && s[n] >= '0' && s[n] <= '9'; n++ {
				unit /= 10
				after += time.Duration(int64(s[n]-'0') * unit)
			}
			if n == 1 || n > 10 {
				return 0, nil, false
			}
			s = s[n:]
		}
	}
	return offset(after, strings.TrimLeft(s, " "))
}

func offset(after time.Duration, s string) (time.Duration, *int, bool) {
	if s == "" {
		return after, nil, true
	}
	o := 0
	if s == "Z" || s == "z" || s == "UTC" {
		return after, &o, true
	}
	if s[0] != '+' && s[0] != '-' {
		return 0, nil, false
	}
	h, i := digits(s[:min(len(s), 3)], 1)
	rest := strings.TrimPrefix(s[i:], ":")
	m, j := digits(rest, 0)
	if i != 3 || h > 14 || m > 59 || j != len(rest) || j != 0 && j != 2 {
		return 0, nil, false
	}
	if o = h*3600 + m*60; s[0] == '-' {
		o = -o
	}
	return after, &o, true
}
