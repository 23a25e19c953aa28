package publication

import "minhbach/domain/fault"

// Who may not.
var (
	ErrNobody = fault.Define(fault.Unauthenticated, "publication.nobody",
		"Chưa biết ai đang thao tác; hãy đăng nhập rồi làm lại.",
		"It is not known who is acting; sign in and try again.")
	ErrRole = fault.Define(fault.Forbidden, "publication.role_not_allowed",
		"Vai trò đang dùng không được phép {command_vi}; hãy nhờ người có thẩm quyền của cơ quan.",
		"The role in use may not do this ({command_en}); ask somebody at the agency who may.")
	ErrOtherAgency = fault.Define(fault.Forbidden, "publication.other_agency",
		"Mục này thuộc trách nhiệm của cơ quan khác; hãy chuyển sang vai trò của cơ quan đó hoặc liên hệ với họ.",
		"Another agency is responsible for this item; switch to a role there or get in touch with it.")
	ErrNotYours = fault.Define(fault.Forbidden, "publication.not_yours",
		"Cộng tác viên chỉ thao tác được trên bài mình đã viết; hãy nhờ biên tập viên của cơ quan.",
		"A contributor may only work on items that they wrote in; ask an editor of the agency.")
	ErrNoAuthority = fault.Define(fault.Forbidden, "publication.no_authority",
		"Hôm nay bạn không có ghế trong Ban Biên tập của cổng này; hãy nhờ một thành viên đang trong nhiệm kỳ.",
		"You hold no seat on this portal's editorial board today; ask a member whose term is running.")
	ErrPosition = fault.Define(fault.Forbidden, "publication.position_too_low",
		"Chỉ Trưởng ban, Phó Trưởng ban hoặc Thủ trưởng cơ quan, nhân danh chính mình, mới được gỡ bài; hãy chuyển việc này cho họ.",
		"Only the board's head or deputy, or the agency's head, in their own name, may withdraw; pass this on to them.")
	ErrSamePerson = fault.Define(fault.Forbidden, "publication.same_person",
		"Người đã viết nội dung, hoặc người cho mượn tên hay thẩm quyền, không được tự duyệt; hãy nhờ một thành viên khác của Ban Biên tập.",
		"Whoever wrote the content, in person or by lending a name or power, may not approve it; ask another member of the board.")
)

// What the state does not allow.
var (
	ErrNotFound = fault.Define(fault.NotFound, "publication.not_found",
		"Không có mục này; hãy kiểm tra lại địa chỉ.",
		"There is no such item; check the address.")
	ErrState = fault.Define(fault.Conflict, "publication.state_forbids",
		"Mục đang ở trạng thái “{state_vi}” nên không thể {command_vi}; lúc này có thể: {next_vi}.",
		"The item is in the state “{state_en}”, which does not allow this ({command_en}); possible now: {next_en}.")
	ErrContentChanged = fault.Define(fault.Stale, "publication.content_changed",
		"Nội dung chờ duyệt không còn là nội dung bạn đã xem; hãy tải lại trang và xem lại trước khi duyệt.",
		"The content waiting for approval is no longer the one you saw; reload and read it again first.")
	ErrChecklist = fault.Define(fault.Conflict, "publication.checklist_missing",
		"Phiếu kiểm tra trước khi đăng chưa được hoàn thành cho đúng nội dung này; hãy trả lời đủ các mục rồi duyệt.",
		"The checklist was not completed on exactly this content; answer every item and then approve.")
	ErrChecklistAuthor = fault.Define(fault.Conflict, "publication.checklist_by_author",
		"Người làm phiếu kiểm tra nay đã tham gia viết nội dung; hãy để một thành viên khác làm lại phiếu.",
		"Whoever completed the checklist has since written in the content; let another member complete it again.")
	ErrEmbargoed = fault.Define(fault.Conflict, "publication.embargoed",
		"Chưa đến giờ hẹn đăng ({at}); hãy đợi đến giờ đó.",
		"The time set for publication ({at}) has not come; wait for it.")
	ErrNothingCorrected = fault.Define(fault.Conflict, "publication.nothing_corrected",
		"Bản đính chính giống hệt bản đang đăng; hãy sửa nội dung hoặc bỏ đính chính.",
		"The correction equals the public version; change the content or drop the correction.")
)

// What the command lacks.
var (
	ErrID = fault.Define(fault.Invalid, "publication.id_missing",
		"Thiếu mã định danh của mục; hãy tạo mã mới rồi gửi lại.",
		"The item's id is missing; make a new one and send again.")
	ErrKind = fault.Define(fault.Invalid, "publication.kind_unknown",
		"Không có loại mục “{kind}”; hãy chọn một loại trong danh sách.",
		"There is no kind “{kind}”; choose one from the list.")
	ErrSlug = fault.Define(fault.Invalid, "publication.slug_form",
		"Phần cuối của địa chỉ chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối ở giữa, tối đa 100 ký tự.",
		"The last part of the address takes lower-case letters, digits and inner hyphens, at most 100 characters; rewrite it so.")
	ErrReason = fault.Define(fault.Invalid, "publication.reason_missing",
		"Cần nêu lý do; hãy viết một câu để người khác hiểu vì sao.",
		"A reason is needed; write a sentence that tells others why.")
	ErrCheckUnknown = fault.Define(fault.Invalid, "publication.check_unknown",
		"Phiếu kiểm tra không có mục “{check}”; hãy chỉ trả lời các mục trong phiếu.",
		"The checklist has no item “{check}”; answer only what is on it.")
	ErrCheckMissing = fault.Define(fault.Invalid, "publication.check_unanswered",
		"Mục “{check}” của phiếu kiểm tra chưa được trả lời; hãy xác nhận mục này.",
		"The item “{check}” of the checklist is unanswered; affirm it.")
	ErrEmbargoFar = fault.Define(fault.Invalid, "publication.embargo_too_far",
		"Giờ hẹn đăng cách hôm nay hơn một năm; hãy kiểm tra lại ngày.",
		"The time set for publication is more than a year away; check the date.")
	ErrNoRules = fault.Define(fault.Internal, "publication.rules_not_handed_in",
		"Hệ thống chưa nạp quy định và lịch làm việc nên không tính được thời hạn; hãy báo quản trị viên.",
		"The rules and the working calendar are not loaded, so no deadline can be computed; tell the administrator.")
)
