package node

import "minhbach/domain/fault"

var (
	ErrExportTarget = fault.Define(fault.Conflict, "export.target",
		"“{path}” đã có rồi hoặc nằm trong thư mục dữ liệu; mỗi gói lưu trữ cần một tên mới ở nơi khác.",
		"“{path}” is there already or lies in the data directory; every archive needs a new name elsewhere.")
	ErrExportUnsigned = fault.Define(fault.Unavailable, "export.unsigned",
		"Nhật ký chưa có điểm kiểm tra nào được ký nên chưa thể kết xuất; chạy “minhbach doctor” để biết vì sao.",
		"The log has no signed checkpoint, so nothing can be exported; “minhbach doctor” tells why.")
	ErrExportSince = fault.Define(fault.Invalid, "export.since",
		"--since cần tệp điểm kiểm tra đã ký của chính nhật ký này, hoặc số lá từ 1 đến {size}.",
		"--since takes a signed checkpoint of this very log, or a number of leaves from 1 to {size}.")
	ErrExportAgency = fault.Define(fault.NotFound, "export.agency",
		"Không có cơ quan nào có mã, số hiệu hay tên miền “{name}”.",
		"No agency has the id, code or domain name “{name}”.")

	ErrArchiveNotWhole = fault.Define(fault.Invalid, "archive.not_whole",
		"Gói này không chứa mọi sự kiện nên không dựng lại được cổng: {why}. Hãy dùng gói do “minhbach export --full” tạo ra.",
		"This archive does not hold every event, so no portal can be made of it: {why}. Use one that “minhbach export --full” made.")
	ErrArchiveTarget = fault.Define(fault.Conflict, "archive.target",
		"“{path}” không trống; chỉ nhập vào thư mục mới hoặc trống.",
		"“{path}” is not empty; import into a new or empty directory only.")
	ErrArchiveRoot = fault.Define(fault.Invalid, "archive.root",
		"Gốc cây băm tính từ các dòng đã nhập là {found}, gói ghi {signed}; dữ liệu chưa được đưa vào sử dụng.",
		"The root computed from the imported rows is {found}, the archive says {signed}; the data was not put to use.")
	ErrArchiveState = fault.Define(fault.Invalid, "archive.state",
		"Bảng chiếu {name} dựng lại từ gói khác với lúc kết xuất; dữ liệu chưa được đưa vào sử dụng. Hãy giữ gói này và báo lỗi.",
		"The read model {name} rebuilt from the archive differs from what it was at export; the data was not put to use. Keep the archive and report it.")
)
