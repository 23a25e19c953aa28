package dataset

import "minhbach/domain/fault"

// Who may not.
var (
	ErrNobody      = refusals.Nobody
	ErrRole        = refusals.Role
	ErrOtherAgency = refusals.OtherAgency
	ErrNotYours    = refusals.NotYours
	ErrNoAuthority = refusals.NoAuthority
	ErrPosition    = refusals.Position
	ErrSamePerson  = refusals.SamePerson
)

// What the state does not allow.
var (
	ErrNotFound        = refusals.NotFound
	ErrState           = refusals.State
	ErrContentChanged  = refusals.ContentChanged
	ErrChecklist       = refusals.Checklist
	ErrChecklistAuthor = refusals.ChecklistAuthor
	ErrEmbargoed       = refusals.Embargoed
	ErrNothingRevised  = fault.Define(fault.Conflict, "dataset.nothing_revised",
		"Bản sửa đổi giống hệt bản đang đăng; hãy sửa mô tả, đưa dữ liệu mới vào hoặc bỏ bản sửa đổi.",
		"The revision equals the public version; change the description, attach new data or drop the revision.")
	ErrFindings = fault.Define(fault.Conflict, "dataset.personal_data_found",
		"Dữ liệu có {count} giá trị giống dữ liệu cá nhân (cột {columns}); hãy trả lại để bỏ chúng, hoặc để một người không soạn bộ dữ liệu xác nhận kèm lý do.",
		"The data has {count} values that look like personal data (columns {columns}); return it to have them removed, or let somebody who wrote none of it answer for them with a reason.")
	ErrClearedByAuthor = fault.Define(fault.Conflict, "dataset.cleared_by_author",
		"Người xác nhận dữ liệu cá nhân nay đã tham gia soạn bộ dữ liệu; hãy để một thành viên khác xem lại và xác nhận.",
		"Whoever cleared the personal data has since written in the dataset; let another member look and clear it again.")
	ErrNothingToClear = fault.Define(fault.Conflict, "dataset.nothing_to_clear",
		"Không phát hiện dữ liệu cá nhân nào trong bản gửi duyệt này; có thể duyệt mà không cần xác nhận.",
		"No personal data was found in this submission; it can be approved without clearing.")
	ErrNothingAttached = fault.Define(fault.Conflict, "dataset.nothing_attached",
		"Chưa có dữ liệu mới nào được đưa vào; hãy tải tệp dữ liệu lên trước.",
		"No new data is attached; upload a data file first.")
	ErrReleaseKnown = fault.Define(fault.Conflict, "dataset.release_known",
		"Lần đưa dữ liệu này đã được ghi nhận với nội dung khác; hãy tải tệp lên lại để có mã mới.",
		"This release is already recorded with another content; upload the file again to get a new id.")
)

// What the command lacks.
var (
	ErrID           = refusals.ID
	ErrSlug         = refusals.Slug
	ErrReason       = refusals.Reason
	ErrCheckUnknown = refusals.CheckUnknown
	ErrCheckMissing = refusals.CheckMissing
	ErrEmbargoFar   = refusals.EmbargoFar
	ErrReasonShort  = fault.Define(fault.Invalid, "dataset.reason_short",
		"Lý do cần ít nhất {least} ký tự; hãy nói rõ vì sao được phép công khai các giá trị này.",
		"The reason needs at least {least} characters; say why these values may be made public.")
	ErrNoRules = fault.Define(fault.Internal, "dataset.rules_not_handed_in",
		"Hệ thống chưa nạp quy định và lịch làm việc nên không tính được thời hạn; hãy báo quản trị viên.",
		"The rules and the working calendar are not loaded, so no deadline can be computed; tell the administrator.")
)
