package editorial

import (
	"maps"
	"slices"
)

// Check is one principle that a board member answers for before anything becomes
// public (regulation Điều 4 khoản 1).
type Check struct {
	ID       string
	sentence Label
}

// Sentence is what the board member affirms.
func (c Check) Sentence(lang string) string { return c.sentence.In(lang) }

var checks = []Check{
	{"accuracy", Label{"Nội dung đúng sự thật, đã đối chiếu với nguồn chính thức.",
		"The content is true and was compared with the official source."}},
	{"timeliness", Label{"Nội dung còn thời sự, còn hiệu lực và được đăng đúng thời hạn.",
		"The content is current, still in force and published in time."}},
	{"state_secret", Label{"Nội dung và tệp đính kèm không chứa bí mật nhà nước.",
		"Neither the content nor its attachments contain state secrets."}},
	{"source_citation", Label{"Nguồn và tác giả của phần trích dẫn đã được ghi rõ, quyền tác giả được tôn trọng.",
		"Sources and authors of what is quoted are named, and copyright is respected."}},
	{"personal_data", Label{"Không có dữ liệu cá nhân ngoài phần pháp luật cho phép công khai.",
		"There is no personal data beyond what the law lets be made public."}},
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

// Check passes when an authorised second person answers for every principle on the
// content submitted; it returns the checklist to record.
func (d *Desk) Check(deed Deed, a *Authority, content string, now func() string, items map[string]string) (Checklist, error) {
	if err := d.Reviewed(deed, a, CommandCompleteChecklist, content, now); err != nil {
		return Checklist{}, err
	}
	clean, err := d.flow.answers(items)
	if err != nil {
		return Checklist{}, err
	}
	return Checklist{content, clean, *a}, nil
}

// answers cleans the remarks and demands one for every check and no other.
func (f *Flow) answers(items map[string]string) (map[string]string, error) {
	c := f.Cleaner()
	out := make(map[string]string, len(checks))
	for _, check := range checks {
		remark, ok := items[check.ID]
		if !ok {
			c.Faults.Add(f.CheckMissing.New("check", check.ID).At("items." + check.ID))
			continue
		}
		c.Text("items."+check.ID, &remark, MaxReason)
		out[check.ID] = remark
	}
	for _, id := range slices.Sorted(maps.Keys(items)) {
		if !slices.ContainsFunc(checks, func(c Check) bool { return c.ID == id }) {
			c.Faults.Add(f.CheckUnknown.New("check", id).At("items." + id))
		}
	}
	return out, c.Faults.Err()
}
