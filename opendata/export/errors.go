package export

import "minhbach/domain/fault"

// What Write refuses with.
var (
	ErrFormat = fault.Define(fault.Invalid, "export.format",
		"Không có định dạng “{format}”; hãy chọn một trong: {formats}.",
		"There is no format “{format}”; choose one of: {formats}.")
	ErrRows = fault.Define(fault.TooLarge, "export.too_many_rows",
		"Một trang tính XLSX chứa được tối đa {max} dòng dữ liệu; hãy lọc bớt, hoặc tải CSV hay Parquet.",
		"An XLSX sheet holds at most {max} rows of data; filter the rows, or download CSV or Parquet.")
	ErrColumns = fault.Define(fault.TooLarge, "export.too_many_columns",
		"Một trang tính XLSX chứa được tối đa {max} cột; hãy chọn bớt cột, hoặc tải CSV hay Parquet.",
		"An XLSX sheet holds at most {max} columns; choose fewer columns, or download CSV or Parquet.")
	ErrCell = fault.Define(fault.TooLarge, "export.cell_too_long",
		"Giá trị ở dòng {row}, cột “{column}” dài hơn {max} ký tự nên không ghi được vào XLSX; hãy bỏ cột này, hoặc tải CSV hay Parquet.",
		"The value in row {row}, column “{column}” is longer than the {max} characters of an XLSX cell; leave the column out, or download CSV or Parquet.")
	ErrNoGeometry = fault.Define(fault.Invalid, "export.no_geometry",
		"Bảng này không có cột hình học nên không có GeoJSON; hãy tải JSON hoặc CSV.",
		"This table has no geometry column, so there is no GeoJSON of it; download JSON or CSV.")
	ErrGeometry = fault.Define(fault.Invalid, "export.geometry",
		"Hình học ở dòng {row} không phải là GeoJSON; hãy tải CSV để xem giá trị gốc.",
		"The geometry in row {row} is not GeoJSON; download CSV to see the value as it is.")
)
