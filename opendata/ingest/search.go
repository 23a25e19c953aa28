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

// whole judges all digits of a run together.
func (r run) whole(h hint) uint8 {
	d := r.digits
	switch {
	case h&hintBank != 0 && h&hintPhone == 0 && len(d) >= 6 && len(d) <= 19:
		return 1 << bankAccount
	case h&hintTax != 0 && (len(d) == 10 || len(d) == 13):
		return 1 << taxCode
	case len(d) < 9:
		return 0
	case h&hintIdentity != 0 && (isIdentity(d) || len(d) == 11 && isIdentity("0"+d) || len(d) == 9):
		return 1 << identityCard
	}
	if h&(hintOther|hintMoney) != 0 && h&(hintPhone|hintIdentity) == 0 {
		return 0
	}
	switch {
	case r.isPhone(h):
		return 1 << phone
	case isIdentity(d) && (r.groups == nil || len(r.groups) <= 4 && strings.Trim(r.seps, " ") == ""):
		return 1 << identityCard
	case (len(d) == 10 && r.groups == nil || len(d) == 13 && strings.Trim(r.seps, "-") == "") && checksTax(d):
		return maybeTax
	}
	return 0
}

// isPhone: mobile numbers have ten digits and landlines eleven (plan of 2017–2018).
func (r run) isPhone(h hint) bool {
	d := r.digits
	if strings.HasPrefix(d, "0084") {
		d, r.plus = d[2:], true
	}
	international := strings.HasPrefix(d, "84") && (r.plus || h&hintPhone != 0 || len(r.groups) > 1 && r.groups[0] == 2)
	if international {
		d = "0" + strings.TrimPrefix(d[2:], "0")
	} else if r.plus {
		return false
	}
	if len(r.groups) == 2 && !international && (r.groups[0] < 3 || r.groups[0] > 5) && d[0] == '0' {
		return false
	}
	if h&hintPhone != 0 && d[0] != '0' {
		d = "0" + d // a spreadsheet took the zero away
	}
	return isMobile(d) || isLandline(d)
}

func isMobile(d string) bool {
	if len(d) != 10 || d[0] != '0' {
		return false
	}
	switch d[1] {
	case '3':
		return d[2] >= '2'
	case '5':
		return strings.IndexByte("25689", d[2]) >= 0
	case '7':
		return d[2] == '0' || d[2] >= '6'
	case '8':
		return d[2] != '0'
	}
	return d[1] == '9'
}

func isLandline(d string) bool {
	return len(d) == 11 && d[0] == '0' && d[1] == '2' && d[2:] != "000000000"
}

// provinces are the first three digits of identity cards (Circular 59/2021/TT-BCA
// and the list of administrative units of before July 2025).
const provinces = " 001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096 "

// isIdentity: province, century and sex, year of birth, six digits.
func isIdentity(d string) bool {
	if len(d) != 12 || d[3] > '3' || !strings.Contains(provinces, " "+d[:3]+" ") {
		return false
	}
	return d[3] < '2' || d[4] <= '2'
}

// checksTax verifies the tenth digit of a tax code.
func checksTax(d string) bool {
	sum := 0
	for i, w := range []int{31, 29, 23, 19, 17, 13, 7, 5, 3} {
		sum += w * int(d[i]-'0')
	}
	return 10-sum%11 == int(d[9]-'0')
}
