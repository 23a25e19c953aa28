package publication

import "slices"

// Check is one principle that a board member answers for before anything becomes
// public (regulation Điều 4 khoản 1).
type Check struct {
	ID     string
	vi, en string
}

// Sentence is what the board member affirms.
func (c Check) Sentence(lang string) string { return label{c.vi, c.en}.in(lang) }

var checks = []Check{
	{"accuracy", "Nội dung đúng sự thật, đã đối chiếu với nguồn chính thức.",
		"The content is true and was compared with the official source."},
	{"timeliness", "Nội dung còn thời sự, còn hiệu lực và được đăng đúng thời hạn.",
		"The content is current, still in force and published in time."},
	{"state_secret", "Nội dung và tệp đính kèm không chứa bí mật nhà nước.",
		"Neither the content nor its attachments contain state secrets."},
	{"source_citation", "Nguồn và tác giả của phần trích dẫn đã được ghi rõ, quyền tác giả được tôn trọng.",
		"Sources and authors of what is quoted are named, and copyright is respected."},
	{"personal_data", "Không có dữ liệu cá nhân ngoài phần pháp luật cho phép công khai.",
		"There is no personal data beyond what the law lets be made public."},
}

// Checks returns the checklist, in its order.
func Checks() []Check { return slices.Clone(checks) }

// complete tells whether every principle was answered for.
func complete(items map[string]string) bool {
	for _, c := range checks {
		if _, ok := items[c.ID]; !ok {
			return false
		}
	}
	return true
}
