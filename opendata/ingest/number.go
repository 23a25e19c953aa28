package ingest

import "strings"

// number is how a value is put together from digits and separators.
type number struct {
	text    string // between the signs
	neg     bool
	plus    bool
	percent bool
	exp     bool
}

// signs takes off sign, parentheses of accountants and the percent sign.
func signs(s string) (n number) {
	if s != "" && s[len(s)-1] == '%' {
		n.percent = true
		s = strings.TrimRight(s[:len(s)-1], " \u00a0")
	}
	if len(s) > 2 && s[0] == '(' && s[len(s)-1] == ')' {
		n.neg = true
		s = s[1 : len(s)-1]
		if s[0] == '-' || s[0] == '+' {
			s = ""
		}
	}
	if s != "" && (s[0] == '-' || s[0] == '+') {
		n.neg, n.plus = n.neg || s[0] == '-', s[0] == '+'
		s = s[1:]
		s = strings.TrimPrefix(s, " ")
	}
	n.text = s
	return n
}

// space is the length of a space between thousands at the beginning of s.
func space(s string) int {
	switch {
	case s[0] == ' ':
		return 1
	case strings.HasPrefix(s, "\u00a0"):
		return 2
	case strings.HasPrefix(s, "\u202f"), strings.HasPrefix(s, "\u2009"):
		return 3
	}
	return 0
}

// classifyNumber tells in which formats a value is a number; ok is false when it
// is not made of digits and separators at all.
func classifyNumber(s string) (m mask, ok bool) {
	// The fast path: nothing but digits.
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == len(s) {
		return wholeNumber(s), true
	}
	n := signs(s)
	if n.text == "" {
		return 0, false
	}
	var (
		dots, commas, spaces int
		group, first         int // digits since the last separator; of the first group
		total                int
		threes               = true // every group after the first, up to the last separator, has three
		last                 byte   // the last separator
		order                [2]byte
	)
	first = -1
	for i := 0; i < len(n.text); {
		c := n.text[i]
		step := 1
		switch {
		case c >= '0' && c <= '9':
			group++
			total++
			i++
			continue
		case c == '.':
			dots++
		case c == ',':
			commas++
		case (c == 'e' || c == 'E') && i > 0:
			if !exponent(n.text[i:], dots > 0) || commas+spaces > 0 {
				return 0, false
			}
			n.exp = true
			i = len(n.text)
			continue
		default:
			if step = space(n.text[i:]); step == 0 {
				return 0, false
			}
			spaces++
			c = ' '
		}
		if first < 0 {
			first = group
			order[0] = c
		} else {
			if group != 3 {
				threes = false
			}
			if c != last {
				if order[1] != 0 || last != order[0] {
					return 0, false
				}
				order[1] = c
			} else if order[1] != 0 {
				return 0, false
			}
		}
		last, group = c, 0
		i += step
	}
	if total == 0 {
		return 0, false
	}
	if first < 0 {
		first = total
	}
	if group == 0 { // a separator at the end
		return 0, false
	}
	return n.formats(first, group, total, dots, commas, spaces, threes, order), true
}

func exponent(s string, point bool) bool {
	s = s[1:]
	signed := s != "" && (s[0] == '+' || s[0] == '-')
	if signed {
		s = s[1:]
	}
	if s == "" || len(s) > 3 || !point && !signed {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// maxDigits fit an int64 whatever they are.
const maxDigits = 18

// wholeNumber is for digits alone: the leading zero of a code or more digits than
// a number can keep make it text.
func wholeNumber(s string) mask {
	if len(s) > 1 && s[0] == '0' || len(s) > maxDigits {
		return isCode
	}
	return integers | decimals
}

// formats of a number with a sign or separators: first and last are the lengths of
// its outer groups.
func (n number) formats(first, last, total, dots, commas, spaces int, threes bool, order [2]byte) (m mask) {
	zero := n.text[0] == '0' && first > 1
	separators := dots + commas + spaces
	if zero || first > maxDigits {
		return isCode
	}
	if n.plus && separators == 0 && !n.percent && total > 6 {
		return isCode // a telephone number
	}
	switch {
	case n.exp:
		m = of(decDot)
	case separators == 0:
		m = wholeNumber(n.text)
	default:
		grouped := threes && first >= 1 && first <= 3 && n.text[0] != '0' && total-last < maxDigits
		all := grouped && last == 3 && order[1] == 0 && total <= maxDigits // one kind of separator
		switch {
		case spaces > 0 && order[0] != ' ':
			return 0
		case dots == separators:
			m = one(dots, decDot, decCommaDot, decSpaceDot) | when(all, intDot, decDotComma)
		case commas == separators:
			m = one(commas, decComma, decDotComma, decSpaceComma) | when(all, intComma, decCommaDot)
		case spaces == separators:
			m = when(all, intSpace, decSpaceComma, decSpaceDot)
		case spaces == separators-1:
			m = when(grouped && dots == 1, decSpaceDot) | when(grouped && commas == 1, decSpaceComma)
		case order[1] == ',' && commas == 1:
			m = when(grouped, decDotComma)
		case order[1] == '.' && dots == 1:
			m = when(grouped, decCommaDot)
		}
	}
	if n.percent {
		p := mask(0)
		for plain, pct := range percentOf {
			if m&(1<<plain) != 0 {
				p |= 1 << pct
			}
		}
		return p
	}
	return m
}

var percentOf = map[int]int{decDot: pctDot, decComma: pctComma, decDotComma: pctDotComma, decCommaDot: pctCommaDot}

// one gives formats for a single separator, which then is the decimal one.
func one(count int, list ...int) mask { return when(count == 1, list...) }

func when(yes bool, list ...int) mask {
	if yes {
		return of(list...)
	}
	return 0
}
