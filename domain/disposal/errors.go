package disposal

import "minhbach/domain/fault"

var (
	ErrNotFound = fault.Define(fault.NotFound, "disposal.not_found",
		"Không có danh mục này; hãy kiểm tra lại địa chỉ.", "There is no such list; check the address.")
	ErrState = fault.Define(fault.Conflict, "disposal.state_forbids",
		"Danh mục đã được {state_vi}; hãy lập danh mục mới.", "The list was {state_en} already; draw up another one.")
	ErrNotAllowed = fault.Define(fault.Forbidden, "disposal.not_allowed",
		"Việc này do biên tập viên (lập danh mục) hoặc Thủ trưởng cơ quan (phê duyệt) của cơ quan này làm; hãy chuyển cho họ.",
		"Editors of this agency draw a list up and its head approves it; pass this on to them.")
	ErrSamePerson = fault.Define(fault.Forbidden, "disposal.same_person",
		"Người lập danh mục, hoặc người cho mượn tên, không được tự phê duyệt; hãy nhờ người khác có thẩm quyền.",
		"Whoever drew the list up, in person or by a name that was lent, may not approve it; ask another person who may.")
	ErrEmpty = fault.Define(fault.Invalid, "disposal.empty",
		"Danh mục chưa có mục nào; hãy chọn ít nhất một mục đã hết thời hạn lưu giữ.", "The list is empty; choose at least one item whose time has ended.")
	ErrTooMany = fault.Define(fault.TooLarge, "disposal.too_many",
		"Danh mục có {count} mục, quá {limit}; hãy chia thành nhiều danh mục.", "The list has {count} items, more than {limit}; make several lists.")
	ErrItem = fault.Define(fault.Invalid, "disposal.item",
		"Mục này thiếu thông tin hoặc được nêu hai lần; hãy chọn lại.", "This item is incomplete or named twice; choose again.")
	ErrKept = fault.Define(fault.Conflict, "disposal.still_kept",
		"Mục này còn phải lưu giữ; hãy bỏ ra khỏi danh mục.", "This item must still be kept; take it off the list.")
	ErrDate = fault.Define(fault.Invalid, "disposal.decision_date",
		"Ngày quyết định bị thiếu hoặc ở tương lai; hãy kiểm tra lại.", "The date of the decision is missing or lies ahead; check it.")
)
