package analytics

import "minhbach/domain/fault"

// What every engine and every surface refuses with.
var (
	ErrTable = fault.Define(fault.NotFound, "table.missing",
		"Bảng dữ liệu của phiên bản này chưa sẵn sàng; hãy thử lại sau ít phút hoặc tải tệp gốc.",
		"The table of this version is not ready; try again in a few minutes or download the original file.")
	ErrColumn = fault.Define(fault.Invalid, "query.column",
		"Bảng không có cột “{column}”; các cột là: {columns}.",
		"The table has no column “{column}”; its columns are: {columns}.")
	ErrValue = fault.Define(fault.Invalid, "query.value",
		"Giá trị “{value}” không hợp kiểu {type} của cột “{column}”; hãy viết theo mẫu {example}.",
		"“{value}” does not fit the type {type} of column “{column}”; write it like {example}.")
	ErrOperator = fault.Define(fault.Invalid, "query.operator",
		"Phép “{operator}” không dùng được cho cột “{column}” kiểu {type}; hãy dùng: {allowed}.",
		"“{operator}” cannot be used on column “{column}” of type {type}; use: {allowed}.")
	ErrSyntax = fault.Define(fault.Invalid, "query.syntax",
		"Không đọc được điều kiện tại ký tự {position}: cần {wanted}.",
		"The condition cannot be read at character {position}: {wanted_en} is wanted.")
	ErrLarge = fault.Define(fault.Invalid, "query.too_large",
		"Câu hỏi quá lớn: {what} tối đa {max}; hãy thu hẹp hoặc tải cả tệp.",
		"The question is too large: at most {max} {what_en}; narrow it or download the whole file.")
	ErrSlow = fault.Define(fault.Invalid, "query.too_slow",
		"Câu hỏi cần quá nhiều thời gian ({limit}); hãy thêm điều kiện, bớt nhóm hoặc tải cả tệp.",
		"The question takes too long ({limit}); add conditions, group by less or download the whole file.")
	ErrMemory = fault.Define(fault.Invalid, "query.too_much_memory",
		"Câu hỏi cần quá nhiều bộ nhớ; hãy thêm điều kiện, bớt cột hoặc tải cả tệp.",
		"The question takes too much memory; add conditions, choose fewer columns or download the whole file.")
	ErrBusy = fault.Define(fault.Unavailable, "table.busy",
		"Đang có quá nhiều lượt tải về theo thứ tự riêng; hãy thử lại sau ít phút hoặc tải cả tệp.",
		"Too many downloads in an order of their own are on their way; try again in a few minutes or download the whole file.")
	ErrCursor = fault.Define(fault.Invalid, "query.cursor",
		"Mã trang “cursor” không dùng được với câu hỏi này; hãy hỏi lại từ trang đầu.",
		"That cursor does not belong to this question; ask again from the first page.")
	ErrName = fault.Define(fault.Invalid, "query.name",
		"Tên cột kết quả “{name}” không dùng được hoặc bị trùng; hãy đặt tên khác bằng “as”, chỉ gồm a-z, 0-9 và _.",
		"The output name “{name}” is taken or cannot be used; give another one with “as”, of a-z, 0-9 and _ only.")
	ErrEngine = fault.Define(fault.Unavailable, "table.engine",
		"Máy chủ này không có bộ máy bảng dữ liệu nên không truy vấn được; tệp gốc vẫn tải được.",
		"This server runs without a table engine, so nothing can be queried; the original file can still be downloaded.")
)
