package app

import "minhbach/domain/fault"

var (
	ErrNoProof = fault.Define(fault.NotFound, "proof.not_found",
		"Không có sự kiện công khai nào mang mã này; hãy mở trang lịch sử của nội dung và chọn mục “chứng thực”.",
		"No public event has this id; open the history of the item and follow its proof.")
	ErrNoLedger = fault.Define(fault.Unavailable, "ledger.unavailable",
		"Cây băm chưa sẵn sàng nên chưa chứng thực được; hãy thử lại sau ít phút.",
		"The ledger is not ready, so nothing can be proved for the moment; try again in a few minutes.")
	ErrLedgerBehind = fault.Define(fault.Unavailable, "ledger.behind",
		"Sự kiện đã được ghi nhận nhưng chưa có điểm kiểm tra nào được ký sau đó; hãy thử lại sau vài giây.",
		"The event is recorded, but no checkpoint has been signed since; try again in a few seconds.")
	ErrHash = fault.Define(fault.Invalid, "proof.hash",
		"“{hash}” không phải là mã băm SHA-256; mã gồm 64 chữ số và chữ cái từ a đến f.",
		"“{hash}” is no SHA-256; it has 64 digits and letters from a to f.")
	ErrSizes = fault.Define(fault.Invalid, "ledger.sizes",
		"Không có bằng chứng từ cỡ {from} đến cỡ {to}; cỡ đầu phải từ 1, cỡ sau không nhỏ hơn cỡ đầu và không quá {newest}.",
		"There is no proof from size {from} to size {to}; the first is at least 1, the second not below it and at most {newest}.")

	// What does not fit.
	ErrLogDiffers = fault.Define(fault.Conflict, "proof.log_differs",
		"Sự kiện trong nhật ký không còn giống sự kiện đã ghi vào cây băm: dữ liệu đã bị hỏng hoặc bị sửa. Hãy báo cho đơn vị vận hành và giữ lại trang này.",
		"The event in the log is no longer the one that the tree has: it was damaged or changed. Tell the operator, and keep this page.")
	ErrContentDiffers = fault.Define(fault.Conflict, "proof.content_differs",
		"Nội dung đang hiển thị không có mã băm mà sự kiện công bố nêu: bản hiển thị đã bị hỏng hoặc bị sửa. Hãy báo cho đơn vị vận hành và giữ lại trang này.",
		"The content shown does not have the hash that the event of its publication names: what is shown was damaged or changed. Tell the operator, and keep this page.")
	ErrBundleForm = fault.Define(fault.Invalid, "proof.bundle_form",
		"Đây không phải là gói chứng thực; hãy dán nguyên văn tệp .json đã tải từ trang chứng thực.",
		"This is no proof bundle; paste the .json file from a proof page as it is.")
	ErrBundleForeign = fault.Define(fault.Invalid, "proof.bundle_foreign",
		"Gói này là của nhật ký “{origin}”, hoặc được ký bằng khóa mà cổng này không dùng; hãy kiểm bằng lệnh “minhbach verify event” với khóa của nhật ký đó.",
		"This bundle is of the log “{origin}”, or signed by a key that this portal does not use; check it by “minhbach verify event” with the key of that log.")
	ErrBundleFalse = fault.Define(fault.Conflict, "proof.bundle_false",
		"Gói này không khớp: chữ ký, đường băm hoặc nội dung bên trong đã bị thay đổi sau khi được cấp.",
		"This bundle does not match: its signature, its path or what is in it was changed after it was issued.")
	ErrForked = fault.Define(fault.Conflict, "proof.forked",
		"Gói có chữ ký đúng nhưng cây băm trong gói không phải là phần đầu của cây băm hiện nay: lịch sử đã bị viết lại. Hãy giữ gói này làm bằng chứng và báo cho thanh tra.",
		"The signature is right, but the bundle's tree is not the beginning of today's: history was rewritten. Keep this bundle as evidence and tell the inspectors.")
)
