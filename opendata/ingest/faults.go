package ingest

import (
	"fmt"

	"minhbach/domain/fault"
)

// What a file is refused with when no table can be made of it.
var (
	ErrFormat = fault.Define(fault.Invalid, "ingest.format",
		"“{name}” không phải tệp dữ liệu đọc được ({found}); hãy nộp CSV, TSV, XLSX, ODS, JSON, NDJSON, GeoJSON hoặc Parquet.",
		"“{name}” is not a data file that can be read ({found}); send CSV, TSV, XLSX, ODS, JSON, NDJSON, GeoJSON or Parquet.")
	ErrEmpty = fault.Define(fault.Invalid, "ingest.empty",
		"Tệp không có dòng dữ liệu nào; hãy kiểm tra lại tệp rồi nộp lại.",
		"The file holds no row of data; check it and send it again.")
	ErrBytes = fault.Define(fault.TooLarge, "ingest.too_large",
		"Tệp lớn {size} byte, tối đa {max}; hãy chia thành nhiều tệp.",
		"The file has {size} bytes, at most {max} are read; split it into several files.")
	ErrRows = fault.Define(fault.TooLarge, "ingest.too_many_rows",
		"Tệp có hơn {max} dòng; hãy chia thành nhiều tệp.",
		"The file has more than {max} rows; split it into several files.")
	ErrColumns = fault.Define(fault.TooLarge, "ingest.too_many_columns",
		"Dòng {line} có hơn {max} cột; hãy kiểm tra dấu phân cách hoặc chuyển bảng sang dạng dọc.",
		"Line {line} has more than {max} columns; check the delimiter or turn the table into a long one.")
	ErrCell = fault.Define(fault.TooLarge, "ingest.cell_too_large",
		"Dòng {line} có một ô dài hơn {max} byte; hãy kiểm tra dấu nháy kép hoặc rút ngắn ô đó.",
		"Line {line} has a cell of more than {max} bytes; check its quotation marks or shorten it.")
	ErrRecord = fault.Define(fault.TooLarge, "ingest.record_too_large",
		"Bản ghi bắt đầu ở dòng {line} dài hơn {max} byte; hãy kiểm tra dấu xuống dòng và dấu nháy kép.",
		"The record that begins on line {line} has more than {max} bytes; check its line ends and quotation marks.")
	ErrChoice = fault.Define(fault.Invalid, "ingest.choice",
		"“{value}” không dùng được cho mục {field}; hãy chọn một trong: {allowed}.",
		"“{value}” cannot be used for {field}; choose one of: {allowed}.")
)

// ErrBroken is the last resort: a library stumbled over the file.
var ErrBroken = fault.Define(fault.Invalid, "ingest.broken",
	"Tệp bị hỏng nên không đọc được; hãy mở bằng phần mềm đã tạo ra nó, lưu lại rồi nộp lại.",
	"The file is broken and cannot be read; open it in the program that made it, save it and send it again.")

// panicked keeps what a library panicked with, for logs.
type panicked struct{ value any }

func (p panicked) Error() string { return fmt.Sprint(p.value) }
