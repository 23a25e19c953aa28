package agency

import "minhbach/domain/fault"

var (
	ErrNotAllowed = fault.Define(fault.Forbidden, "agency.not_allowed",
		"Chỉ quản trị viên của tỉnh được thay đổi cây cơ quan và tên miền; hãy liên hệ quản trị viên.",
		"Only an administrator of the province may change agencies and domain names; ask one.")
	ErrUnknown = fault.Define(fault.NotFound, "agency.unknown",
		"Không có cơ quan này; hãy kiểm tra lại danh sách cơ quan.",
		"There is no such agency; check the list of agencies.")
	ErrNotThen = fault.Define(fault.Conflict, "agency.not_then",
		"{name} không tồn tại vào ngày {date}; hãy chọn ngày hoặc cơ quan khác.",
		"{name} does not exist on {date}; choose another day or agency.")
	ErrDate = fault.Define(fault.Invalid, "agency.date",
		"Hãy nhập ngày theo dạng ngày/tháng/năm.",
		"Give a date.")
	ErrFuture = fault.Define(fault.Invalid, "agency.future",
		"Ngày này không thể sau hôm nay; hãy kiểm tra lại văn bản.",
		"This date cannot be after today; check the document.")
	ErrLaterChange = fault.Define(fault.Conflict, "agency.later_change",
		"{name} đã có thay đổi từ ngày {date}; hãy ghi thay đổi mới từ ngày đó trở đi.",
		"{name} has a change recorded from {date}; record this one from that day on.")

	ErrID = fault.Define(fault.Invalid, "agency.id",
		"Mã định danh nội bộ trống hoặc đã được dùng; hãy thử lại.",
		"The internal id is empty or was used before; try again.")
	ErrCode = fault.Define(fault.Invalid, "agency.code",
		"Mã đơn vị “{value}” không hợp lệ; chỉ dùng chữ cái, chữ số, dấu chấm, gạch ngang, tối đa 40 ký tự.",
		"The unit code “{value}” is not valid; use letters, digits, dots and hyphens, 40 at most.")
	ErrCodeTaken = fault.Define(fault.Conflict, "agency.code_taken",
		"Mã {value} đã thuộc về {name} với dữ liệu khác; hãy đổi tên, di chuyển cơ quan đó hoặc dùng mã khác.",
		"Code {value} belongs to {name} with other data; rename or move that agency, or use another code.")
	ErrCodeTwice = fault.Define(fault.Invalid, "agency.code_twice",
		"Mã {value} lặp lại mã ở {first}; hãy giữ một dòng.",
		"Code {value} repeats that of {first}; keep one of the lines.")
	ErrLevel = fault.Define(fault.Invalid, "agency.level",
		"Cấp “{value}” không có; hãy dùng một trong các cấp: {levels}.",
		"There is no level “{value}”; use one of: {levels}.")
	ErrObligation = fault.Define(fault.Invalid, "agency.obligation",
		"Nghĩa vụ phải là mandatory (bắt buộc) hoặc voluntary (tự nguyện) và phù hợp với cấp của cơ quan.",
		"The obligation must be mandatory or voluntary and fit the level of the agency.")
	ErrParentMissing = fault.Define(fault.Invalid, "agency.parent_missing",
		"Chỉ cấp tỉnh không có cơ quan cấp trên; hãy ghi mã cơ quan cấp trên.",
		"Only the province has no agency above it; give the code of the parent.")
	ErrParentOfProvince = fault.Define(fault.Invalid, "agency.parent_of_province",
		"Cấp tỉnh không có cơ quan cấp trên; hãy bỏ trống mục này.",
		"The province has no agency above it; leave the parent empty.")
	ErrParentUnknown = fault.Define(fault.Invalid, "agency.parent_unknown",
		"Không có cơ quan cấp trên “{value}”, trong dữ liệu gửi lên cũng như trong hệ thống.",
		"There is no parent “{value}”, neither in what was sent nor in the system.")
	ErrParentRejected = fault.Define(fault.Invalid, "agency.parent_rejected",
		"Cơ quan cấp trên “{value}” chưa được nhận; hãy sửa dòng của cơ quan đó trước.",
		"The parent “{value}” was not accepted; mend its line first.")
	ErrParentLevel = fault.Define(fault.Invalid, "agency.parent_level",
		"Cấp {level} không thể trực thuộc cấp {parent}; hãy chọn cơ quan cấp trên khác.",
		"A {level} cannot stand under a {parent}; choose another parent.")
	ErrCycle = fault.Define(fault.Invalid, "agency.cycle",
		"Các cơ quan này trực thuộc lẫn nhau thành vòng tròn; hãy sửa cơ quan cấp trên.",
		"These agencies stand under each other in a circle; mend the parents.")
	ErrTwoProvinces = fault.Define(fault.Conflict, "agency.two_provinces",
		"Vào ngày {date} sẽ có hai đơn vị cấp tỉnh; hãy sáp nhập một đơn vị trong cùng một lần thay đổi.",
		"On {date} there would be two provinces; merge one of them in the same reorganisation.")
	ErrTooMany = fault.Define(fault.TooLarge, "agency.too_many",
		"Một lần nhập tối đa {max} đơn vị; hãy chia thành nhiều tệp.",
		"An import takes at most {max} units; split it into several files.")
	ErrEmpty = fault.Define(fault.Invalid, "agency.nothing_to_import",
		"Không có đơn vị nào để nhập; hãy kiểm tra lại tệp.",
		"There is no unit to import; check the file.")

	ErrIntoItself = fault.Define(fault.Invalid, "agency.into_itself",
		"Cơ quan kế thừa phải là một cơ quan khác; hãy chọn lại.",
		"The successor must be another agency; choose again.")
	ErrNobody = fault.Define(fault.Invalid, "agency.nobody",
		"Hãy chọn ít nhất một cơ quan, mỗi cơ quan một lần.",
		"Choose at least one agency, each of them once.")
	ErrSuccessorBelow = fault.Define(fault.Conflict, "agency.successor_below",
		"{name} đang trực thuộc cơ quan kết thúc; hãy chuyển sang cơ quan cấp trên khác trước.",
		"{name} stands under the agency that ends; move it to another parent first.")
	ErrChildStays = fault.Define(fault.Conflict, "agency.child_stays",
		"{name} không thể theo sang {successor}; hãy chuyển hoặc sáp nhập đơn vị này trước.",
		"{name} cannot follow to {successor}; move or merge it first.")
	ErrBreaks = fault.Define(fault.Conflict, "agency.breaks_tree",
		"Thay đổi này làm {name} không còn cơ quan cấp trên hoặc cơ quan kế thừa vào ngày {date}; hãy ghi cả thay đổi của đơn vị đó.",
		"This change would leave {name} without a parent or successor on {date}; record that agency's change as well.")

	ErrEmail = fault.Define(fault.Invalid, "agency.email",
		"Địa chỉ thư điện tử không hợp lệ; hãy kiểm tra lại.",
		"The e-mail address is not valid; check it.")
	ErrPhone = fault.Define(fault.Invalid, "agency.phone",
		"Số điện thoại hoặc fax chỉ gồm chữ số, dấu cách, +, -, (, ) và dấu chấm; hãy nhập lại.",
		"A phone or fax number has digits, spaces, +, -, ( ) and dots only; type it again.")

	ErrHostForm = fault.Define(fault.Invalid, "agency.host_form",
		"“{value}” không phải là tên miền hợp lệ dưới tên miền của tỉnh; hãy nhập lại.",
		"“{value}” is not a valid name under the domain of the province; type it again.")
	ErrHostTaken = fault.Define(fault.Conflict, "agency.host_taken",
		"Tên miền {value} đã được dùng cho cơ quan khác; hãy chọn tên khác.",
		"The name {value} is in use for another agency; choose another.")
	ErrHostActive = fault.Define(fault.Conflict, "agency.host_active",
		"Tên miền {value} đang được cổng này sử dụng; không cần thỏa thuận thêm.",
		"The name {value} is in use for this portal already; nothing is left to agree.")
	ErrHostUnknown = fault.Define(fault.NotFound, "agency.host_unknown",
		"Cơ quan này không có tên miền {value}; hãy xem danh sách tên miền của cơ quan.",
		"The agency has no name {value}; look at its list of names.")
	ErrNoHost = fault.Define(fault.Conflict, "agency.no_host",
		"Cổng của cơ quan chưa có tên miền chính; hãy ghi văn bản thỏa thuận tên miền trước.",
		"The agency's portal has no main name yet; record the agreement on its name first.")
	ErrNeedsAgreement = fault.Define(fault.Conflict, "agency.needs_agreement",
		"Tên miền {value} bị trùng hoặc khác quy tắc nên cần văn bản thỏa thuận; hãy ghi văn bản đó trước.",
		"The name {value} is in conflict or deviates from the rule and needs an agreement; record the letter first.")
	ErrHostMain = fault.Define(fault.Conflict, "agency.host_main",
		"{value} là tên miền chính; hãy thay bằng tên miền khác thay vì bỏ.",
		"{value} is the main name; replace it instead of giving it up.")
	ErrHostFormer = fault.Define(fault.Conflict, "agency.host_former",
		"{value} là địa chỉ cũ phải chuyển hướng vĩnh viễn (Điều 5 khoản 2) nên không thể bỏ.",
		"{value} is a former address that redirects for ever (Điều 5.2) and cannot be given up.")
)
