package publication

import "minhbach/domain/fault"

// Faults of the form of a content, at any time.
var (
	ErrTooLong  = refusals.TooLong
	ErrTooMany  = refusals.TooMany
	ErrLanguage = fault.Define(fault.Invalid, "publication.language_unknown",
		"“{language}” không phải mã ngôn ngữ; hãy dùng mã như vi, en, km, zh.",
		"“{language}” is not a language code; use one such as vi, en, km, zh.")
	ErrLanguageFixed = fault.Define(fault.Invalid, "publication.language_fixed",
		"Ngôn ngữ gốc của mục là “{language}” và không đổi được; hãy thêm bản dịch, hoặc soạn mục mới.",
		"The item's original language is “{language}” and cannot change; add a translation, or begin a new item.")
	ErrTranslationOfItself = fault.Define(fault.Invalid, "publication.translation_into_original",
		"Bản dịch trùng với ngôn ngữ gốc; hãy sửa trực tiếp bản gốc.",
		"A translation into the original's own language is not possible; edit the original.")
	ErrDetails = fault.Define(fault.Invalid, "publication.details_of_other_kind",
		"Loại mục này không có phần thông tin đó; hãy xóa phần này hoặc chọn loại khác.",
		"This kind of item has no such details; remove them or choose another kind.")
	ErrDateImplausible = refusals.DateImplausible
	ErrDateOrder       = refusals.DateOrder
	ErrPeriod          = fault.Define(fault.Invalid, "publication.period",
		"Giai đoạn từ {from} đến {to} không hợp lý; hãy kiểm tra lại hai năm.",
		"The period from {from} to {to} is implausible; check both years.")
	ErrEmail  = refusals.Email
	ErrChoice = fault.Define(fault.Invalid, "publication.choice_unknown",
		"“{value}” không có trong danh sách; hãy chọn một trong: {choices}.",
		"“{value}” is not on the list; choose one of: {choices}.")
	ErrMoney = fault.Define(fault.Invalid, "publication.money",
		"Số tiền {value} không hợp lý; hãy nhập số nguyên đồng, không âm.",
		"The amount {value} is implausible; enter whole đồng, not negative.")
	ErrSHA256    = refusals.SHA256
	ErrFileName  = refusals.FileName
	ErrMediaType = refusals.Media
	ErrFileSize  = refusals.Length
)

// What is missing when an item is submitted: first what Circular 24/2011 Điều 4
// demands of every item.
var (
	ErrTitleMissing       = refusals.Title
	ErrCreatorMissing     = refusals.Creator
	ErrDescriptionMissing = refusals.Summary
	ErrPublisherMissing   = refusals.Publisher
	ErrIdentifierMissing  = refusals.Identifier
	ErrTextMissing        = missing("text", "Mục chưa có nội dung; hãy viết nội dung hoặc đính kèm tệp.", "There is no content yet; write a text or attach a file.")
	ErrDetailsMissing     = missing("details", "Thiếu phần thông tin riêng của loại mục này; hãy điền phần đó.", "The details that belong to this kind are missing; fill them in.")
	ErrTranslationTitle   = missing("translation_title", "Bản dịch chưa có tiêu đề; hãy dịch tiêu đề hoặc bỏ bản dịch.", "The translation has no title; translate it or drop the translation.")
	ErrDateAhead          = fault.Define(fault.Invalid, "publication.date_ahead",
		"Ngày {date} còn ở phía trước; hãy gửi duyệt khi việc đó đã diễn ra, hoặc sửa ngày.",
		"The date {date} has not come yet; submit once it has happened, or correct the date.")
	ErrClosed = fault.Define(fault.Invalid, "publication.consultation_closed",
		"Hạn góp ý {date} đã qua; hãy chọn hạn mới.",
		"The consultation would have closed on {date} already; choose a later date.")
)

func missing(what, vi, en string) *fault.Code {
	return fault.Define(fault.Invalid, "publication."+what+"_missing", vi, en)
}

// Then what each kind demands.
var detailMissing = func() map[string]*fault.Code {
	codes := map[string]*fault.Code{}
	for _, f := range []struct{ path, vi, en string }{
		{"document.number", "Thiếu số, ký hiệu văn bản; hãy ghi như 07/2019/QĐ-UBND.", "The document's number is missing; write it as 07/2019/QĐ-UBND."},
		{"document.form", "Thiếu hình thức văn bản; hãy ghi như Quyết định, Chỉ thị.", "The document's form is missing; write it as Quyết định, Chỉ thị."},
		{"document.issuer", "Thiếu cơ quan ban hành văn bản; hãy ghi như trên văn bản.", "The issuing authority is missing; write it as printed."},
		{"document.issued_on", "Thiếu ngày ban hành; hãy ghi ngày ký văn bản.", "The date of issue is missing; enter the day of signature."},
		{"document.signer", "Thiếu người ký; hãy ghi họ tên người ký.", "The signer is missing; enter the signer's name."},
		{"document.abstract", "Thiếu trích yếu; hãy ghi trích yếu của văn bản.", "The abstract is missing; enter the document's abstract."},
		{"plan.decision", "Thiếu số quyết định phê duyệt; hãy ghi số, ký hiệu.", "The approving decision is missing; enter its number."},
		{"plan.approved_on", "Thiếu ngày phê duyệt; hãy ghi ngày của quyết định.", "The date of approval is missing; enter the decision's date."},
		{"gazette.issue", "Thiếu số công báo; hãy ghi số phát hành.", "The gazette's issue is missing; enter it."},
		{"gazette.date", "Thiếu ngày công báo; hãy ghi ngày phát hành.", "The gazette's date is missing; enter it."},
		{"project.objective", "Thiếu mục tiêu chính; hãy ghi mục tiêu của dự án.", "The main objective is missing; enter it."},
		{"project.approved_on", "Thiếu ngày phê duyệt; hãy ghi ngày của quyết định.", "The date of approval is missing; enter the decision's date."},
		{"project.status", "Thiếu tình trạng; hãy chọn đang chuẩn bị, đang thực hiện hoặc đã hoàn thành.", "The status is missing; choose preparing, running or completed."},
		{"consultation.closes_on", "Thiếu hạn góp ý; hãy ghi ngày cuối nhận góp ý.", "The closing date is missing; enter the last day for comments."},
		{"consultation.address", "Thiếu địa chỉ nhận góp ý; hãy ghi địa chỉ.", "The address for comments is missing; enter it."},
		{"consultation.email", "Thiếu thư điện tử nhận góp ý; hãy ghi địa chỉ thư.", "The e-mail for comments is missing; enter it."},
		{"contact.full_name", "Thiếu họ tên; hãy ghi họ tên cán bộ.", "The name is missing; enter the official's name."},
		{"contact.position", "Thiếu chức vụ; hãy ghi chức vụ.", "The position is missing; enter it."},
		{"contact.email", "Thiếu thư điện tử công vụ; hãy ghi địa chỉ thư.", "The official e-mail is missing; enter it."},
	} {
		codes[f.path] = missing(f.path, f.vi, f.en)
	}
	return codes
}()
