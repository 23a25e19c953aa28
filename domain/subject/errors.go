package subject

import "minhbach/domain/fault"

var (
	ErrNotAllowed = fault.Define(fault.Forbidden, "subject.not_allowed",
		"Chỉ quản trị viên cấp tỉnh được xử lý yêu cầu về dữ liệu cá nhân; hãy chuyển yêu cầu cho người đó.",
		"Only an administrator of the province handles requests about personal data; pass the request on to one.")
	ErrState = fault.Define(fault.Conflict, "subject.state",
		"Hồ sơ đang ở trạng thái “{state_vi}” nên không thể {deed_vi}; hãy tải lại trang để xem các việc làm được.",
		"The file is in the state “{state_en}”, so this is not possible: {deed_en}; reload the page to see what is.")
	ErrChoice = fault.Define(fault.Invalid, "subject.choice",
		"“{value}” không có trong danh sách; hãy chọn một mục của danh sách.",
		"“{value}” is not on the list; choose one that is.")
	ErrReference = fault.Define(fault.Invalid, "subject.reference",
		"Chỉ ghi số, ký hiệu văn bản, ví dụ 45/QĐ-UBND hoặc 123/2026/CV-SNV; không ghi tên người hay nội dung, vì mục này không xóa được.",
		"Give only the number of the document, such as 45/QĐ-UBND or 123/2026/CV-SNV; no name and no text, because this entry cannot be erased.")
	ErrDate = fault.Define(fault.Invalid, "subject.date",
		"Hãy nhập ngày theo dạng ngày/tháng/năm.",
		"Give a date.")
	ErrFuture = fault.Define(fault.Invalid, "subject.received_later",
		"Ngày nhận yêu cầu không thể sau hôm nay; hãy kiểm tra lại.",
		"A request cannot have arrived after today; check the date.")
	ErrFourEyes = fault.Define(fault.Forbidden, "subject.four_eyes",
		"Người ghi nhận yêu cầu không được tự quyết định xóa; hãy đề nghị một quản trị viên khác.",
		"Whoever recorded the request may not order the erasure; ask another administrator.")
	ErrSelf = fault.Define(fault.Forbidden, "subject.self",
		"Không ai được quyết định về dữ liệu cá nhân của chính mình; hãy đề nghị một quản trị viên khác.",
		"Nobody decides about their own personal data; ask another administrator.")
	ErrHeld = fault.Define(fault.Conflict, "subject.held",
		"Dữ liệu đang bị giữ theo yêu cầu của pháp luật đến hết ngày {until}; hãy gỡ lệnh giữ khi hết căn cứ, hoặc từ chối yêu cầu và nêu căn cứ.",
		"The data is under a legal hold to the end of {until}; lift the hold when its ground has ended, or refuse the request and name the ground.")
	ErrNoHold = fault.Define(fault.Conflict, "subject.no_hold",
		"Không có lệnh giữ này; hãy tải lại trang để xem các lệnh đang có.",
		"There is no such hold; reload the page to see those that stand.")
	ErrHoldTaken = fault.Define(fault.Conflict, "subject.hold_taken",
		"Lệnh giữ này đã được ghi; không cần ghi lại.",
		"This hold is recorded already.")
	ErrUntil = fault.Define(fault.Invalid, "subject.until",
		"Ngày cuối của lệnh giữ phải từ hôm nay trở đi và trong vòng {years} năm; hãy chọn ngày khác.",
		"The last day of a hold lies between today and {years} years from now; choose another day.")
	ErrExtended = fault.Define(fault.Conflict, "subject.extended",
		"Thời hạn chỉ được gia hạn một lần và đã được gia hạn; hãy thực hiện hoặc từ chối yêu cầu.",
		"The period may be extended once, and was; carry the request out or refuse it.")
	ErrNoPeriod = fault.Define(fault.Conflict, "subject.no_period",
		"Yêu cầu này không có thời hạn tính bằng ngày nên không gia hạn được; hãy thực hiện hoặc từ chối ngay.",
		"This request has no period in days to extend; carry it out or refuse it now.")
	ErrNotRestricted = fault.Define(fault.Conflict, "subject.not_restricted",
		"Dữ liệu không bị hạn chế; không có gì để gỡ.",
		"The data is not restricted; there is nothing to lift.")
	ErrNotifiedBefore = fault.Define(fault.Conflict, "subject.notified",
		"Người yêu cầu đã được thông báo kết quả; không cần ghi lại.",
		"The requester was told of the outcome; there is nothing to record.")
	ErrNothingRead = fault.Define(fault.Invalid, "subject.nothing_read",
		"Hãy nêu những trường dữ liệu đã xem và mục đích xem.",
		"Name the fields that were read, and what for.")
)
