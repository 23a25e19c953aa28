package board

import (
	"fmt"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

var positions = map[Position][2]string{
	Head:   {"Trưởng ban", "head"},
	Deputy: {"Phó Trưởng ban", "deputy head"},
	Member: {"Thành viên", "member"},
}

// Label is the position for people.
func (p Position) Label(lang string) string {
	names, ok := positions[p]
	switch {
	case !ok:
		return string(p)
	case lang == "en":
		return names[1]
	}
	return names[0]
}

// Describe tells a fact in one plain sentence. Accounts are left to the page,
// which knows their names; a stranger gives an empty string.
func Describe(ev domain.Event, lang string) string {
	vi, en := "", ""
	switch e := ev.(type) {
	case Established:
		vi = fmt.Sprintf("Thành lập Ban Biên tập theo Quyết định số %s ngày %s.", e.Decision.Number, day(e.Decision.Date))
		en = fmt.Sprintf("The editorial board was established by Decision %s of %s.", e.Decision.Number, day(e.Decision.Date))
	case MemberAppointed:
		vi = fmt.Sprintf("Bổ nhiệm %s Ban Biên tập%s, từ ngày %s%s, theo Quyết định số %s.", e.Position.Label("vi"),
			when(e.Concurrent, " (kiêm nhiệm)"), day(e.From), when(!e.To.IsZero(), " đến hết ngày "+day(e.To)), e.Decision.Number)
		en = fmt.Sprintf("Appointed %s of the editorial board%s from %s%s by Decision %s.", e.Position.Label("en"),
			when(e.Concurrent, " (concurrently)"), day(e.From), when(!e.To.IsZero(), " to "+day(e.To)), e.Decision.Number)
	case MemberDismissed:
		vi = fmt.Sprintf("Thôi tham gia Ban Biên tập từ ngày %s: %s", day(e.On), domain.Placeholder(e.Reason, "vi"))
		en = fmt.Sprintf("Left the editorial board on %s: %s", day(e.On), domain.Placeholder(e.Reason, "en"))
	case AuthorityDelegated:
		vi = fmt.Sprintf("Ủy quyền duyệt bài từ ngày %s đến hết ngày %s.", day(e.Since), day(e.Until))
		en = fmt.Sprintf("The power to approve was delegated from %s to %s.", day(e.Since), day(e.Until))
	case DelegationRevoked:
		vi = fmt.Sprintf("Thu hồi ủy quyền duyệt bài từ ngày %s.", day(e.On))
		en = fmt.Sprintf("The delegation of the power to approve was revoked from %s.", day(e.On))
	case RegulationRecorded:
		vi = fmt.Sprintf("Ghi Quy chế hoạt động của Ban Biên tập theo Quyết định số %s ngày %s.", e.Decision.Number, day(e.Decision.Date))
		en = fmt.Sprintf("The board's operating regulation was recorded: Decision %s of %s.", e.Decision.Number, day(e.Decision.Date))
	}
	if lang == "en" {
		return en
	}
	return vi
}

func day(d calendar.Date) string { return d.DMY() }

func when(ok bool, s string) string {
	if ok {
		return s
	}
	return ""
}
