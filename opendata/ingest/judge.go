package ingest

import "strings"

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
