package domainname

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"minhbach/domain/fold"
)

// organisationTypes are the leading words that Điều 5 writes in full, although
// its text only speaks of initial letters: its examples are sotttt, chicucty,
// phongvhtt, daitt. The longest match counts.
var organisationTypes = func() [][]string {
	var out [][]string
	for _, t := range []string{
		"ban quản lý", "ban chỉ huy", "ban chỉ đạo", "ban", "bảo hiểm xã hội", "bảo tàng", "báo", "bệnh viện",
		"chi cục", "chi nhánh", "công an", "công ty", "cục", "đài", "đoàn", "đội", "hạt", "hiệp hội",
		"hội đồng nhân dân", "hội đồng", "hội", "khu", "kho bạc nhà nước", "liên đoàn", "liên hiệp", "liên minh",
		"nhà", "phòng", "quỹ", "sở", "thanh tra", "thư viện", "tòa án nhân dân", "toà án nhân dân", "tổ",
		"trạm", "trung tâm", "trường", "ủy ban", "uỷ ban", "văn phòng", "viện kiểm sát nhân dân", "viện", "vườn",
	} {
		out = append(out, strings.Fields(t))
	}
	slices.SortStableFunc(out, func(a, b []string) int { return len(b) - len(a) })
	return out
}()

var conjunctions = []string{"và", "của"} // & is a sign and separates words already

// AgencyLabel is the label of a department or a unit below: the organisation
// type in full, then the first letter of each further word. Conjunctions are
// skipped, numbers and acronyms stay whole ("Sở NN&PTNT": sonnptnt). Without a
// known type the first word takes its place.
func AgencyLabel(name string) string {
	words := plainDs(fold.Words(name))
	if len(words) == 0 {
		return ""
	}
	kind, rest := strip(words, organisationTypes)
	if len(kind) == 0 {
		kind, rest = words[:1], words[1:]
	}
	shouted := strings.IndexFunc(name, unicode.IsLower) < 0
	var b strings.Builder
	b.WriteString(foldAll(kind))
	for _, w := range rest {
		folded := fold.String(w)
		switch {
		case slices.Contains(conjunctions, strings.ToLower(w)):
		case hasDigit(w), acronym(w) && !shouted:
			b.WriteString(folded)
		default:
			_, size := utf8.DecodeRuneInString(folded)
			b.WriteString(folded[:size])
		}
	}
	return b.String()
}

// acronym: two letters or more, none of them lower case.
func acronym(w string) bool {
	return utf8.RuneCountInString(w) > 1 && strings.IndexFunc(w, func(r rune) bool { return !unicode.IsUpper(r) }) < 0
}

func hasDigit(w string) bool { return strings.IndexFunc(w, unicode.IsDigit) >= 0 }
