package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minhbach/domain/fold"
)

// search finds the kinds of personal data in one value.
func search(text string, h hint) (found uint8) {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '@':
			if isEmail(text, i) {
				found |= 1 << email
			}
		case c >= '0' && c <= '9':
			d, end := digitsOf(text, i)
			found |= d.kinds(text, i, h)
			i = end - 1
		}
	}
	return found
}

// isEmail looks at both sides of an at sign.
func isEmail(s string, at int) bool {
	local := func(c byte) bool { return alnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%' }
	from, to := at, at+1
	for from > 0 && local(s[from-1]) {
		from--
	}
	for to < len(s) && (alnum(s[to]) || s[to] == '.' || s[to] == '-') {
		to++
	}
	domain := strings.TrimRight(s[at+1:to], ".-")
	dot := strings.LastIndexByte(domain, '.')
	if from == at || dot < 1 || len(domain)-dot < 3 || strings.Contains(domain, "..") {
		return false
	}
	for _, c := range []byte(domain[dot+1:]) {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return true
}

func alnum(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }

// run is digits, perhaps in groups.
type run struct {
	digits string
	groups []int  // nil when there is only one
	seps   string // one byte for each gap
	plus   bool
	glued  bool // a letter follows
}

// digitsOf reads the run of digits that begins at i. Groups are separated by one
// space, point, hyphen or bracket.
func digitsOf(s string, i int) (r run, end int) {
	r.plus = i > 0 && s[i-1] == '+'
	group, grouped := 0, []byte(nil)
	for end = i; end < len(s); end++ {
		c := s[end]
		if c >= '0' && c <= '9' {
			if group++; group > 24 {
				break
			}
			if grouped != nil {
				grouped = append(grouped, c)
			}
			continue
		}
		next := end + 1
		if c == ')' && next < len(s) && (s[next] == ' ' || s[next] == '.' || s[next] == '-') {
			next++
		}
		if (c == ' ' || c == '.' || c == '-' || c == ')') && next < len(s) && s[next] >= '0' && s[next] <= '9' && len(r.groups) < 12 {
			if grouped == nil {
				grouped = append(make([]byte, 0, 32), s[i:end]...)
			}
			r.groups, r.seps, group = append(r.groups, group), r.seps+string(rune(c)), 0
			end = next - 1
			continue
		}
		r.glued = alnum(c)
		break
	}
	r.digits = s[i:end]
	if grouped != nil {
		r.digits, r.groups = string(grouped), append(r.groups, group)
	}
	return r, end
}

// kinds that a run may be, by itself, its column's header and the words before it.
func (r run) kinds(text string, at int, h hint) uint8 {
	if len(r.digits) < 6 || r.glued {
		return 0
	}
	if at > 0 && !r.plus {
		before, ok := wordsBefore(text, at)
		if !ok {
			return 0
		}
		if before != 0 {
			h = h&^(hintOther|hintMoney) | before
		}
	}
	if k := r.whole(h); k != 0 || r.groups == nil {
		return k
	}
	// Several numbers in one cell: each by itself. A point would be a decimal one.
	var found uint8
	if strings.Contains(r.seps, ".") {
		return 0
	}
	i := 0
	for _, n := range r.groups {
		found |= run{digits: r.digits[i : i+n]}.whole(h)
		i += n
	}
	return found
}

// wordsBefore gives the hint of the words before a number; ok is false when a
// letter that is none of them stands right before it, as in codes.
func wordsBefore(s string, at int) (hint, bool) {
	from := max(0, at-28)
	context := strings.ToValidUTF8(s[from:at], " ")
	h := hintOf(context) & (hintIdentity | hintPhone | hintTax | hintBank)
	c := s[at-1]
	if last, _ := utf8.DecodeLastRuneInString(context); alnum(c) || unicode.IsLetter(last) {
		tokens := fold.Tokens(context)
		return h, len(tokens) > 0 && hintOf(tokens[len(tokens)-1]) != 0
	}
	// A hyphen, slash or point joins it to what comes before.
	if c == '-' || c == '/' || c == '_' || c == '.' || c == ',' {
		return h, at > 1 && (s[at-2] == ' ' || alnum(s[at-2]) && s[at-2] > '9' && h != 0)
	}
	return h, true
}
