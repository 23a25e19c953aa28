package dataset

import "minhbach/domain/fault"

// Faults of the form of a description, at any time.
var (
	ErrTooLong         = refusals.TooLong
	ErrTooMany         = refusals.TooMany
	ErrDateImplausible = refusals.DateImplausible
	ErrDateOrder       = refusals.DateOrder
	ErrEmail           = refusals.Email
	ErrTopic           = fault.Define(fault.Invalid, "dataset.topic_unknown",
		"Không có chủ đề “{value}”; hãy chọn một trong: {choices}.",
		"There is no topic “{value}”; choose one of: {choices}.")
	ErrLicence = fault.Define(fault.Invalid, "dataset.licence_unknown",
		"Không có giấy phép “{value}”; hãy chọn một trong: {choices}.",
		"There is no licence “{value}”; choose one of: {choices}.")
	ErrFrequency = fault.Define(fault.Invalid, "dataset.frequency_unknown",
		"Không có tần suất “{value}”; hãy chọn một trong: {choices}.",
		"There is no frequency “{value}”; choose one of: {choices}.")
	ErrURL = fault.Define(fault.Invalid, "dataset.url_form",
		"“{url}” không phải địa chỉ trang web; hãy viết đầy đủ, bắt đầu bằng https:// hoặc http://.",
		"“{url}” is not a web address; write it in full, beginning with https:// or http://.")
	ErrPhone = fault.Define(fault.Invalid, "dataset.phone_form",
		"“{phone}” không phải số điện thoại; hãy chỉ dùng chữ số, dấu cách, dấu chấm, gạch nối, ngoặc và dấu +.",
		"“{phone}” is not a telephone number; use only digits, spaces, dots, hyphens, brackets and +.")
	ErrSpatialCode = fault.Define(fault.Invalid, "dataset.spatial_code_form",
		"Mã địa bàn “{code}” chỉ gồm chữ cái không dấu, chữ số, dấu chấm và gạch nối, tối đa 32 ký tự.",
		"The area code “{code}” takes letters, digits, dots and hyphens, at most 32 characters; rewrite it so.")
)

// Faults of a release. Ingestion makes releases, so most of them are a fault of ours.
var (
	ErrReleaseID = fault.Define(fault.Invalid, "dataset.release_id",
		"Mã của lần đưa dữ liệu phải là một UUID viết thường; hãy tạo mã mới rồi gửi lại.",
		"A release's id is a UUID in lower case; make a new one and send again.")
	ErrReading = fault.Define(fault.Invalid, "dataset.reading",
		"Cách đọc tệp không hợp lệ ({what}); hãy đọc lại tệp rồi chọn lại.",
		"The reading of the file is not valid ({what}); have the file read again and choose anew.")
	ErrColumns = fault.Define(fault.Invalid, "dataset.columns_missing",
		"Dữ liệu không có cột nào; hãy chọn lại dòng tiêu đề hoặc giữ lại ít nhất một cột.",
		"The data has no column; choose another header row or keep at least one column.")
	ErrColumnName = fault.Define(fault.Invalid, "dataset.column_name",
		"Tên cột “{name}” không dùng được; hãy dùng chữ thường không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ, không trùng cột khác.",
		"The column name “{name}” cannot be used; take lower-case letters, digits and underscores, beginning with a letter, unlike every other column.")
	ErrColumnType = fault.Define(fault.Invalid, "dataset.column_type",
		"Không có kiểu dữ liệu “{type}”; hãy chọn một trong: {choices}.",
		"There is no type “{type}”; choose one of: {choices}.")
	ErrColumnsOther = fault.Define(fault.Conflict, "dataset.columns_other",
		"Các cột gửi lên không khớp với dữ liệu đang có; hãy tải lại trang rồi sửa lại, chỉ đổi tên hiển thị, đơn vị, mô tả và khóa.",
		"The columns sent are not those of the data in hand; reload and change only titles, units, descriptions and keys.")
	ErrRows = fault.Define(fault.Invalid, "dataset.row_count",
		"Số dòng {rows} không hợp lý; hãy đọc lại tệp.",
		"The row count {rows} is implausible; have the file read again.")
	ErrFinding = fault.Define(fault.Invalid, "dataset.finding",
		"Phát hiện dữ liệu cá nhân ở cột “{column}” không hợp lệ; hãy đọc lại tệp.",
		"The finding of personal data in the column “{column}” is not valid; have the file read again.")
	ErrNote = fault.Define(fault.Invalid, "dataset.note",
		"Ghi chú “{code}” của việc đọc tệp không hợp lệ; hãy đọc lại tệp.",
		"The note “{code}” on the reading is not valid; have the file read again.")
	ErrChange = fault.Define(fault.Invalid, "dataset.change_unknown",
		"“{value}” không phải lý do thay dữ liệu; hãy chọn new_data (dữ liệu mới), correction (đính chính) hoặc revision (điều chỉnh).",
		"“{value}” is no kind of change; choose new_data, correction or revision.")
)

// What is missing when a dataset is submitted.
var (
	ErrTitleMissing       = refusals.Title
	ErrDescriptionMissing = refusals.Summary
	ErrCreatorMissing     = refusals.Creator
	ErrPublisherMissing   = refusals.Publisher
	ErrIdentifierMissing  = refusals.Identifier
	ErrTopicMissing       = missing("topic", "Chưa chọn chủ đề; hãy chọn ít nhất một trong 12 chủ đề.", "There is no topic; choose at least one of the twelve.")
	ErrLicenceMissing     = missing("licence", "Chưa chọn giấy phép sử dụng; hãy chọn một giấy phép.", "The licence is missing; choose one.")
	ErrFrequencyMissing   = missing("frequency", "Chưa chọn tần suất cập nhật; hãy chọn một tần suất.", "The update frequency is missing; choose one.")
	ErrContactMissing     = missing("contact", "Thiếu đơn vị liên hệ; hãy ghi tên đơn vị trả lời câu hỏi về dữ liệu.", "The contact unit is missing; name the unit that answers questions on the data.")
	ErrEmailMissing       = missing("email", "Thiếu thư điện tử của đơn vị liên hệ; hãy ghi địa chỉ thư.", "The contact's e-mail is missing; enter it.")
	ErrReleaseMissing     = missing("release", "Bộ dữ liệu chưa có dữ liệu; hãy tải tệp dữ liệu lên.", "The dataset has no data yet; upload a data file.")
	ErrRowsMissing        = missing("rows", "Dữ liệu không có dòng nào; hãy xem báo cáo đọc tệp và tải tệp khác lên.", "The data has no row; look at the reading report and upload another file.")
	ErrColumnTitle        = missing("column_title", "Cột “{name}” chưa có tên hiển thị; hãy đặt tên cho cột.", "The column “{name}” has no title; give it one.")
	ErrReportMissing      = missing("report", "Thiếu báo cáo các dòng bị loại; hãy đọc lại tệp.", "The report on rejected rows is missing; have the file read again.")
	ErrChangeMissing      = missing("change", "Chưa nói dữ liệu thay đổi vì sao; hãy chọn dữ liệu mới, đính chính hoặc điều chỉnh.", "It is not said what kind of change the data is; choose new data, correction or revision.")
	ErrChangeReason       = missing("change_reason", "Thiếu lý do thay dữ liệu; hãy viết một câu cho người dùng.", "The reason for the new data is missing; write a sentence for readers.")
)

func missing(what, vi, en string) *fault.Code {
	return fault.Define(fault.Invalid, "dataset."+what+"_missing", vi, en)
}
