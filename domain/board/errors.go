package board

import "minhbach/domain/fault"

var (
	ErrNotAllowed = fault.Define(fault.Forbidden, "board.not_allowed",
		"Chỉ thủ trưởng cơ quan hoặc quản trị viên được làm việc này; hãy đề nghị một trong hai người đó.",
		"Only the head of the agency or an administrator may do this; ask one of them.")
	ErrEstablished = fault.Define(fault.Conflict, "board.established",
		"Ban Biên tập của cổng này đã được thành lập; hãy bổ nhiệm thành viên vào ban hiện có.",
		"The editorial board of this portal exists already; appoint members to it.")
	ErrNotEstablished = fault.Define(fault.Conflict, "board.not_established",
		"Cổng này chưa có Ban Biên tập; hãy ghi quyết định thành lập trước.",
		"This portal has no editorial board yet; record the decision that founds it first.")
	ErrPosition = fault.Define(fault.Invalid, "board.position",
		"Chức vụ phải là Trưởng ban, Phó Trưởng ban hoặc Thành viên.",
		"The position must be head, deputy or member.")
	ErrDate = fault.Define(fault.Invalid, "board.date",
		"Hãy nhập ngày theo dạng ngày/tháng/năm.",
		"Give a date.")
	ErrFutureDecision = fault.Define(fault.Invalid, "board.future_decision",
		"Quyết định không thể có ngày sau hôm nay; hãy kiểm tra lại ngày ký.",
		"A decision cannot be dated after today; check the day it was signed.")
	ErrBeforeDecision = fault.Define(fault.Invalid, "board.before_decision",
		"Nhiệm kỳ không thể bắt đầu trước ngày ký quyết định {date}; hãy sửa ngày bắt đầu.",
		"A term cannot begin before the decision of {date}; mend the first day.")
	ErrTerm = fault.Define(fault.Invalid, "board.term",
		"Ngày cuối phải từ ngày đầu trở đi; hãy sửa một trong hai.",
		"The last day must not be before the first; mend one of them.")
	ErrHeadTaken = fault.Define(fault.Conflict, "board.head_taken",
		"Trong thời gian này đã có Trưởng ban; hãy kết thúc nhiệm kỳ của người đó trước khi bổ nhiệm người mới.",
		"The board has a head in that time; end that term before appointing another.")
	ErrNoSeat = fault.Define(fault.Conflict, "board.no_seat",
		"Người này không có ghế trong Ban Biên tập từ ngày {date}; hãy kiểm tra danh sách thành viên.",
		"This person has no seat on the board from {date} on; check the list of members.")
	ErrOwnPower = fault.Define(fault.Forbidden, "board.own_power",
		"Chỉ Trưởng ban hoặc Phó Trưởng ban đương nhiệm được ủy quyền của chính mình; quyền được ủy không thể ủy tiếp.",
		"Only a head or deputy in office may delegate, and only their own power; borrowed power cannot be lent on.")
	ErrOutlivesTerm = fault.Define(fault.Invalid, "board.outlives_term",
		"Thời gian ủy quyền phải nằm trọn trong nhiệm kỳ Trưởng ban hoặc Phó Trưởng ban của người ủy quyền; hãy rút ngắn lại.",
		"A delegation must lie within the delegator's own term as head or deputy; shorten it.")
	ErrToSelf = fault.Define(fault.Invalid, "board.to_self",
		"Không thể ủy quyền cho chính mình; hãy chọn người khác.",
		"Nobody can delegate to themselves; choose someone else.")
	ErrPast = fault.Define(fault.Invalid, "board.past",
		"Việc ủy quyền không thể ghi lùi ngày; hãy chọn từ hôm nay trở đi.",
		"A delegation cannot be given or ended backdated; choose today or later.")
	ErrNoDelegation = fault.Define(fault.Conflict, "board.no_delegation",
		"Không có ủy quyền nào còn hiệu lực giữa hai người này; không cần thu hồi.",
		"No delegation between these two runs on that day; there is nothing to revoke.")
	ErrNotDelegator = fault.Define(fault.Forbidden, "board.not_delegator",
		"Chỉ người đã ủy quyền, Trưởng ban hoặc thủ trưởng cơ quan được thu hồi ủy quyền này.",
		"Only the delegator, the head of the board or the head of the agency may revoke this delegation.")
	ErrAttachment = fault.Define(fault.Invalid, "board.attachment",
		"Mã băm SHA-256 của tệp phải gồm 64 chữ số thập lục phân; hãy tải tệp lên lại.",
		"The SHA-256 of the file must be 64 hexadecimal digits; upload the file again.")
	ErrRegulationTaken = fault.Define(fault.Conflict, "board.regulation_taken",
		"Quy chế số {number} đã được ghi với nội dung khác; bản sửa đổi cần quyết định mới.",
		"Regulation {number} is recorded with other content; an amendment needs a decision of its own.")
)
