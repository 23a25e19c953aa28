package quality

import (
	"slices"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
)

// Bands of the MQA.
const (
	Excellent  = "excellent"
	Good       = "good"
	Sufficient = "sufficient"
	Poor       = "poor"
)

// Bands from the best to the worst.
func Bands() []dataset.Term {
	return []dataset.Term{
		{ID: Excellent, Vi: "Rất tốt", En: "Excellent"},
		{ID: Good, Vi: "Tốt", En: "Good"},
		{ID: Sufficient, Vi: "Đạt", En: "Sufficient"},
		{ID: Poor, Vi: "Còn yếu", En: "Poor"},
	}
}

// Dimensions of the MQA, and of udata.
const (
	Findability      = "findability"
	Accessibility    = "accessibility"
	Interoperability = "interoperability"
	Reusability      = "reusability"
	Contextuality    = "contextuality"
	Udata            = "udata"
)

var groups = map[string][2]string{
	Findability:      {"Dễ tìm", "Findability"},
	Accessibility:    {"Dễ truy cập", "Accessibility"},
	Interoperability: {"Liên thông", "Interoperability"},
	Reusability:      {"Dùng lại được", "Reusability"},
	Contextuality:    {"Đủ bối cảnh", "Contextuality"},
	Udata:            {"Tiêu chí của udata", "Criteria of udata"},
}

const (
	attachVi = "Đính kèm tệp dữ liệu; hệ thống tự tạo địa chỉ tải và các định dạng mở."
	attachEn = "Attach the data file; download addresses and open formats are then made for you."
	goesUpVi = "Tự đạt khi bộ dữ liệu được công bố."
	goesUpEn = "Met by itself once the dataset is published."
)

