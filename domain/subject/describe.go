package subject

import (
	"fmt"
	"strings"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/duty"
)

// Describe tells a fact in one plain sentence. Accounts are left to the page, which
// knows their names; a stranger gives an empty string.
func Describe(ev domain.Event, lang string) string {
	vi, en := "", ""
	switch e := ev.(type) {
	case ErasureRequested:
		vi = fmt.Sprintf("Nhận yêu cầu xóa dữ liệu cá nhân ngày %s; người yêu cầu: %s; căn cứ: %s%s.", e.ReceivedOn.DMY(), e.Capacity.Label("vi"), e.Basis.Label("vi"), noted(e.Reference, "vi"))
		en = fmt.Sprintf("A request to erase personal data arrived on %s; asked by: %s; ground: %s%s.", e.ReceivedOn.DMY(), e.Capacity.Label("en"), e.Basis.Label("en"), noted(e.Reference, "en"))
	case Acknowledged:
		vi, en = "Đã phản hồi người yêu cầu"+judged(e.Verdict, "vi")+".", "The requester was answered"+judged(e.Verdict, "en")+"."
	case ErasureExtended:
		vi = fmt.Sprintf("Gia hạn xử lý đến hết ngày %s vì %s.", e.Execute.DueDate.DMY(), e.Cause.Label("vi"))
		en = fmt.Sprintf("The period was extended to the end of %s: %s.", e.Execute.DueDate.DMY(), e.Cause.Label("en"))
	case ErasureRefused:
		vi = fmt.Sprintf("Từ chối xóa: %s (%s)%s%s.", e.Ground.Label("vi"), e.LegalVi, noted(e.Reference, "vi"), judged(e.Verdict, "vi"))
		en = fmt.Sprintf("Erasure was refused: %s (%s)%s%s.", e.Ground.Label("en"), e.LegalEn, noted(e.Reference, "en"), judged(e.Verdict, "en"))
	case ErasureOrdered:
		vi = fmt.Sprintf("Quyết định xóa: %s (%s)%s.", e.Basis.Label("vi"), e.LegalVi, judged(e.Verdict, "vi"))
		en = fmt.Sprintf("Erasure was ordered: %s (%s)%s.", e.Basis.Label("en"), e.LegalEn, judged(e.Verdict, "en"))
	case Erased:
		vi = "Đã hủy khóa: dữ liệu cá nhân đã niêm phong không ai đọc lại được nữa."
		en = "The key was destroyed: nobody can read the sealed personal data again."
	case Notified:
		vi, en = "Đã báo kết quả cho người yêu cầu: "+e.Channel.Label("vi")+".", "The requester was told of the outcome: "+e.Channel.Label("en")+"."
	case Restricted:
		vi, en = "Ẩn dữ liệu khỏi trang công khai, tệp xuất và tìm kiếm: "+e.Cause.Label("vi")+".", "The data was hidden from public views, exports and search: "+e.Cause.Label("en")+"."
	case RestrictionLifted:
		vi, en = "Gỡ hạn chế; dữ liệu hiển thị trở lại.", "The restriction was lifted; the data is shown again."
	case HoldPlaced:
		vi = fmt.Sprintf("Giữ dữ liệu đến hết ngày %s: %s%s.", e.Until.DMY(), e.Ground.Label("vi"), noted(e.Reference, "vi"))
		en = fmt.Sprintf("The data is held to the end of %s: %s%s.", e.Until.DMY(), e.Ground.Label("en"), noted(e.Reference, "en"))
	case HoldLifted:
		vi, en = "Gỡ lệnh giữ dữ liệu.", "A hold was lifted."
	case Viewed:
		vi, en = fmt.Sprintf("Xem dữ liệu: %s; mục đích: %s.", names(e.Fields, "vi"), e.Purpose.Label("vi")), fmt.Sprintf("Data was read: %s; purpose: %s.", names(e.Fields, "en"), e.Purpose.Label("en"))
	case DirectoryConsulted:
		vi = fmt.Sprintf("Xem danh sách %d người: %s; mục đích: %s.", e.People, names(e.Fields, "vi"), e.Purpose.Label("vi"))
		en = fmt.Sprintf("A list of %d people was read: %s; purpose: %s.", e.People, names(e.Fields, "en"), e.Purpose.Label("en"))
	}
	if lang == "en" {
		return en
	}
	return vi
}

func noted(number, lang string) string {
	switch {
	case number == "":
		return ""
	case lang == "en":
		return ", document " + number
	}
	return ", văn bản số " + number
}

func judged(v *duty.Verdict, lang string) string {
	var none calendar.Date
	switch {
	case v == nil || v.DueDate == none:
		return ""
	case v.State == duty.Late && lang == "en":
		return fmt.Sprintf(", late: due on %s", v.DueDate.DMY())
	case v.State == duty.Late:
		return fmt.Sprintf(", trễ hạn (hạn ngày %s)", v.DueDate.DMY())
	case lang == "en":
		return fmt.Sprintf(", on time: due on %s", v.DueDate.DMY())
	}
	return fmt.Sprintf(", đúng hạn (hạn ngày %s)", v.DueDate.DMY())
}

func names(fields []Field, lang string) string {
	var all []string
	for _, f := range fields {
		all = append(all, f.Label(lang))
	}
	return strings.Join(all, ", ")
}
