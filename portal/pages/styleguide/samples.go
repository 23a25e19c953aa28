package styleguide

import "minhbach/portal/render"

func fields() []render.Field {
	return []render.Field{
		{ID: "ho-ten", Label: "Họ và tên", Autocomplete: "name", Value: "Trần Thị Mẫu"},
		{ID: "thu", Kind: "email", Label: "Thư điện tử", Hint: "Để nhận mã theo dõi. Không hiển thị công khai.", Error: "Nhập địa chỉ có dạng ten@vidu.vn", Value: "ten@", Autocomplete: "email"},
		{ID: "linh-vuc", Kind: "select", Label: "Lĩnh vực", Options: []render.Option{{Value: "dat", Label: "Đất đai"}, {Value: "nn", Label: "Nông nghiệp", Selected: true}}},
		{ID: "cong-khai", Kind: "radios", Label: "Công khai câu hỏi?", Hint: "Tên của bạn không bao giờ được công khai.", Options: []render.Option{{Value: "co", Label: "Có, sau khi được trả lời", Selected: true}, {Value: "khong", Label: "Không", Hint: "Chỉ bạn xem được bằng mã theo dõi."}}},
		{ID: "noi-dung-hoi", Kind: "textarea", Label: "Nội dung câu hỏi", Optional: true, Rows: 4, MaxLength: 5000},
		{ID: "tep", Kind: "file", Label: "Tệp kèm theo", Hint: "PDF, ảnh hoặc văn bản, tối đa 100 MB.", Optional: true, Accept: ".pdf,.png,.jpg,.docx"},
	}
}

const prose = `Ủy ban nhân dân huyện thông báo **lịch trực** và [kênh tiếp nhận](/gop-y) trong dịp Tết. Xem thêm tại [trang mẫu](https://example.org/).

# Thời gian

- Nghỉ từ ngày 14/02 đến hết ngày 22/02/2026;
- Làm việc lại từ ngày 23/02/2026[^1].

> Mọi yêu cầu khẩn cấp vẫn được tiếp nhận 24/24 giờ.

## Số liệu

| Xã, thị trấn | Hộ | Diện tích (ha) | Sản lượng (tấn) | Tỷ lệ |
|---|--:|--:|--:|:-:|
| Kế Sách | 4.812 | 1.234,56 | 10.987,5 | 12,4 % |
| An Lạc Thôn | 3.906 | 987,00 | 8.456,0 | 9,8 % |

Tải bằng lệnh ` + "`curl -O https://kesach.example/du-lieu/thuy-san.csv`" + `.

[^1]: Theo Thông báo về nghỉ Tết Âm lịch năm 2026.
`
