package ingest

import (
	"slices"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/domain/fold"
)

// The kinds of personal data that are looked for before anything is published.
const (
	identityCard = iota
	phone
	email
	taxCode
	bankAccount
	personalKinds
)

var personalNames = [personalKinds]string{"identity_card", "phone", "email", "tax_code", "bank_account"}

// sightings are the values of a column that look like personal data.
type sightings struct {
	hint  hint
	last  uint8 // kinds seen in the value before
	count [personalKinds]int64
	rows  [personalKinds][]int64
	maybe int64 // tax codes by their check digit alone
	lines []int64
}

// maxFound is how many lines a finding names.
const maxFound = 20

const maybeTax uint8 = 1 << personalKinds

// look searches a value and remembers what it found.
func (s *sightings) look(line int64, text string) {
	s.last = 0
	if worthALook(text) {
		if s.last = search(text, s.hint); s.last != 0 {
			s.again(line)
		}
	}
}

// again counts a value equal to the one before.
func (s *sightings) again(line int64) {
	if s.last == 0 {
		return
	}
	for k := range personalKinds {
		if s.last&(1<<k) != 0 {
			s.count[k]++
			if len(s.rows[k]) < maxFound {
				s.rows[k] = append(s.rows[k], line)
			}
		}
	}
	if s.last&maybeTax != 0 {
		s.maybe++
		if len(s.lines) < maxFound {
			s.lines = append(s.lines, line)
		}
	}
}

// worthALook: nothing is found in values without an at sign or nine digits.
func worthALook(s string) bool {
	if len(s) < 6 {
		return false
	}
	n := 0
	for i := range len(s) {
		if c := s[i]; c >= '0' && c <= '9' {
			n++
		} else if c == '@' {
			return true
		}
	}
	return n >= 6
}

// findings of a column with so many values. Numbers that pass the check of tax
// codes by chance are one in eleven, so that they count only where nearly all do.
func (s *sightings) findings(column string, values int64) (all []dataset.Finding) {
	if s.maybe >= 5 && s.maybe*10 >= values*8 && s.count[taxCode] == 0 {
		s.count[taxCode], s.rows[taxCode] = s.maybe, s.lines
	}
	for k, n := range s.count {
		if n > 0 {
			all = append(all, dataset.Finding{Column: column, Kind: personalNames[k], Count: n, Rows: slices.Clone(s.rows[k])})
		}
	}
	return all
}

// hint is what a column's header says of its digits.
type hint uint8

const (
	hintIdentity hint = 1 << iota
	hintPhone
	hintTax
	hintBank
	hintOther // codes of another kind
	hintMoney // amounts and measures
)

var hintWords = []struct {
	hint  hint
	words []string
}{
	{hintIdentity, []string{"cccd", "cmnd", "cmt", "cmtnd", "can cuoc", "chung minh", "dinh danh ca nhan", "so dinh danh", "giay to tuy than", "identity card", "id card", "citizen id", "national id"}},
	{hintPhone, []string{"dien thoai", "sdt", "dt", "dtdd", "di dong", "hotline", "phone", "tel", "mobile", "telephone", "zalo", "lien he", "fax"}},
	{hintTax, []string{"mst", "ma so thue", "thue ma so", "ma so doanh nghiep", "msdn", "tax code", "tax id", "tin"}},
	{hintBank, []string{"so tai khoan", "stk", "tai khoan ngan hang", "tk ngan hang", "so tk", "account number", "account no", "bank account", "iban"}},
	{hintOther, []string{"ma vach", "barcode", "don hang", "van don", "to khai", "serial", "seri", "ho so", "hop dong", "hoa don", "order", "ma san pham", "sku", "so khung", "so may", "bien nhan", "ma giao dich", "gtin", "isbn", "ma dinh danh don vi", "thua dat", "ma thiet bi", "imei", "product code", "ma vat tu", "ma tai san"}},
	{hintMoney, []string{"so tien", "gia tri", "tong muc", "kinh phi", "von", "doanh thu", "dong", "vnd", "thanh tien", "amount", "value", "gdp", "dan so", "population", "ngan sach", "du toan", "quyet toan", "kinh do", "vi do", "latitude", "longitude", "toa do", "dien tich"}},
}

// hintOf reads a header.
func hintOf(title string) (h hint) {
	t := " " + strings.Join(fold.Tokens(title), " ") + " "
	for _, w := range hintWords {
		for _, word := range w.words {
			if strings.Contains(t, " "+word+" ") {
				h |= w.hint
				break
			}
		}
	}
	return h
}
