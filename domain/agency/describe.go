package agency

import (
	"fmt"

	"minhbach/domain"
)

// Describe tells a fact in one plain sentence. Other agencies are left to the page,
// which knows their names; a stranger gives an empty string.
func Describe(ev domain.Event, lang string) string {
	vi, en := "", ""
	switch e := ev.(type) {
	case Registered:
		vi = fmt.Sprintf("Đăng ký %s, mã %s, từ ngày %s%s.", e.NameVi, e.Code, e.ValidFrom.DMY(), basis(e.Basis, " theo "))
		en = fmt.Sprintf("%s, code %s, joined from %s%s.", english(e.NameEn, e.NameVi), e.Code, e.ValidFrom.DMY(), basis(e.Basis, " by "))
	case Renamed:
		vi = fmt.Sprintf("Đổi tên thành %s từ ngày %s%s.", e.NameVi, e.ValidFrom.DMY(), basis(e.Basis, " theo "))
		en = fmt.Sprintf("Renamed to %s from %s%s.", english(e.NameEn, e.NameVi), e.ValidFrom.DMY(), basis(e.Basis, " by "))
	case Moved:
		vi = fmt.Sprintf("Chuyển sang cơ quan cấp trên khác từ ngày %s%s.", e.ValidFrom.DMY(), basis(e.Basis, " theo "))
		en = fmt.Sprintf("Moved to another parent from %s%s.", e.ValidFrom.DMY(), basis(e.Basis, " by "))
	case Merged:
		vi = fmt.Sprintf("Sáp nhập %d cơ quan từ ngày %s%s; mọi nhiệm vụ và địa chỉ được kế thừa.", len(e.Agencies), e.ValidFrom.DMY(), basis(e.Basis, " theo "))
		en = fmt.Sprintf("%d agencies were merged from %s%s; every duty and address passed on.", len(e.Agencies), e.ValidFrom.DMY(), basis(e.Basis, " by "))
	case Split:
		vi = fmt.Sprintf("Chia thành %d cơ quan từ ngày %s%s; cơ quan thứ nhất kế thừa việc đang mở.", len(e.Into), e.ValidFrom.DMY(), basis(e.Basis, " theo "))
		en = fmt.Sprintf("Split into %d agencies from %s%s; the first inherits what is open.", len(e.Into), e.ValidFrom.DMY(), basis(e.Basis, " by "))
	case Abolished:
		vi = fmt.Sprintf("Kết thúc hoạt động từ ngày %s%s; cơ quan kế thừa nhận mọi nhiệm vụ.", e.ValidFrom.DMY(), basis(e.Basis, " theo "))
		en = fmt.Sprintf("Abolished from %s%s; the successor takes over every duty.", e.ValidFrom.DMY(), basis(e.Basis, " by "))
	case ContactSet:
		vi, en = "Cập nhật thông tin liên hệ.", "The contact details were set."
	case DomainProposed:
		vi, en = fmt.Sprintf("Đề xuất tên miền %s.", e.FQDN), fmt.Sprintf("The name %s was proposed.", e.FQDN)
		if len(e.Conflicts) > 0 {
			vi = fmt.Sprintf("Đề xuất tên miền %s; tên bị trùng nên chờ văn bản thỏa thuận.", e.FQDN)
			en = fmt.Sprintf("The name %s was proposed; it is in conflict and waits for an agreement.", e.FQDN)
		}
	case DomainAgreed:
		vi = fmt.Sprintf("Thống nhất tên miền %s theo văn bản số %s ngày %s.", e.FQDN, e.Agreement, e.AgreedOn.DMY())
		en = fmt.Sprintf("The name %s was agreed to by letter %s of %s.", e.FQDN, e.Agreement, e.AgreedOn.DMY())
	case DomainActivated:
		vi, en = fmt.Sprintf("Đưa tên miền %s vào sử dụng.", e.FQDN), fmt.Sprintf("The name %s came into use.", e.FQDN)
	case DomainAliased:
		vi, en = fmt.Sprintf("Thêm tên miền phụ %s.", e.FQDN), fmt.Sprintf("The alias %s was added.", e.FQDN)
	case DomainReplaced:
		vi = fmt.Sprintf("Thay tên miền %s bằng %s: %s Địa chỉ cũ chuyển hướng vĩnh viễn.", e.Old, e.New, stop(e.Reason))
		en = fmt.Sprintf("The name %s was replaced by %s: %s The old address redirects for ever.", e.Old, e.New, stop(e.Reason))
	case DomainRetired:
		vi, en = fmt.Sprintf("Thôi dùng tên miền %s: %s", e.FQDN, stop(e.Reason)), fmt.Sprintf("The name %s was given up: %s", e.FQDN, stop(e.Reason))
	}
	if lang == "en" {
		return en
	}
	return vi
}

func basis(b, words string) string {
	if b == "" {
		return ""
	}
	return words + b
}

func english(en, vi string) string {
	if en != "" {
		return en
	}
	return vi
}

// stop ends a reason as a sentence.
func stop(reason string) string {
	if reason == "" || reason[len(reason)-1] == '.' {
		return reason
	}
	return reason + "."
}
