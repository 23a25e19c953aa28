package notice

import "minhbach/domain/fault"

var (
	ErrNotFound = fault.Define(fault.NotFound, "notice.not_found",
		"Không có thông báo này; hãy xem lại danh sách.", "There is no such notice; look at the list again.")
	ErrNotAllowed = fault.Define(fault.Forbidden, "notice.not_allowed",
		"Chỉ quản trị viên được gửi lại thông báo; hãy liên hệ quản trị viên.", "Only an administrator may send notices again; ask one.")
	ErrSent = fault.Define(fault.Conflict, "notice.sent",
		"Thông báo này đã được gửi; không cần gửi lại.", "The notice was sent; there is nothing to send again.")
	ErrIncomplete = fault.Define(fault.Invalid, "notice.incomplete",
		"Thông báo thiếu người nhận hoặc nội dung; đây là lỗi của chương trình, hãy báo quản trị viên.",
		"The notice lacks a recipient or a subject; this is a fault of the program, tell an administrator.")
)
