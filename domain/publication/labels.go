package publication

type label struct{ vi, en string }

func (l label) in(lang string) string {
	if lang == "en" {
		return l.en
	}
	return l.vi
}

var stateLabels = map[State]label{
	StateNew:                 {"chưa có", "not begun"},
	StateDraft:               {"bản nháp", "draft"},
	StateSubmitted:           {"đang chờ duyệt", "waiting for approval"},
	StateReturned:            {"bị trả lại", "returned"},
	StateApproved:            {"đã duyệt, chờ đến giờ đăng", "approved, waiting for its time"},
	StatePublished:           {"đã đăng", "published"},
	StateCorrection:          {"đang đính chính", "being corrected"},
	StateCorrectionSubmitted: {"bản đính chính đang chờ duyệt", "correction waiting for approval"},
	StateCorrectionReturned:  {"bản đính chính bị trả lại", "correction returned"},
	StateCorrectionApproved:  {"bản đính chính đã duyệt, chờ đến giờ đăng", "correction approved, waiting for its time"},
	StateWithdrawn:           {"đã gỡ", "withdrawn"},
	StateArchived:            {"đã lưu trữ", "archived"},
	StateWithdrawnArchived:   {"đã gỡ và lưu trữ", "withdrawn and archived"},
	StateDiscarded:           {"đã bỏ", "discarded"},
}

var commandLabels = map[Command]label{
	CommandDraft:             {"soạn bản nháp", "draft"},
	CommandRevise:            {"sửa nội dung", "revise"},
	CommandSubmit:            {"gửi duyệt", "submit"},
	CommandRecall:            {"rút lại", "recall"},
	CommandReturn:            {"trả lại", "return"},
	CommandCompleteChecklist: {"hoàn thành phiếu kiểm tra", "complete the checklist"},
	CommandApprove:           {"duyệt", "approve"},
	CommandRelease:           {"đăng khi đến giờ hẹn", "release at its time"},
	CommandRevokeApproval:    {"hủy duyệt", "revoke the approval"},
	CommandOpenCorrection:    {"mở đính chính", "open a correction"},
	CommandDropCorrection:    {"bỏ đính chính", "drop the correction"},
	CommandWithdraw:          {"gỡ khỏi cổng", "withdraw"},
	CommandArchive:           {"lưu trữ", "archive"},
	CommandDiscard:           {"bỏ bản nháp", "discard"},
}

// States lists every state, in the order of the flow.
func States() []State {
	return []State{
		StateNew, StateDraft, StateSubmitted, StateReturned, StateApproved, StatePublished,
		StateCorrection, StateCorrectionSubmitted, StateCorrectionReturned, StateCorrectionApproved,
		StateWithdrawn, StateArchived, StateWithdrawnArchived, StateDiscarded,
	}
}

// Commands lists every command, in the order of the flow.
func Commands() []Command {
	return []Command{
		CommandDraft, CommandRevise, CommandSubmit, CommandRecall, CommandReturn, CommandCompleteChecklist,
		CommandApprove, CommandRelease, CommandRevokeApproval, CommandOpenCorrection, CommandDropCorrection,
		CommandWithdraw, CommandArchive, CommandDiscard,
	}
}

// Label names a state for people.
func (s State) Label(lang string) string { return stateLabels[s].in(lang) }

// Label names a command for people.
func (c Command) Label(lang string) string { return commandLabels[c].in(lang) }

// Label names a kind for people.
func (k Kind) Label(lang string) string {
	info, ok := KindOf(k)
	if !ok {
		return string(k)
	}
	return info.Label(lang)
}
