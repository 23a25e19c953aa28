package files

import "minhbach/domain/fault"

var (
	ErrName = fault.Define(fault.Invalid, "file.name",
		"Tên tệp không dùng được; hãy đặt tên có phần mở rộng, ví dụ “quyet-dinh-07.pdf”.",
		"The file name cannot be used; give it a name with an extension, such as “decision-07.pdf”.")
	ErrType = fault.Define(fault.Invalid, "file.type",
		"Không nhận tệp “.{extension}”; hãy chuyển sang một trong các dạng: {allowed}.",
		"Files of type “.{extension}” are not accepted; convert it to one of: {allowed}.")
	ErrContent = fault.Define(fault.Invalid, "file.content",
		"Nội dung tệp không phải dạng “.{extension}” hoặc tệp bị hỏng; hãy mở lại bằng phần mềm gốc, lưu đúng dạng rồi gửi lại.",
		"The content is not of type “.{extension}”, or the file is damaged; open it, save it in that type and send it again.")
	ErrEncoding = fault.Define(fault.Invalid, "file.encoding",
		"Tệp văn bản phải dùng bảng mã Unicode UTF-8 (TCVN 6909:2001); hãy lưu lại với bảng mã đó.",
		"A text file must be Unicode in UTF-8 (TCVN 6909:2001); save it in that encoding.")
	ErrEmpty = fault.Define(fault.Invalid, "file.empty",
		"Tệp không có nội dung; hãy kiểm tra rồi gửi lại.",
		"The file is empty; check it and send it again.")
	ErrTooLarge = fault.Define(fault.TooLarge, "file.too_large",
		"Tệp lớn hơn {max} MB; hãy nén, giảm độ phân giải hoặc chia nhỏ.",
		"The file is larger than {max} MB; compress it, lower its resolution or split it.")
	ErrMacros = fault.Define(fault.Invalid, "file.macros",
		"Tệp có chứa macro; hãy lưu lại bản không có macro.",
		"The file contains macros; save a copy without them.")
	ErrEncrypted = fault.Define(fault.Invalid, "file.encrypted",
		"Tệp được đặt mật khẩu nên người dân không mở được; hãy bỏ mật khẩu rồi gửi lại.",
		"The file is protected by a password, so nobody could open it; remove the password and send it again.")
	ErrDTD = fault.Define(fault.Invalid, "file.dtd",
		"Tệp XML có khai báo DOCTYPE (DTD) nên không được nhận; hãy bỏ khai báo đó.",
		"The XML has a DOCTYPE declaration (DTD), which is not accepted; remove it.")
	ErrArchive = fault.Define(fault.Invalid, "file.archive",
		"Tệp nén vượt giới hạn {entries} mục, {max} MB sau khi giải nén hoặc tỉ lệ nén {ratio}:1; hãy chia thành nhiều tệp.",
		"The archive exceeds {entries} entries, {max} MB unpacked or a ratio of {ratio}:1; split it into several files.")
	ErrArchiveEntry = fault.Define(fault.Invalid, "file.archive_entry",
		"Tệp nén chứa mục không được nhận “{entry}” (chương trình, mã lệnh hoặc đường dẫn ra ngoài); hãy bỏ mục đó.",
		"The archive holds “{entry}”, which is not accepted (a program, a script, or a path that leads outside); remove it.")
	ErrMissing = fault.Define(fault.Unavailable, "file.missing",
		"Tệp có trong hồ sơ nhưng hiện không đọc được từ kho lưu trữ; hãy thử lại sau hoặc báo quản trị viên.",
		"The file is on record but cannot be read from the store for now; try again later or tell an administrator.")
	ErrUnknown = fault.Define(fault.NotFound, "file.unknown",
		"Không có tệp này; hãy mở lại từ trang của văn bản.",
		"There is no such file; open it from the page it belongs to.")
	ErrStore = fault.Define(fault.Unavailable, "file.store",
		"Kho tệp tạm thời không ghi được; hãy thử lại sau ít phút.",
		"Files cannot be stored for the moment; try again in a few minutes.")
)
