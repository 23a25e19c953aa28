package editorial

// State is where an item stands. A further version has states of its own, because
// the public one stays up meanwhile.
type State string

const (
	StateNew                 State = "new" // nothing recorded yet
	StateDraft               State = "draft"
	StateSubmitted           State = "submitted"
	StateReturned            State = "returned"
	StateApproved            State = "approved" // waiting for its embargo
	StatePublished           State = "published"
	StateCorrection          State = "correction"
	StateCorrectionSubmitted State = "correction_submitted"
	StateCorrectionReturned  State = "correction_returned"
	StateCorrectionApproved  State = "correction_approved"
	StateWithdrawn           State = "withdrawn"
	StateArchived            State = "archived"
	StateWithdrawnArchived   State = "withdrawn_archived" // archived, and still only a tombstone
	StateDisposed            State = "disposed"           // its time of retention ended; only the tombstone is left
	StateDiscarded           State = "discarded"
)

var stateLabels = map[State]Label{
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
	StateDisposed:            {"đã tiêu hủy theo danh mục", "disposed of"},
	StateDiscarded:           {"đã bỏ", "discarded"},
}

// States lists every state, in the order of the flow.
func States() []State {
	return []State{
		StateNew, StateDraft, StateSubmitted, StateReturned, StateApproved, StatePublished,
		StateCorrection, StateCorrectionSubmitted, StateCorrectionReturned, StateCorrectionApproved,
		StateWithdrawn, StateArchived, StateWithdrawnArchived, StateDisposed, StateDiscarded,
	}
}

// Label names a state for people.
func (s State) Label(lang string) string { return stateLabels[s].In(lang) }

// Public tells whether readers see the content of a version in this state.
func (s State) Public() bool {
	switch s {
	case StatePublished, StateArchived,
		StateCorrection, StateCorrectionSubmitted, StateCorrectionReturned, StateCorrectionApproved:
		return true
	}
	return false
}

// Tombstone tells whether readers see, in place of the content, that it was
// withdrawn or disposed of and why.
func (s State) Tombstone() bool {
	return s == StateWithdrawn || s == StateWithdrawnArchived || s == StateDisposed
}
