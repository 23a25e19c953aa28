package domainname

import (
	"strings"

	"minhbach/domain/fold"
)

// unitTypes are the leading words of territorial names, longest first. They
// are compared with their diacritics, so that a name that merely folds to one
// of them keeps it.
var unitTypes = [][]string{
	{"thành", "phố"}, {"thị", "xã"}, {"thị", "trấn"}, {"đặc", "khu"},
	{"tp"}, {"tỉnh"}, {"huyện"}, {"quận"}, {"phường"}, {"xã"},
}

var committees = [][]string{{"ủy", "ban", "nhân", "dân"}, {"uỷ", "ban", "nhân", "dân"}, {"ubnd"}}

// GeoLabel is the label of a province, district or commune: the name without
// its unit type, folded, without spaces. The type stays where only a number is
// left (Phường 2: phuong2), and stands for the whole name where that equals
// the province's label (TP Sóc Trăng: thanhpho).
func GeoLabel(name, provinceLabel string) string {
	label, _ := geo(name, provinceLabel)
	return label
}

func geo(name, provinceLabel string) (string, Rule) {
	words := plainDs(fold.Words(name))
	_, words = strip(words, committees)
	kind, rest := strip(words, unitTypes)
	label := foldAll(rest)
	switch {
	case len(kind) == 0 || label == "":
		return foldAll(words), RuleGeo
	case digitsOnly(label):
		return foldAll(kind) + label, RuleTypeKept
	case label == provinceLabel:
		return spelledType(kind), RuleTypeOnly
	}
	return label, RuleGeo
}

// core is the name without its unit type, for comparing what people call it.
func core(name string) []string {
	words := plainDs(fold.Words(name))
	_, words = strip(words, committees)
	_, rest := strip(words, unitTypes)
	return rest
}

// plainDs writes the look-alikes of Đ as Đ, so that types and names compare.
func plainDs(words []string) []string {
	for i, w := range words {
		words[i] = strings.NewReplacer("Ð", "Đ", "ð", "đ", "Ɖ", "Đ", "ɖ", "đ").Replace(w)
	}
	return words
}

// strip takes one leading prefix off, compared in lower case.
func strip(words []string, prefixes [][]string) (prefix, rest []string) {
	for _, p := range prefixes {
		if hasPrefix(words, p) {
			return words[:len(p)], words[len(p):]
		}
	}
	return nil, words
}

func hasPrefix(words, prefix []string) bool {
	if len(words) < len(prefix) {
		return false
	}
	for i, p := range prefix {
		if strings.ToLower(words[i]) != p {
			return false
		}
	}
	return true
}

// spelledType is a unit type in full: "TP" is written thanhpho.
func spelledType(kind []string) string {
	if label := foldAll(kind); label != "tp" {
		return label
	}
	return "thanhpho"
}

func foldAll(words []string) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(fold.String(w))
	}
	return b.String()
}

func digitsOnly(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
