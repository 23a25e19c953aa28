package publication

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
	ErrNotFound         = refusals.NotFound
	ErrState            = refusals.State
	ErrContentChanged   = refusals.ContentChanged
	ErrChecklist        = refusals.Checklist
	ErrChecklistAuthor  = refusals.ChecklistAuthor
	ErrEmbargoed        = refusals.Embargoed
	ErrNothingCorrected = fault.Define(fault.Conflict, "publication.nothing_corrected",
		"Bản đính chính giống hệt bản đang đăng; hãy sửa nội dung hoặc bỏ đính chính.",
		"The correction equals the public version; change the content or drop the correction.")
)

// What the command lacks.
var (
	ErrID   = refusals.ID
	ErrKind = fault.Define(fault.Invalid, "publication.kind_unknown",
		"Không có loại mục “{kind}”; hãy chọn một loại trong danh sách.",
		"There is no kind “{kind}”; choose one from the list.")
	ErrSlug         = refusals.Slug
	ErrReason       = refusals.Reason
	ErrCheckUnknown = refusals.CheckUnknown
	ErrCheckMissing = refusals.CheckMissing
	ErrEmbargoFar   = refusals.EmbargoFar
	ErrNoRules      = fault.Define(fault.Internal, "publication.rules_not_handed_in",
		"Hệ thống chưa nạp quy định và lịch làm việc nên không tính được thời hạn; hãy báo quản trị viên.",
		"The rules and the working calendar are not loaded, so no deadline can be computed; tell the administrator.")
)
