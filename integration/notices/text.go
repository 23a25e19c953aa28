package notices

import (
	"fmt"
	"strings"

	"minhbach/domain/notice"
	"minhbach/internal/app"
)

// words of a kind, Vietnamese and English.
type words struct{ subject, tell string }

var texts = map[notice.Kind][2]words{
	notice.ForReview: {
		{"Chờ duyệt: %s", "Nội dung “%s” của %s đã được trình và đang chờ Ban Biên tập xem xét: phê duyệt hoặc trả lại kèm lý do."},
		{"For review: %s", "“%s” of %s was submitted and waits for the editorial board: approve it, or return it with a reason."},
	},
	notice.Returned: {
		{"Bị trả lại: %s", "Nội dung “%s” của %s đã được Ban Biên tập trả lại. Lý do và bản đang soạn có ở trang dưới đây; sửa xong, hãy trình lại."},
		{"Returned: %s", "“%s” of %s was returned by the editorial board. The reason and the draft are on the page below; mend it and submit it again."},
	},
	notice.Disposal: {
		{"Chờ phê duyệt: %s", "Một %s của %s đã được lập và đang chờ Thủ trưởng cơ quan quyết định."},
		{"For decision: %s", "A %s of %s was drawn up and waits for the decision of the head of the agency."},
	},
}

var pages = map[string]string{notice.Publication: "/quan-tri/muc/", notice.Dataset: "/quan-tri/du-lieu/", notice.List: "/quan-tri/luu-tru/"}

// compose writes the message: Vietnamese first, English second, a link, and nothing
// about a person but the name of the one who is addressed.
func compose(id string, l app.Letter, public string) Mail {
	t := texts[l.Written.Kind]
	title := [2]string{l.Title, l.Title}
	if l.Written.Sort == notice.List {
		title = [2]string{"danh mục tiêu hủy", "list of disposal"}
	}
	greeting := [2]string{"Kính gửi " + l.Name + ",", "Dear " + l.Name + ","}
	if l.Name == "" {
		greeting = [2]string{"Kính gửi " + l.Agency + ",", "To the office of " + l.Agency + ","}
	}
	link := strings.TrimRight(public, "/") + pages[l.Written.Sort] + l.Written.About
	var b strings.Builder
	for i := range t {
		fmt.Fprintf(&b, "%s\n\n%s\n\n%s\n\n", greeting[i], fmt.Sprintf(t[i].tell, title[i], l.Agency), link)
		if i == 0 {
			b.WriteString("-- \n")
		}
	}
	b.WriteString("Thư tự động, xin không trả lời. Địa chỉ nhận thông báo được đổi ở trang “Tài khoản của tôi”.\n" +
		"Sent automatically; please do not answer. Change or remove your address on the page “My account”.\n")
	m := Mail{ID: id, To: l.To, Subject: fmt.Sprintf(t[0].subject, title[0]), Text: b.String()}
	if l.Opened > 0 {
		m.ID = fmt.Sprint(id, ".", l.Opened) // somebody wants it again: it is no twin
	}
	return m
}
