// Package styleguide is one page with every part that pages are built from. It
// is the first page to read when writing another, and the one on which the
// browser checks look at every part in both themes and widths. It is mounted in
// tests only, and shows sample content, never real data.
package styleguide

import (
	_ "embed"
	"time"

	"minhbach/portal/i18n"
	"minhbach/portal/render"
)

//go:embed styleguide.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("styleguide", source)

// Page holds one sample of each part.
type Page struct {
	render.Base
	Items      []render.Item
	Facts      []render.Fact
	Badges     []render.Badge
	Timeline   []render.Event
	Diff       render.Diff
	Pagination render.Pagination
	Tabs       []render.Link
	Fields     []render.Field
	Prose      string
	Tasks      []Task
}

// Task is a row of the sample work list.
type Task struct {
	Title, URL, Agency string
	Due                time.Time
	DaysLeft           int
	State              render.Badge
}

// New fills the page with samples at an instant.
func New(base render.Base, at time.Time) Page {
	base.Title = "Bộ mẫu giao diện"
	if base.Lang == i18n.EN {
		base.Title = "Style guide"
	}
	day := 24 * time.Hour
	published := render.Badge{Tone: render.Success, Label: "Đã công bố"}
	base.Notices = []render.Notice{
		{Tone: render.Info, Title: "Lịch nghỉ Tết đã được công bố.", Text: "Bộ phận Một cửa làm việc lại từ ngày 23/02/2026.", Links: []render.Link{{Label: "Xem lịch trực", URL: "#van-ban"}}},
		{Tone: render.Success, Title: "Đã gửi bài để duyệt."},
		render.Superseded(base.Lang, "Quyết định 12/2026/QĐ-UBND thay thế văn bản này từ ngày 15/03/2026.", "#van-ban"),
		render.Tombstone(base.Lang, at, "Số liệu sai kỳ báo cáo."),
	}
	return Page{
		Base: base,
		Items: []render.Item{
			{Title: "Kế hoạch phòng, chống xâm nhập mặn mùa khô năm 2026 trên địa bàn huyện", URL: "/mau?phan=tin", Kicker: "Chỉ đạo, điều hành", At: at, Text: "Huyện vận hành 12 cống ngăn mặn, ưu tiên nước sinh hoạt cho các xã ven sông Hậu.", Badges: []render.Badge{{Tone: render.Info, Label: "Mới"}}},
			{Title: "Quyết định 07/2019/QĐ-UBND về quản lý, vận hành cổng thông tin điện tử", URL: "#van-ban", Kicker: "Văn bản quy phạm pháp luật", At: at.Add(-9 * day), Badges: []render.Badge{{Tone: render.Success, Label: "Còn hiệu lực"}}, Facts: []string{"PDF", "1,2 MB"}},
			{Title: "Diện tích nuôi trồng thủy sản theo xã, 2015–2025", URL: "/mau?phan=du-lieu", Kicker: "Dữ liệu mở", At: at.Add(-30 * day), Facts: []string{"CSV", "JSON", "Parquet", "1.204 dòng"}},
		},
		Facts: []render.Fact{
			{Term: "Số, ký hiệu", Text: "07/2019/QĐ-UBND"},
			{Term: "Tình trạng", Badge: &published},
			{Term: "Ngày ban hành", Time: at},
			{Term: "Cơ quan ban hành", Text: "Ủy ban nhân dân tỉnh Sóc Trăng", URL: "/mau?phan=co-quan"},
			{Term: "Mã băm (SHA-256)", Text: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Code: true},
		},
		Badges: []render.Badge{{Label: "Bản nháp"}, {Tone: render.Info, Label: "Chờ duyệt"}, published, {Tone: render.Warning, Label: "Sắp đến hạn"}, {Tone: render.Danger, Label: "Quá hạn"}},
		Timeline: []render.Event{
			{At: at, Title: "Công bố phiên bản 3", Text: "Sửa số liệu tại Phụ lục II.", Actor: "Ban Biên tập", URL: "/mau?phan=phien-ban-3", Badge: &published},
			{At: at.Add(-2 * day), Title: "Trả lại để sửa", Text: "Thiếu căn cứ pháp lý ở khoản 2.", Actor: "Trưởng ban Biên tập"},
			{At: at.Add(-4 * day), Title: "Soạn bản nháp", Actor: "Tổ chuyên viên giúp việc"},
		},
		Diff: render.NewDiff(
			"Điều 17. Thời hạn cung cấp thông tin\nVăn bản quy phạm pháp luật được đăng chậm nhất 02 ngày làm việc kể từ ngày ký ban hành trên Cổng thông tin điện tử tỉnh Sóc Trăng.\n",
			"Điều 17. Thời hạn cung cấp thông tin\nVăn bản quy phạm pháp luật được đăng chậm nhất 01 ngày làm việc kể từ ngày ký ban hành trên Cổng thông tin điện tử thành phố Cần Thơ.\n"),
		Pagination: render.NewPagination(6, 48, func(n int) string { return "?trang=" + i18n.Format(i18n.VI, n) }),
		Tabs:       []render.Link{{Label: "Nội dung", URL: "/mau?phan=nd", Current: true}, {Label: "Lịch sử", URL: "/mau?phan=ls"}, {Label: "Chứng thực", URL: "/mau?phan=ct"}},
		Fields:     fields(),
		Prose:      prose,
		Tasks: []Task{
			{"Trả lời câu hỏi về hỗ trợ chuyển đổi cây trồng", "/mau?phan=1", "Phòng Nông nghiệp", at.Add(-3 * day), -3, render.Badge{Tone: render.Danger, Label: "Quá hạn"}},
			{"Duyệt: Thông báo lịch tiếp công dân tháng 3", "/mau?phan=2", "Văn phòng", at, 0, render.Badge{Tone: render.Warning, Label: "Chờ duyệt"}},
			{"Đăng Quyết định 12/2026/QĐ-UBND", "/mau?phan=3", "Văn phòng", at.Add(2 * day), 2, render.Badge{Tone: render.Info, Label: "Mới"}},
		},
	}
}
