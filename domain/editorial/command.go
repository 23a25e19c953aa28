package editorial

// Command is the name of something that people or the scheduler ask for.
type Command string

const (
	CommandDraft             Command = "draft"
	CommandRevise            Command = "revise"
	CommandDescribe          Command = "describe" // of datasets, as the next two
	CommandAttach            Command = "attach"
	CommandDetach            Command = "detach"
	CommandSubmit            Command = "submit"
	CommandRecall            Command = "recall"
	CommandReturn            Command = "return"
	CommandCompleteChecklist Command = "complete_checklist"
	CommandClearPersonalData Command = "clear_personal_data" // of datasets
	CommandApprove           Command = "approve"
	CommandRelease           Command = "release"
	CommandRevokeApproval    Command = "revoke_approval"
	CommandOpenCorrection    Command = "open_correction"
	CommandDropCorrection    Command = "drop_correction"
	CommandOpenRevision      Command = "open_revision" // of datasets, as the next two
	CommandDropRevision      Command = "drop_revision"
	CommandReview            Command = "review"
	CommandWithdraw          Command = "withdraw"
	CommandArchive           Command = "archive"
	CommandDispose           Command = "dispose"
	CommandDiscard           Command = "discard"
)

var commandLabels = map[Command]Label{
	CommandDraft:             {"soạn bản nháp", "draft"},
	CommandRevise:            {"sửa nội dung", "revise"},
	CommandDescribe:          {"sửa mô tả", "describe"},
	CommandAttach:            {"đưa dữ liệu vào", "attach data"},
	CommandDetach:            {"bỏ dữ liệu vừa đưa vào", "detach the data"},
	CommandSubmit:            {"gửi duyệt", "submit"},
	CommandRecall:            {"rút lại", "recall"},
	CommandReturn:            {"trả lại", "return"},
	CommandCompleteChecklist: {"hoàn thành phiếu kiểm tra", "complete the checklist"},
	CommandClearPersonalData: {"xác nhận dữ liệu cá nhân", "clear the personal data"},
	CommandApprove:           {"duyệt", "approve"},
	CommandRelease:           {"đăng khi đến giờ hẹn", "release at its time"},
	CommandRevokeApproval:    {"hủy duyệt", "revoke the approval"},
	CommandOpenCorrection:    {"mở đính chính", "open a correction"},
	CommandDropCorrection:    {"bỏ đính chính", "drop the correction"},
	CommandOpenRevision:      {"mở bản sửa đổi", "open a revision"},
	CommandDropRevision:      {"bỏ bản sửa đổi", "drop the revision"},
	CommandReview:            {"rà soát", "review"},
	CommandWithdraw:          {"gỡ khỏi cổng", "withdraw"},
	CommandArchive:           {"lưu trữ", "archive"},
	CommandDispose:           {"tiêu hủy theo danh mục", "dispose of by a list"},
	CommandDiscard:           {"bỏ bản nháp", "discard"},
}

// Label names a command for people.
func (c Command) Label(lang string) string { return commandLabels[c].In(lang) }
