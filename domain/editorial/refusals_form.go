package editorial

import "minhbach/domain/fault"

// forms: faults of the form of a content, and what every submission needs.
func (r *Refusals) forms(code definer) {
	r.TooLong = code(fault.TooLarge, "too_long",
		"Mục này dài {length} ký tự, quá giới hạn {limit}; hãy rút ngắn lại.",
		"This field has {length} characters, more than {limit}; shorten it.")
	r.TooMany = code(fault.TooLarge, "too_many",
		"Mục này có {count} phần, quá giới hạn {limit}; hãy bớt đi.",
		"This list has {count} entries, more than {limit}; leave some out.")
	r.DateImplausible = code(fault.Invalid, "date_implausible",
		"Ngày {date} không hợp lý; hãy kiểm tra lại năm.",
		"The date {date} is implausible; check the year.")
	r.DateOrder = code(fault.Invalid, "date_order",
		"Ngày {date} không thể trước ngày {earlier}; hãy kiểm tra lại hai ngày.",
		"The date {date} cannot be before {earlier}; check both.")
	r.Email = code(fault.Invalid, "email_form",
		"“{email}” không phải địa chỉ thư điện tử; hãy viết theo dạng ten@co-quan.gov.vn.",
		"“{email}” is not an e-mail address; write it as name@agency.gov.vn.")
	r.SHA256 = code(fault.Invalid, "sha256_form",
		"Mã SHA-256 của tệp phải gồm 64 chữ số thập lục phân viết thường; hãy tải tệp lên lại.",
		"A file's SHA-256 has 64 lower-case hexadecimal digits; upload the file again.")
	r.FileName = code(fault.Invalid, "file_name",
		"Tên tệp “{name}” không dùng được; hãy đặt tên không có dấu gạch chéo và không trùng tệp khác.",
		"The file name “{name}” cannot be used; give one without slashes that no other file here has.")
	r.Media = code(fault.Invalid, "media_type",
		"“{type}” không phải kiểu tệp; hãy dùng dạng như application/pdf.",
		"“{type}” is not a media type; use a form such as application/pdf.")
	r.Length = code(fault.Invalid, "file_size",
		"Kích thước tệp {size} không hợp lý; hãy tải tệp lên lại.",
		"The file size {size} is implausible; upload the file again.")
	r.Title = r.missing(code, "title", "Thiếu tiêu đề; hãy đặt tiêu đề.", "The title is missing; give one.")
	r.Creator = r.missing(code, "creator", "Thiếu người hoặc đơn vị tạo nội dung; hãy ghi tên.", "The creator is missing; name the author or unit.")
	r.Summary = r.missing(code, "description", "Thiếu tóm tắt; hãy viết vài câu mô tả nội dung.", "The summary is missing; describe the content in a few sentences.")
	r.Publisher = r.missing(code, "publisher", "Thiếu cơ quan ban hành; hãy soạn lại {noun} này cho một cơ quan.", "The publishing agency is missing; begin the {noun} again for an agency.")
	r.Identifier = r.missing(code, "identifier", "Thiếu địa chỉ cố định; hãy soạn lại {noun} này với một địa chỉ.", "The permanent address is missing; begin the {noun} again with one.")
}

func (r *Refusals) missing(code definer, what, vi, en string) *fault.Code {
	return code(fault.Invalid, what+"_missing", vi, en)
}