// mqa is the table of the MQA methodology: what is asked and what it is worth.
var mqa = []question{
	{"mqa.keywords", Findability, 30, func(c dataset.Content, _ Facts) bool { return len(c.Description.Keywords) > 0 },
		"Có từ khóa", "Keywords are given",
		"Thêm vài từ khóa mà người dân thường dùng khi tìm.", "Add a few keywords that people search by."},
	{"mqa.themes", Findability, 30, func(c dataset.Content, _ Facts) bool { return slices.ContainsFunc(c.Description.Topics, known) },
		"Có chủ đề thuộc danh mục chung", "A theme of the common list is given",
		"Chọn ít nhất một trong mười hai chủ đề.", "Choose at least one of the twelve themes."},
	{"mqa.spatial", Findability, 20, func(c dataset.Content, _ Facts) bool { return hasPlace(c) },
		"Có phạm vi không gian", "The place covered is given",
		"Ghi tên địa bàn mà dữ liệu nói tới, kèm mã đơn vị hành chính nếu có.", "Name the place that the data covers, with its official code where there is one."},
	{"mqa.temporal", Findability, 20, func(c dataset.Content, _ Facts) bool { return hasPeriod(c) },
		"Có thời kỳ dữ liệu", "The period covered is given",
		"Ghi ngày đầu và ngày cuối của thời kỳ mà dữ liệu nói tới.", "Give the first and last day that the data speaks of."},

	{"mqa.access_url", Accessibility, 50, hasData, "Địa chỉ truy cập hoạt động", "The access address works", attachVi, attachEn},
	{"mqa.download_url", Accessibility, 20, hasData, "Có địa chỉ tải về", "There is a download address", attachVi, attachEn},
	{"mqa.download_works", Accessibility, 30, hasData, "Địa chỉ tải về hoạt động", "The download address works", attachVi, attachEn},

	{"mqa.format", Interoperability, 20, hasData, "Có định dạng tệp", "The file format is given", attachVi, attachEn},
	{"mqa.media_type", Interoperability, 10, hasData, "Có kiểu nội dung", "The media type is given", attachVi, attachEn},
	{"mqa.format_vocabulary", Interoperability, 10, hasData, "Định dạng thuộc danh mục chung", "Formats come from the common list", attachVi, attachEn},
	{"mqa.open_format", Interoperability, 20, hasData, "Có định dạng mở", "There is a non-proprietary format", attachVi, attachEn},
	{"mqa.machine_readable", Interoperability, 20, hasData, "Máy đọc được", "Machines can read it", attachVi, attachEn},
	{"mqa.dcat_ap", Interoperability, 30, describes, "Đủ thông tin bắt buộc của DCAT-AP", "What DCAT-AP demands is there",
		"Ghi tên và đoạn tóm tắt của bộ dữ liệu.", "Give the dataset a title and a summary."},

	{"mqa.licence", Reusability, 20, func(c dataset.Content, _ Facts) bool { return c.Description.Licence != "" },
		"Có điều kiện sử dụng", "A licence is given",
		"Chọn điều kiện sử dụng (giấy phép) của dữ liệu.", "Choose the licence of the data."},
	{"mqa.licence_vocabulary", Reusability, 10, func(c dataset.Content, _ Facts) bool {
		l, ok := dataset.LicenceOf(c.Description.Licence)
		return ok && l.URI != ""
	}, "Giấy phép thuộc danh mục quốc tế", "The licence is one that is known internationally",
		"Nếu cơ quan được phép, chọn một giấy phép quốc tế như CC BY 4.0 để phần mềm nước ngoài nhận ra.", "Where the agency may, choose an international licence such as CC BY 4.0, which foreign software knows."},
	{"mqa.access_rights", Reusability, 10, always, "Có quyền truy cập", "Access rights are given", "", ""},
	{"mqa.access_rights_vocabulary", Reusability, 5, always, "Quyền truy cập thuộc danh mục chung", "Access rights come from the common list", "", ""},
	{"mqa.contact", Reusability, 20, func(c dataset.Content, _ Facts) bool {
		return c.Description.Contact.Unit != "" || c.Description.Contact.Email != ""
	}, "Có đầu mối liên hệ", "A contact is given",
		"Ghi đơn vị và địa chỉ thư điện tử trả lời câu hỏi về dữ liệu.", "Name the unit and the e-mail address that answer questions about the data."},
	{"mqa.publisher", Reusability, 10, always, "Có cơ quan công bố", "The publisher is given", "", ""},

	{"mqa.rights", Contextuality, 5, func(c dataset.Content, _ Facts) bool { return c.Description.Licence != "" },
		"Có tuyên bố về quyền", "A statement of rights is given",
		"Chọn điều kiện sử dụng (giấy phép) của dữ liệu.", "Choose the licence of the data."},
	{"mqa.size", Contextuality, 5, func(c dataset.Content, _ Facts) bool { return c.Release != nil && c.Release.File.Size > 0 },
		"Có kích thước tệp", "The file size is given", attachVi, attachEn},
	{"mqa.issued", Contextuality, 5, published, "Có ngày công bố", "The date of publication is given", goesUpVi, goesUpEn},
	{"mqa.modified", Contextuality, 5, published, "Có ngày cập nhật", "The date of change is given", goesUpVi, goesUpEn},
}

// MQA scores by the EU's methodology, at most 405 points. It does not depend on
// Facts.Today.
func MQA(c dataset.Content, f Facts) Score {
	s := score(mqa, c, f)
	s.Band = BandOf(s.Points)
	return s
}

// BandOf an MQA score.
func BandOf(points int) string {
	switch {
	case points >= 351:
		return Excellent
	case points >= 221:
		return Good
	case points >= 121:
		return Sufficient
	}
	return Poor
}

// AtPublication is the MQA score of a version that becomes public on a day.
func AtPublication(c dataset.Content, on calendar.Date) (points int, band string) {
	s := MQA(c, Facts{Published: on})
	return s.Points, s.Band
}

func known(topic string) bool {
	_, ok := dataset.ThemeOf(topic)
	return ok
}

func hasPlace(c dataset.Content) bool {
	return c.Description.Spatial != "" || c.Description.SpatialCode != ""
}

func hasPeriod(c dataset.Content) bool {
	return !c.Description.PeriodFrom.IsZero() || !c.Description.PeriodTo.IsZero()
}

func hasData(c dataset.Content, _ Facts) bool { return c.Release != nil }

func describes(c dataset.Content, _ Facts) bool {
	return c.Description.Title != "" && (c.Description.Summary != "" || c.Description.Description != "")
}

func always(dataset.Content, Facts) bool { return true }

func published(_ dataset.Content, f Facts) bool { return !f.Published.IsZero() }
