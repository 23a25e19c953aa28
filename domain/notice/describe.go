package notice

import (
	"fmt"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

var kindLabels = map[Kind][2]string{
	ForReview: {"có nội dung chờ duyệt", "an item waits for approval"},
	Returned:  {"nội dung bị trả lại", "an item was returned"},
	Disposal:  {"danh mục tiêu hủy chờ phê duyệt", "a list of disposal waits for a decision"},
}

// Kinds lists every kind.
func Kinds() []Kind { return []Kind{ForReview, Returned, Disposal} }

// Label names a kind for people.
func (k Kind) Label(lang string) string {
	if lang == "en" {
		return kindLabels[k][1]
	}
	return kindLabels[k][0]
}

// Describe tells a fact in one plain sentence; a stranger gives an empty string.
func Describe(ev domain.Event, lang string) string {
	vi, en := "", ""
	switch e := ev.(type) {
	case Written:
		vi, en = fmt.Sprintf("Lập thông báo: %s.", e.Kind.Label("vi")), fmt.Sprintf("A notice was written: %s.", e.Kind.Label("en"))
	case Sent:
		vi, en = "Máy chủ thư đã nhận thông báo.", "A mail server took the notice."
	case Deferred:
		at := e.Until.In(calendar.Zone).Format("15:04 02/01/2006")
		vi, en = fmt.Sprintf("Máy chủ thư đề nghị gửi lại sau (%s); sẽ thử lại lúc %s.", e.Cause, at), fmt.Sprintf("The mail server asked to come again (%s); to be tried at %s.", e.Cause, at)
	case Failed:
		vi, en = fmt.Sprintf("Không gửi được thông báo: %s.", CauseLabel(e.Cause, "vi")), fmt.Sprintf("The notice could not be sent: %s.", CauseLabel(e.Cause, "en"))
	case Reopened:
		vi, en = "Yêu cầu gửi lại thông báo.", "The notice is to be sent again."
	}
	if lang == "en" {
		return en
	}
	return vi
}

// CauseLabel names a cause for people; a server's code stays as it is.
func CauseLabel(cause, lang string) string {
	labels := map[string][2]string{
		CauseNoAddress: {"chưa có địa chỉ nhận thông báo", "there is no address"},
		CauseSettled:   {"việc đã được giải quyết trước khi gửi", "the matter was settled before it could be sent"},
		CauseAddress:   {"địa chỉ nhận thông báo không hợp lệ", "the address is not valid"},
	}
	l, ok := labels[cause]
	switch {
	case !ok:
		return cause
	case lang == "en":
		return l[1]
	}
	return l[0]
}
